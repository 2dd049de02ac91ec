"""What people see first, out of the real product: a front desk of nine, lived through for a week."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.actions import (
    AnswerQuiz,
    GiveKudos,
    OpenChange,
    OpenHome,
    OpenKudos,
    OpenSettings,
    OpenSetup,
    PickChoices,
    SayHello,
    SecondKudos,
    SetUpTeam,
    ShowTip,
)
from bot.cards import Reply
from tests.world import World

THURSDAY = datetime(2026, 11, 26, 11, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)
ANSWERING = ("marta", "jonas", "li", "ana", "ines", "omar")
REASON = (
    "Stayed with the family whose room *wasn't* ready, and kept ringing <housekeeping> until it was :tada:"
)


async def scenes(folder: Path) -> dict[str, Reply]:
    """Replies and posts by a name for each."""
    world = await World.make(folder)
    found = await _first_days(world) | await _thanks(world) | await _forms(world)
    await world.advance(NEXT_MONDAY)
    for who in ("marta", "priya", "sam"):
        found[f"home-{who}"] = await world.act(who, OpenHome(), where=None)
    found["quiz-closed"] = _posted(world, "quiz/2026-W48/team-1")
    found["summary"] = _posted(world, "summary/")
    await world.close()
    return found


async def _first_days(world: World) -> dict[str, Reply]:
    await world.act("sam", SayHello(1))
    await world.advance(THURSDAY)
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    found: dict[str, Reply] = {
        "hello": _posted(world, "hello/"),
        "tip": _posted(world, "tip/"),
        "quiz": _posted(world, "quiz/"),
        "tip-private": await world.act("marta", ShowTip(1, quiz.week)),
        "picking": await world.act("marta", PickChoices(1, quiz.order[:1])),
    }
    for who, choice in zip(ANSWERING, quiz.order * 2, strict=True):
        found[f"feedback-{who}"] = await world.act(who, AnswerQuiz(1, (choice,)))
    return found


async def _thanks(world: World) -> dict[str, Reply]:
    give = GiveKudos("n1", people=("jonas", "li"), reason=REASON, behaviour="looked-up", where="team")
    confirmation = await world.act("marta", give)
    await world.act("ana", SecondKudos(1))
    await world.tick()
    return {"confirmation": confirmation, "announcement": _posted(world, "kudos/1")}


async def _forms(world: World) -> dict[str, Reply]:
    offering = OpenKudos(("jonas",), conversation="front-desk", message="1", offered=("li", "ana"))
    wrong = GiveKudos("n2", people=("marta",), unknown=("Nobody",), reason="*", where="team")
    return {
        "form-kudos": await world.act("marta", offering),
        "form-kudos-wrong": await world.act("marta", wrong),
        "form-settings": await world.act("marta", OpenSettings()),
        "form-setup": await world.act("sam", OpenSetup()),
        "form-setup-wrong": await world.act("sam", SetUpTeam(channel="nowhere", zone="Mars", name="Phones")),
        "form-change": await world.act("priya", OpenChange(1)),
    }


def _posted(world: World, key: str) -> Reply:
    return next(post.card for post in world.chat.posts if post.key.startswith(key))
