"""An admin hears in time that the platform's secret ends, and not every day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from bot import secret_ends
from tests.world import MONDAY, World

MORNING = MONDAY.replace(hour=10)
TODAY = MORNING.date()


def told(world: World) -> list[str]:
    return [text for text in world.said("@sam") if "password for this platform" in text]


async def look(world: World, ends_on: date, days: int = 0) -> None:
    """As the process does several times a day, on that day."""
    world.clock.at = MORNING + timedelta(days=days)
    for _ in range(3):
        await world.decide(lambda tx: secret_ends.notice(tx, "local", ends_on, world.clock.now()))
    await world.tick()


async def test_a_month_before_is_time_enough_to_say_nothing(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MORNING)
    await look(world, TODAY + timedelta(days=31))
    assert told(world) == []


async def test_it_is_said_thirty_days_seven_days_and_a_day_before(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MORNING)
    ends_on = TODAY + timedelta(days=37)
    for day in (4, 7, 8, 14, 21, 29, 30, 31, 35, 36, 37, 38):
        await look(world, ends_on, day)
    first, second, third = told(world)
    assert "In 30 days, on " in first
    assert "In 7 days, on " in second
    assert "In 1 day, on " in third


async def test_a_new_secret_is_told_of_anew(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MORNING)
    await look(world, TODAY + timedelta(days=20))
    await look(world, TODAY + timedelta(days=30), 1)
    assert len(told(world)) == 2


async def test_it_waits_for_the_admins_working_hours(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MORNING)
    world.clock.at = MORNING + timedelta(hours=12)
    await world.decide(
        lambda tx: secret_ends.notice(tx, "local", TODAY + timedelta(days=10), world.clock.now())
    )
    await world.tick()
    assert told(world) == []
    world.clock.at = MORNING + timedelta(days=1)
    await world.tick()
    assert len(told(world)) == 1


async def test_when_it_has_come_to_pass_there_is_no_way_to_say_it(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MORNING)
    await look(world, TODAY - timedelta(days=1))
    assert told(world) == []


async def test_on_the_last_day(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MORNING)
    await look(world, TODAY)
    [text] = told(world)
    assert "ends today" in text
