"""Whether somebody may be written to."""

from __future__ import annotations

from datetime import datetime

from bot import schedule
from bot.models import Member, Team
from bot.ports import Transaction


def may_be_written_to(tx: Transaction, team: Team, member_id: int | None, now: datetime) -> bool:
    """Not who has stopped, paused, is away or is gone. Days are the member's own, else the team's."""
    member = tx.members.get(member_id) if member_id is not None else None
    return member is not None and is_open(member, team, now)


def is_open(member: Member, team: Team, now: datetime) -> bool:
    if member.stopped_at is not None or member.deactivated_at is not None:
        return False
    today = schedule.local(now, member.zone or team.timetable.zone).date()
    return not any(day is not None and today < day for day in (member.paused_until_on, member.away_until_on))
