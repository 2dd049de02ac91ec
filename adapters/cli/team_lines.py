"""How a team is shown on the command line."""

from __future__ import annotations

import shlex
from datetime import datetime

from bot import schedule, teams
from bot.models import WEEKDAYS, Team
from bot.ports import Transaction
from bot.week import weekly


def next_step(team: Team) -> str:
    return f"What comes: kindling plan {shlex.quote(team.name)}"


def team_line(tx: Transaction, team: Team, now: datetime) -> str:
    """One line for people: when, where, and whether it is paused."""
    timetable = team.timetable
    when = f"{WEEKDAYS[timetable.weekday]} {timetable.at:%H:%M} {timetable.zone}"
    if teams.is_paused(team, now):
        state = f"paused until {team.paused_until_on}" if team.paused_until_on else "paused"
    else:
        next_at = weekly.next_tip_at(team, tx.lessons.last(team.id), now)
        state = f"next tip {schedule.local(next_at, timetable.zone):%a %d %b %H:%M}"
    return f"{team.id:>4}  {team.workspace_id}/{_channel(tx, team)}  {team.name}  {when}  {state}"


def team_json(tx: Transaction, team: Team) -> dict[str, object]:
    """Every setting, named as the options are."""
    timetable = team.timetable
    people = tx.teams.people(team.id)
    return {
        "id": team.id,
        "workspace": team.workspace_id,
        "channel": _channel(tx, team),
        "name": team.name,
        "weekday": WEEKDAYS[timetable.weekday],
        "time": f"{timetable.at:%H:%M}",
        "tz": timetable.zone,
        "days": [WEEKDAYS[day] for day in timetable.working_days],
        "hours": f"{timetable.work_from:%H:%M}-{timetable.work_until:%H:%M}",
        "quiz_after": "off" if timetable.quiz_after is None else timetable.quiz_after,
        "delivery": team.delivery,
        "thanks": team.thanks,
        "reaction": team.kudos_emoji or "off",
        "language": team.language,
        "series": list(team.series),
        "skip": [day.isoformat() for day in team.skip_on],
        "paused": team.paused_at is not None,
        "paused_until": team.paused_until_on.isoformat() if team.paused_until_on is not None else None,
        "managers": [member.platform_id for one, member in people if one.manages],
        "members": sum(one.in_channel for one, _ in people),
    }


def _channel(tx: Transaction, team: Team) -> str:
    place = tx.conversations.get(team.conversation_id)
    return place.platform_id if place is not None else "?"
