"""What comes next, in words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.actions import GiveKudos
from bot.models import ThanksWay
from tests.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = await World.make(tmp_path)
    yield world
    await world.close()


async def coming(world: World) -> tuple[datetime, str]:
    due = await world.read(lambda tx: world.coach.next_due(tx, world.clock.now()))
    assert due is not None
    return due


async def test_tip_question_and_summary_and_no_closing_between(world: World) -> None:
    await world.tick()
    said = []
    for _ in range(4):
        at, what = await coming(world)
        said.append(f"{at:%d %b %H:%M} {what}")
        await world.advance(at)
    assert said[0].startswith("24 Nov 10:00 Tuesday, ")
    assert said[1:3] == ["26 Nov 10:00 Thursday, the question", "30 Nov 09:00 Monday, Priya's summary"]
    assert said[3].startswith("01 Dec 10:00 Tuesday, ")


async def test_gathered_thanks_are_named_with_the_summary(world: World) -> None:
    team = await world.team()
    await world.decide(lambda tx: tx.teams.save(replace(team, thanks=ThanksWay.WEEKLY)))
    await world.advance(datetime.fromisoformat("2026-11-26T11:00:00+00:00"))
    await world.act("marta", GiveKudos("one", ("jonas",), reason="Stayed late.", where="team"))
    assert (await coming(world))[1] == "Monday, the week's thanks and Priya's summary"


async def test_nothing_is_promised_to_a_manager_who_has_stopped(world: World) -> None:
    await world.advance(datetime.fromisoformat("2026-11-26T11:00:00+00:00"))
    await world.say("priya", "stop")
    assert (await coming(world))[1].startswith("Tuesday, ")


async def test_thanks_that_wait_for_somebodys_return_are_told(world: World) -> None:
    await world.tick()
    await world.say("jonas", "away until wednesday")
    await world.act("marta", GiveKudos("one", ("jonas",), reason="Stayed late.", where="only"))
    at, what = await coming(world)
    assert what.startswith("Tuesday, ")
    await world.advance(at)
    at, what = await coming(world)
    assert (f"{at:%d %b %H:%M}", what) == ("25 Nov 09:00", "Wednesday, thanks for Jonas")
    await world.advance(at)
    assert (await coming(world))[1] == "Thursday, the question"
