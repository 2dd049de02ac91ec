"""What a manager presses on a summary, and what comes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.actions import (
    Action,
    AnswerPractice,
    AnswerQuiz,
    ChooseSummary,
    GiveKudos,
    MoveSlot,
    PostQuestion,
    PostTalk,
    ShowFigures,
    ShowSlot,
    ShowSummary,
    ThankFromSummary,
)
from bot.cards import Card, Form
from bot.codec import pack, unpack
from bot.models import DeliveryKind, DeliveryState, SummaryReader, Week
from bot.ports import Transaction
from bot.summaries.posts import last_week_parts
from tests.world import MONDAY, PEOPLE, Post, World, press, text_of

W48 = Week(2026, 48)
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(days=7)
RIGHT, WRONG = "face-him", "carry-on"
MEMBERS = [name for name in PEOPLE if name != "priya"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The Monday after a week in which most missed the question."""
    made = await World.make(tmp_path)
    await made.advance(THURSDAY)
    for place, name in enumerate(MEMBERS[:7]):
        await made.act(name, AnswerQuiz(1, (RIGHT if place < 2 else WRONG,)))
    await made.advance(NEXT_MONDAY + timedelta(hours=1))
    yield made
    await made.close()


def summary(world: World) -> Post:
    return next(post for post in world.chat.posts if post.key.startswith("summary/"))


async def reader(world: World) -> SummaryReader:
    priya = await world.read(lambda tx: tx.members.find("local", "priya"))
    assert priya is not None
    return await world.read(lambda tx: tx.figures.reader(world.team_id, priya.id))


async def audit(world: World) -> list[str]:
    acts = await world.read(lambda tx: tx.audit.of_workspace("local"))
    return [act.name for act in acts]


async def test_the_most_missed_question_goes_to_the_channel_once_more(world: World) -> None:
    card = text_of(summary(world).card)
    assert "Most missed: “You are saving one guest's booking" in card
    reply = await world.act("priya", press(summary(world), "Post it in #front-desk"))
    assert text_of(reply) == "It goes to #front-desk now. It counts in no figure."
    post = world.chat.posts[-1]
    assert (post.place, post.key) == ("front-desk", "question-again/1/2026-W49")
    assert "it counts in no figure" in world.said()[-1]
    assert (await audit(world))[0] == "question posted again"


async def test_it_goes_once_a_week_at_the_most(world: World) -> None:
    action = press(summary(world), "Post it in #front-desk")
    await world.act("priya", action, identity="first")
    assert "goes to" in text_of(await world.act("priya", action, identity="first"))
    assert "One is enough" in text_of(await world.act("priya", action, identity="second"))
    assert "One is enough" in text_of(await world.act("priya", PostTalk(world.team_id, W48)))
    assert sum(post.key.startswith("question-again") for post in world.chat.posts) == 1
    assert (await audit(world)).count("question posted again") == 1
    world.clock.at += timedelta(days=7)
    assert "goes to" in text_of(await world.act("priya", action, identity="third"))


async def test_answering_it_is_practice_and_changes_no_figure(world: World) -> None:
    before = text_of(await world.act("priya", ShowFigures(world.team_id, "2026-W48")))
    await world.act("priya", press(summary(world), "Post it in #front-desk"))
    for name in MEMBERS:
        buttons = [one for one in world.chat.posts[-1].card.buttons() if one.label == "A"]
        assert isinstance(buttons[0].action, AnswerPractice)
        assert unpack(pack(buttons[0].action)) == buttons[0].action
        assert "Only you see this" in text_of(await world.act(name, buttons[0].action))
    assert text_of(await world.act("priya", ShowFigures(world.team_id, "2026-W48"))) == before
    assert len(await world.read(lambda tx: tx.quizzes.answers(1))) == 7


@pytest.mark.parametrize("quiz_id", [0, 2, 99])
async def test_an_open_question_and_one_of_elsewhere_are_not_posted(world: World, quiz_id: int) -> None:
    await world.advance(NEXT_MONDAY + timedelta(days=4))
    reply = await world.act("priya", PostQuestion(world.team_id, quiz_id))
    assert text_of(reply).startswith("I can't find that any more.")
    assert not any(post.key.startswith("question-again") for post in world.chat.posts)


async def test_what_to_talk_about_goes_to_the_channel(world: World) -> None:
    await world.act("priya", PostTalk(world.team_id, W48))
    assert world.said()[-1].startswith("Something to talk about")
    reply = await world.act("priya", PostTalk(world.team_id, Week(2026, 40)))
    assert text_of(reply).startswith("I can't find that any more.")


async def test_a_post_that_waited_a_day_is_past_use(world: World) -> None:
    now = world.clock.now()
    place = await world.read(lambda tx: tx.conversations.find("local", "front-desk"))
    assert place is not None
    delivery = await world.read(lambda tx: tx.deliveries.get("tip/2026-W48/team-1"))
    assert delivery is not None
    key = "question-again/1/2026-W48"
    about = {"quiz": 1}
    late = replace(
        delivery,
        key=key,
        kind=DeliveryKind.QUESTION_AGAIN,
        slot_at=now,
        due_at=now,
        about=about,
        state=DeliveryState.PENDING,
    )
    await world.decide(lambda tx: tx.deliveries.owe([late]))
    world.clock.at = now + timedelta(hours=25)
    await world.tick()
    kept = await world.read(lambda tx: tx.deliveries.get(key))
    assert kept is not None
    assert (kept.state, kept.reason) == (DeliveryState.DEAD, "past-use")


async def test_the_slot_moves_and_moves_back(world: World) -> None:
    reply = await world.act("priya", MoveSlot(world.team_id, 3, 14), identity="move")
    assert text_of(reply).startswith("The idea for Front desk now comes on Thursday at 14:00.")
    team = await world.team()
    assert (team.timetable.weekday, team.timetable.at) == (3, time(14))
    await world.act("priya", press(reply, "Move it back"))
    team = await world.team()
    assert (team.timetable.weekday, team.timetable.at) == (1, time(10))
    again = text_of(await world.act("priya", MoveSlot(world.team_id, 3, 14), identity="move"))
    assert again == "The idea for Front desk now comes on Tuesday at 10:00."
    assert (await audit(world)).count("team changed") == 2


@pytest.mark.parametrize("action", [MoveSlot(1, 7, 14), MoveSlot(1, 3, 24), MoveSlot(1, 3, 14, 60)])
async def test_a_slot_that_cannot_be_is_refused(world: World, action: MoveSlot) -> None:
    assert text_of(await world.act("priya", action)).startswith("That button came back broken.")
    assert (await world.team()).timetable.weekday == 1


async def test_less_often_and_weekly_again(world: World) -> None:
    reply = await world.act("priya", press(summary(world), "Ask me less often"), identity="choose")
    assert "once a month" in text_of(reply)
    assert (await reader(world)).monthly
    await world.act("priya", press(reply, "Keep weekly"))
    again = await world.act("priya", ChooseSummary(world.team_id, monthly=True), identity="choose")
    assert text_of(again).startswith("Good. It comes every week")
    assert not (await reader(world)).monthly


async def test_any_press_opens_it(world: World) -> None:
    assert (await reader(world)).unopened == 1
    assert isinstance(await world.act("priya", ThankFromSummary(world.team_id)), Form)
    assert (await reader(world)).unopened == 0


@pytest.mark.parametrize(
    "action",
    [
        ShowSummary(1),
        ShowFigures(1, "2026-W48"),
        PostQuestion(1, 1),
        PostTalk(1, W48),
        MoveSlot(1, 3, 14),
        ShowSlot(1),
        ChooseSummary(1, monthly=True),
        ThankFromSummary(1),
    ],
)
async def test_only_managers_may(world: World, action: Action) -> None:
    reply = await world.act("marta", action)
    assert text_of(reply).startswith("Only a manager of this team can do that.")
    assert (await world.team()).timetable.weekday == 1
    assert not any(post.key.startswith("question-again") for post in world.chat.posts)


async def test_a_manager_of_another_team_may_not(world: World) -> None:
    await world.add_team("returns", "Returns", ("marta", "li"), managers=("marta",))
    for action in (ShowSummary(world.team_id), PostQuestion(world.team_id, 1)):
        reply = await world.act("marta", action)
        assert text_of(reply).startswith("Only a manager of this team can do that.")
    assert "Look up" not in text_of(await world.act("marta", ShowSummary(world.team_id + 1)))


@pytest.mark.parametrize(
    ("label", "says"),
    [
        ("", "Front desk, 23 to 29 November"),
        ("2026-W48", "Front desk, 23 to 29 November"),
        ("2026-11", "Front desk, November 2026"),
        ("2026-W49", "30 November to 6 December is not over yet."),
        ("2026-12", "December 2026 is not over yet."),
        ("2026", "2026 is not over yet."),
        ("9999", "I don't know that time."),
        ("soon", "I don't know that time."),
        ("2026-W99", "I don't know that time."),
    ],
)
async def test_summary_of_a_period(world: World, label: str, says: str) -> None:
    reply = text_of(await world.act("priya", ShowSummary(world.team_id, label)))
    assert reply.startswith(says)


async def test_words_in_a_direct_chat_show_it(world: World) -> None:
    assert text_of(await world.say("priya", "summary")).startswith("Front desk, 23 to 29 November")
    assert text_of(await world.say("priya", "summary 2026-11")).startswith("Front desk, November 2026")


async def test_a_time_before_the_team_was_there_is_refused(world: World) -> None:
    for action in (ShowSummary(world.team_id, "2026-W47"), ShowFigures(world.team_id, "2026-10")):
        reply = text_of(await world.act("priya", action))
        assert reply.startswith("The team was set up after that, so there is nothing to show yet.")
    assert await world.read(lambda tx: tx.figures.get(world.team_id, Week(2026, 47))) is None


async def test_a_managers_home_has_the_week_in_short(world: World) -> None:
    def parts(tx: Transaction, now: datetime) -> str:
        team, priya = tx.teams.get(world.team_id), tx.members.find("local", "priya")
        assert team is not None
        assert priya is not None
        return text_of(Card("", last_week_parts(tx, world.coach.library, team, priya, now)))

    text = await world.decide(lambda tx: parts(tx, world.clock.now()))
    assert text.startswith(
        "The team's week, 23 to 29 November\n\nTaught: Look up, or look out\nTook part: most"
    )
    assert text.endswith("[Post it in #front-desk]")
    assert await world.decide(lambda tx: parts(tx, NEXT_MONDAY - timedelta(days=7))) == ""


async def test_thanks_of_the_manager_are_told_to_them_alone(world: World) -> None:
    thanks = GiveKudos(people=("jonas",), reason="stayed late for a guest", where="team")
    await world.act("priya", thanks)
    await world.advance(NEXT_MONDAY + timedelta(days=8))
    assert "you gave 1" in text_of(await world.act("priya", ShowSummary(world.team_id))).casefold()


async def test_a_falling_team_is_offered_the_hour_of_most_answers(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    for week, many in enumerate((8, 8, 4, 2)):
        await world.advance(MONDAY + timedelta(weeks=week, days=3, hours=5, minutes=30))
        for name in MEMBERS[:many]:
            await world.act(name, AnswerQuiz(week + 1, (await right_choice(world, week + 1),)))
    await world.advance(MONDAY + timedelta(weeks=4, hours=1))
    text = text_of([post for post in world.chat.posts if post.key.startswith("summary/")][-1].card)
    assert "Tuesday 10:00 may be a bad moment" in text
    assert "Thursday 14:00 is when the most people answer" in text
    await world.close()


async def right_choice(world: World, quiz_id: int) -> str:
    quiz = await world.read(lambda tx: tx.quizzes.get(quiz_id))
    assert quiz is not None
    question = world.coach.library.tip(quiz.tip_id).question(quiz.question_id)
    return question.right_choices[0].id
