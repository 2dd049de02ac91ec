"""The demo's team: the front desk, whose week has just begun."""

from __future__ import annotations

from datetime import UTC, datetime, time

from adapters.local.people import FIRST_CHANNEL, WORKSPACE_ID
from adapters.wiring import Application
from bot import schedule, teams
from bot.models import Timetable, Week
from bot.ports import Transaction

ZONE = "Europe/Lisbon"
TIMETABLE = Timetable(weekday=1, at=time(10), zone=ZONE)
PROGRAMME = "first-look"
MANAGER = "priya"
_MONDAY, _THURSDAY = 0, 3


async def set_up_front_desk(application: Application) -> bool:
    """The team, and its week up to Thursday's question, moved through as any other time.

    A demo that was begun before goes on where its clock stands. Answers whether this one is new.
    """
    local = application.local
    if local is None:
        raise ValueError("the front desk is in the local chat")
    week = Week.of(schedule.local(datetime.now(UTC), ZONE).date())
    is_new = not local.clock.started
    local.clock.start_at(schedule.to_utc(week.day(_MONDAY), time(9), ZONE))
    await application.settle()
    now = application.clock.now()
    await application.store.decide(lambda tx: _add_team(tx, application, now))
    if is_new:
        await application.settle()
        await application.advance(schedule.to_utc(week.day(_THURSDAY), TIMETABLE.at, ZONE))
    return is_new


def _add_team(tx: Transaction, application: Application, now: datetime) -> None:
    channel = tx.conversations.find(WORKSPACE_ID, FIRST_CHANNEL)
    manager = tx.members.find(WORKSPACE_ID, MANAGER)
    if channel is None or manager is None or tx.teams.of_conversation(channel.id) is not None:
        return
    series = application.library.programme(PROGRAMME).series
    plan = teams.TeamPlan("Front desk", TIMETABLE, series)
    team = teams.add_team(tx, application.library, channel, plan, now)
    teams.set_manager(tx, team, manager, now, manages=True)
