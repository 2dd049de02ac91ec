"""The one door: identities, refusals that are kept, roles, workspaces that are not ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import pytest

from bot import teams
from bot.actions import Action, AnswerQuiz, EndProgramme, SayWords, ShowHelp, TryTip
from bot.coach import Actor
from bot.errors import NotHere
from bot.models import Platform, Week, Workspace
from bot.roles import ALLOWED
from tests.world import World, text_of

THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World.make(tmp_path)
    await made.advance(THURSDAY)
    yield made
    await made.close()


def test_every_action_has_a_role() -> None:
    kinds: tuple[Any, ...] = get_args(Action)
    assert set(kinds) == set(ALLOWED)


async def test_the_same_press_delivered_forty_times_at_once_is_one_answer(world: World) -> None:
    actor = Actor("local", "marta", "Marta", "front-desk")
    press = AnswerQuiz(1, ("face-him",))
    now = world.clock.now()
    replies = await asyncio.gather(
        *(world.decide(lambda tx: world.coach.act(tx, actor, "press", press, now)) for _ in range(40))
    )
    assert len(await world.read(lambda tx: tx.quizzes.answers(1))) == 1
    assert {text_of(reply).splitlines()[0] for reply in replies} == {"Yes, that's it."}


async def test_a_refusal_is_kept_with_its_identity(world: World) -> None:
    refused = await world.act("marta", EndProgramme(1, 1, "stop"), identity="once")
    assert "Only a manager" in text_of(refused)
    marta = await world.read(lambda tx: tx.members.find("local", "marta"))
    team = await world.team()
    assert marta is not None
    await world.decide(lambda tx: teams.set_manager(tx, team, marta, world.clock.now(), manages=True))
    assert await world.act("marta", EndProgramme(1, 1, "stop"), identity="once") == refused
    assert (await world.team()).paused_at is None


async def test_an_identity_belongs_to_one_person(world: World) -> None:
    await world.act("marta", AnswerQuiz(1, ("face-him",)), identity="same")
    await world.act("jonas", AnswerQuiz(1, ("carry-on",)), identity="same")
    assert len(await world.read(lambda tx: tx.quizzes.answers(1))) == 2


async def test_words_that_mean_nothing_lead_on_and_are_kept_nowhere(world: World, tmp_path: Path) -> None:
    words = "please bring the zebra-quartz to the moon, whatever it costs us"
    reply = await world.act("marta", SayWords(words), identity="typed", where=None)
    assert "I did not understand “please bring the zebra-quartz to the…”." in text_of(reply)
    assert "Next idea: Tuesday 1 December, 10:00." in text_of(reply)
    assert not any(b"zebra-quartz" in content for content in contents(tmp_path))


def contents(folder: Path) -> list[bytes]:
    files = [file.read_bytes() for file in folder.iterdir() if file.name.startswith("kindling.db")]
    assert files
    return files


async def test_another_workspaces_ids_are_not_here(world: World) -> None:
    now = world.clock.now()
    await world.decide(lambda tx: tx.workspaces.put(Workspace("other", Platform.LOCAL, "Other", now)))
    actor = Actor("other", "marta", "Marta", "front-desk", is_admin=True)
    for action in (AnswerQuiz(1, ("face-him",)), TryTip(1, Week(2026, 48)), EndProgramme(1, 1, "stop")):
        reply = await world.decide(
            lambda tx, action=action: world.coach.act(tx, actor, repr(action), action, now)  # type: ignore[misc]  # the default binds the loop's value
        )
        assert "can't find that" in text_of(reply)
    assert await world.read(lambda tx: tx.quizzes.answers(1)) == []


async def test_an_unknown_workspace_is_told_to_the_adapter(world: World) -> None:
    actor = Actor("nowhere", "marta", "Marta")
    with pytest.raises(NotHere):
        await world.decide(lambda tx: world.coach.act(tx, actor, "x", ShowHelp(), world.clock.now()))


async def test_somebody_who_was_never_seen_is_helped(world: World) -> None:
    text = text_of(await world.act("newcomer", ShowHelp(), where=None))
    assert "You are not in a team yet." in text
