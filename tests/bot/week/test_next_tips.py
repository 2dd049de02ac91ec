"""A long life of one team: each week's tip is the first of its programme that it has not had in its round."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.models import Lesson, LessonState, Team
from bot.ports import Transaction
from bot.tips import Library, Series
from bot.week import planning
from tests.world import World, lessons

WEEKS = 60


@cache
def taught() -> Library:
    """Seven short tips in two series."""
    whole = lessons()
    tip = whole.series[0].tips[0]

    def series(name: str, count: int) -> Series:
        tips = tuple(replace(tip, id=f"{name}/{number}") for number in range(count))
        return Series(name, name, "", "en", tips)

    return Library((), (series("one", 4), series("two", 3)), ())


def changed(library: Library, chance: random.Random) -> Library:
    """An operator's work on the tips: one comes, one goes, or two change places."""
    one, two = library.series
    tips = list(one.tips)
    match chance.choice(("comes", "goes", "swap")):
        case "comes":
            tips.insert(chance.randint(0, len(tips)), replace(tips[0], id=f"one/{chance.random()}"))
        case "goes" if len(tips) > 2:
            tips.pop(chance.randrange(len(tips)))
        case _:
            chance.shuffle(tips)
    return Library((), (replace(one, tips=tuple(tips)), two), ())


def expected(library: Library, team: Team, kept: list[Lesson]) -> str:
    tips = [tip.id for tip in library.tips_of(team.series)]
    had = {one.tip_id for one in kept if one.round == team.round and one.state is LessonState.PLANNED}
    return next((one for one in tips if one not in had), tips[0])


def lives(chance: random.Random, tx: Transaction, team: Team) -> Iterator[str]:
    """What happens to a team between two weeks."""
    last = tx.lessons.last(team.id)
    happens = chance.choice(("nothing", "nothing", "lost", "back", "series", "renamed", "tips"))
    if happens == "lost" and last is not None:
        tx.lessons.put([replace(last, state=LessonState.SKIPPED, quiz_at=None)])
    elif happens == "back" and last is not None:
        tx.lessons.put([replace(last, state=LessonState.PLANNED)])
    elif happens == "series":
        tx.teams.save(replace(team, series=chance.choice((("one", "two"), ("two", "one"), ("two",)))))
    elif happens == "renamed":
        tx.teams.save(replace(team, name=f"Desk {chance.random()}"))
    yield happens


@pytest.mark.parametrize("seed", range(5))
async def test_the_next_tip_is_the_first_that_was_not_had(tmp_path: Path, seed: int) -> None:
    world = await World.make(tmp_path)
    team = await world.add_team("desk", "Desk", ("marta",), (), series=("look-up",))
    chance = random.Random(seed)

    def live(tx: Transaction) -> int:
        library, planned = taught(), 0
        tx.teams.save(replace(team, series=("one", "two")))
        for _ in range(WEEKS):
            now = tx.teams.next_look_at(world.clock.now())
            assert now is not None
            world.clock.at = now
            mine = tx.teams.get(team.id)
            assert mine is not None
            before = tx.lessons.of_team(team.id)
            tip_id = expected(library, mine, before)
            planning.plan_due(tx, library, now, 10)
            after = tx.lessons.of_team(team.id)
            if len(after) > len(before):
                planned += 1
                assert after[-1].tip_id == tip_id
                for happens in lives(chance, tx, tx.teams.get(team.id) or team):
                    library = changed(library, chance) if happens == "tips" else library
            world.clock.at = now + timedelta(seconds=1)
        return planned

    assert await world.decide(live) >= WEEKS // 3
    await world.close()


async def test_a_team_whose_series_is_gone_gets_no_tip_and_holds_up_nobody(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    team = await world.add_team("desk", "Desk", ("marta",), (), series=("look-up",))

    def plan(tx: Transaction) -> list[Lesson]:
        now = tx.teams.next_look_at(world.clock.now())
        assert now is not None
        planning.plan_due(tx, Library((), (), ()), now, 10)
        return tx.lessons.of_team(team.id)

    (lesson,) = await world.decide(plan)
    assert (lesson.state, lesson.reason) == (LessonState.SKIPPED, "no-tips")
    await world.close()


async def test_a_tip_that_is_gone_by_the_day_of_its_question_has_none(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    team = await world.add_team("desk", "Desk", ("marta",), (), series=("look-up",))

    def plan(tx: Transaction) -> tuple[bool, bool]:
        tip_at = tx.teams.next_look_at(world.clock.now())
        assert tip_at is not None
        planning.plan_due(tx, lessons(), tip_at, 10)
        quiz_at = tx.teams.next_look_at(tip_at)
        assert quiz_at is not None
        planning.plan_due(tx, Library((), (), ()), quiz_at, 10)
        (lesson,) = tx.lessons.of_team(team.id)
        return lesson.quiz_planned, tx.quizzes.of_lesson(team.id, lesson.week) is None

    assert await world.decide(plan) == (True, True)
    await world.close()
