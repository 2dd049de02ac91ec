"""The demo's team: the front desk, with weeks behind it that were played through the real core."""

from __future__ import annotations

from datetime import UTC, datetime, time

import click

from adapters.demo.playing import Player
from adapters.demo.weeks import History
from adapters.local.people import FIRST_CHANNEL, WORKSPACE_ID
from adapters.local.platform import LocalPlatform
from adapters.wiring import Application
from bot import schedule, teams
from bot.models import Team, Timetable, Week
from bot.ports import Transaction

ZONE = "Europe/Lisbon"
TIMETABLE = Timetable(weekday=1, at=time(10), zone=ZONE)
PROGRAMME = "first-look"
MANAGER = "priya"
PLAYING = "demo_playing"
"""The chat's setting that says what is being played: a week and a number of weeks. Empty once all is."""

_MONDAY = 0


async def set_up_front_desk(application: Application, weeks: int) -> bool:
    """The team, with so many weeks behind it, on the Thursday of this week with its question just posted.

    A demo that was begun before goes on where its clock stands, or where its weeks were broken off. Answers
    whether this one is new.
    """
    local = application.local
    if local is None:
        raise ValueError("the front desk is in the local chat")
    history = _history(local, weeks)
    if history is None:
        await application.settle()
        return False
    local.chat.set_setting(PLAYING, f"{history.opening}/{history.count}")
    local.clock.start_at(schedule.to_utc(history.first.day(_MONDAY), time(8, 30), ZONE))
    team = await _settled_team(application)
    await _play(application, local, history, team)
    local.chat.open_demo(application.clock.now())
    local.chat.set_setting(PLAYING, "")
    return True


def _history(local: LocalPlatform, weeks: int) -> History | None:
    """What is to be played; None where nothing is."""
    begun = local.chat.setting(PLAYING)
    if begun:
        opening, _, count = begun.partition("/")
        return History(Week.parse(opening), int(count), ZONE)
    if begun is not None or local.clock.started:
        return None
    return History(Week.of(schedule.local(datetime.now(UTC), ZONE).date()), weeks, ZONE)


async def _settled_team(application: Application) -> Team:
    """Settled twice: places and people have to be known first, then the team's members are."""
    await application.settle()
    now = application.clock.now()
    team = await application.store.decide(lambda tx: _team(tx, application, now))
    await application.settle()
    return team


def _team(tx: Transaction, application: Application, now: datetime) -> Team:
    channel = tx.conversations.find(WORKSPACE_ID, FIRST_CHANNEL)
    manager = tx.members.find(WORKSPACE_ID, MANAGER)
    if channel is None or manager is None:
        raise ValueError("the local chat has no front desk")
    found = tx.teams.of_conversation(channel.id)
    if found is not None:
        return found
    series = application.library.programme(PROGRAMME).series
    team = teams.add_team(
        tx, application.library, channel, teams.TeamPlan("Front desk", TIMETABLE, series), now
    )
    teams.set_manager(tx, team, manager, now, manages=True)
    return team


async def _play(application: Application, local: LocalPlatform, history: History, team: Team) -> None:
    player = Player(application, local, team.id)
    if history.count:
        label = f"Playing {history.count} weeks at the front desk"
        with click.progressbar(history.weeks(), history.count + 1, label) as weeks:
            for acts in weeks:
                await player.play(acts)
    opens_at = history.opens_at if history.count else history.question_at
    await application.advance(opens_at)
