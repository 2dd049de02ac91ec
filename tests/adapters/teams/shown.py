"""What people really see: cards and forms of a front desk's first two weeks, as the core makes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.actions import (
    AnswerQuiz,
    GiveKudos,
    ListTeams,
    MyKudos,
    OpenHome,
    OpenKudos,
    OpenPause,
    OpenSettings,
    OpenSetup,
    SayHello,
    SecondKudos,
    SetUpTeam,
    ShowAudit,
    ShowHelp,
    ShowPlan,
    ShowSummary,
    StopMe,
    TryTip,
)
from bot.cards import Card, Mention, Reply
from bot.models import Quiz, Week
from tests.world import PEOPLE, World, lessons

ROSTER = tuple(Mention(one, one.capitalize()) for one in PEOPLE)
TUESDAY = datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
THURSDAY = TUESDAY + timedelta(days=2)
NEXT_MONDAY = TUESDAY + timedelta(days=6)
REASON = "Stayed with the family whose room wasn't ready, and kept ringing *housekeeping* until it was."


async def everything_shown(folder: Path) -> dict[str, Reply]:
    """By a short name for each."""
    world = await World.make(folder)
    shown: dict[str, Reply] = {"help": await world.act("marta", ShowHelp())}
    await world.act("sam", SayHello(world.team_id))
    shown["hello"] = world.chat.posts[-1].card
    shown |= await _forms(world)
    await world.advance(TUESDAY)
    shown["tip"] = world.chat.posts[-1].card
    shown["tried"] = await world.act("marta", TryTip(world.team_id, Week.of(TUESDAY.date())))
    shown |= await _kudos(world)
    await world.advance(THURSDAY)
    shown |= await _answers(world)
    await world.advance(NEXT_MONDAY)
    shown |= await _managers(world)
    await world.close()
    return shown


async def _forms(world: World) -> dict[str, Reply]:
    wrong = SetUpTeam(channel="#returns", weekday="tue", zone="Lisboa", name="Returns", hours="9 to 5")
    return {
        "setup form": await world.act("sam", OpenSetup()),
        "setup form with errors": await world.act("sam", wrong),
        "settings form": await world.act("marta", OpenSettings()),
        "pause form": await world.act("marta", OpenPause()),
        "kudos form": await world.act("marta", OpenKudos()),
        "kudos form with errors": await world.act(
            "marta", GiveKudos("n", people=("marta",), reason="x" * 501)
        ),
    }


async def _kudos(world: World) -> dict[str, Reply]:
    given = await world.act("marta", GiveKudos("n2", ("jonas", "li"), reason=REASON, where="team"))
    announced = world.chat.posts[-1].card
    [second] = [one.action for one in announced.buttons() if isinstance(one.action, SecondKudos)]
    seconded = await world.act("ana", second)
    private = await world.act("ana", GiveKudos("n3", ("omar",), reason="Told me early.", where="only"))
    return {
        "kudos announcement": announced,
        "kudos confirmation": given,
        "kudos seconded": seconded,
        "kudos to them only": private,
        "kudos directly": world.chat.posts[-1].card,
        "my kudos": await world.act("jonas", MyKudos()),
    }


def _choice(quiz: Quiz, *, right: bool) -> str:
    question = lessons().tip(quiz.tip_id).question(quiz.question_id)
    return next(choice.id for choice in question.choices if choice.right is right)


async def _answers(world: World) -> dict[str, Reply]:
    asked = world.chat.posts[-1].card
    quiz = await world.read(lambda tx: tx.quizzes.of_lesson(world.team_id, Week.of(TUESDAY.date())))
    assert quiz is not None
    right, wrong = (
        AnswerQuiz(quiz.id, (_choice(quiz, right=True),)),
        AnswerQuiz(quiz.id, (_choice(quiz, right=False),)),
    )
    told = {
        "quiz": asked,
        "feedback": await world.act("marta", wrong),
        "feedback right": await world.act("jonas", right),
    }
    for one in ("li", "ana", "tunde", "ines", "omar"):
        await world.act(one, right)
    return told


async def _managers(world: World) -> dict[str, Reply]:
    closed: Sequence[Card] = [post.card for post in world.chat.posts if post.edited]
    return {
        "quiz closed": closed[-1],
        "summary": await world.act("priya", ShowSummary(world.team_id, "2026-W48")),
        "home": await world.act("marta", OpenHome()),
        "manager's home": await world.act("priya", OpenHome()),
        "plan": await world.act("priya", ShowPlan(world.team_id)),
        "teams": await world.act("sam", ListTeams()),
        "audit": await world.act("sam", ShowAudit()),
        "stop": await world.act("omar", StopMe()),
    }
