"""Who sees what, as the demo shows it: the guard's words, and never somebody else's answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot import quizzes
from bot.actions import AnswerQuiz
from bot.models import Quiz
from bot.summaries.sight import Sight, result_so_far, who_sees
from bot.talk import last_posted
from tests.world import World, lessons

ASKED_AT = datetime.fromisoformat("2026-11-26T10:05:00+00:00")
MONDAY = datetime.fromisoformat("2026-11-30T09:00:00+00:00")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = await World.make(tmp_path)
    await world.advance(ASKED_AT)
    yield world
    await world.close()


async def asked(world: World) -> Quiz:
    team = await world.team()
    quiz = await world.read(lambda tx: last_posted(tx, team))
    assert quiz is not None
    return quiz


async def answer(world: World, who: str, *, rightly: bool) -> None:
    quiz = await asked(world)
    question = lessons().tip(quiz.tip_id).question(quiz.question_id)
    choice = next(one.id for one in question.choices if one.right is rightly)
    await world.act(who, AnswerQuiz(quiz.id, (choice,)))


async def seen(world: World, who: str) -> dict[str, str]:
    def look(tx: object) -> tuple[Sight, ...]:
        member = tx.members.find("local", who)  # type: ignore[attr-defined]
        return who_sees(tx, member)  # type: ignore[arg-type]

    return {one.who: " ".join(one.sees) for one in await world.read(look)}


async def test_one_answer_tips_what_the_manager_will_read(world: World) -> None:
    for who, rightly in (("jonas", False), ("ana", True), ("ines", False), ("li", True)):
        await answer(world, who, rightly=rightly)
    before = await seen(world, "marta")
    assert before["You"] == "The question. You have not answered it yet."
    assert before["Priya"].startswith("Nothing yet.")
    assert "Took part: about half." in before["Priya"]
    assert "4 of 5 needed answers are in" in before["Priya"]
    await answer(world, "marta", rightly=True)
    after = await seen(world, "marta")
    assert after["You"].startswith("Your answer: ")
    assert "Took part: most. Question: most had it first time." in after["Priya"]
    await world.advance(MONDAY)
    told = await seen(world, "priya")
    assert told["You, as manager"] == "Took part: most. Question: most had it first time."
    assert "Took part: most" in world.said("@priya")[-1]
    assert "most had it first time" in world.said("@priya")[-1]


async def test_nobody_sees_whose_answers_they_are(world: World) -> None:
    for who, rightly in (("jonas", True), ("ana", False), ("ines", False), ("li", True)):
        await answer(world, who, rightly=rightly)
    others = [await seen(world, who) for who in ("marta", "omar", "sam", "tunde")]
    assert all(one == others[0] for one in others)
    text = " ".join(" ".join(one.values()) for one in others)
    assert not any(name in text for name in ("Jonas", "Ana", "Ines", "Li"))


async def test_the_managers_own_answer_is_in_no_figure(world: World) -> None:
    before = await seen(world, "marta")
    await answer(world, "priya", rightly=True)
    assert await seen(world, "marta") == before


async def test_it_counts_as_closing_counts(world: World) -> None:
    for who, rightly in (("jonas", True), ("ana", False), ("ines", True), ("li", True), ("sam", False)):
        await answer(world, who, rightly=rightly)
    await world.say("sam", "stop")
    quiz = await asked(world)
    assert quiz.closes_at is not None
    closes_at = quiz.closes_at
    expected = await world.read(lambda tx: result_so_far(tx, quiz))
    await world.decide(lambda tx: quizzes.close(tx, quiz, closes_at))
    closed = (await asked(world)).result
    assert closed is not None
    assert (closed.roster, closed.answered, closed.right) == (
        expected.roster,
        expected.answered,
        expected.right,
    )
