"""A question answered, looked at again, practised and closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import teams
from bot.actions import AnswerPractice, AnswerQuiz, PickChoices, ShowQuiz, TakeBackTry, TryTip
from bot.cards import Card
from bot.messages import translator
from bot.messages.quiz import feedback_card, pick_card
from bot.models import Quiz, Week
from bot.quizzes import is_right, shuffled
from bot.tips import Choice, Question, Tip
from tests.world import MONDAY, PEOPLE, World, lessons, press, text_of

W48 = Week(2026, 48)
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=UTC)
MEMBERS = [name for name in PEOPLE if name != "priya"]
RIGHT, WRONG = "face-him", "carry-on"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """On Thursday, with the first question just posted."""
    made = await World.make(tmp_path)
    await made.advance(THURSDAY)
    yield made
    await made.close()


async def answer(world: World, who: str, choice: str) -> Card:
    reply = await world.act(who, AnswerQuiz(1, (choice,)))
    assert isinstance(reply, Card)
    return reply


async def test_right_is_told_with_its_reason(world: World) -> None:
    text = text_of(await answer(world, "marta", RIGHT))
    assert text.startswith("Yes, that's it.")
    assert "He has been met and knows his wait." in text
    assert "Better here" not in text


async def test_wrong_is_told_with_its_own_reason_and_the_better_one(world: World) -> None:
    text = text_of(await answer(world, "marta", WRONG))
    assert text.startswith("Not quite.")
    assert text.index("He can't tell") < text.index("Better here") < text.index("He has been met")


async def test_the_first_answer_counts_and_pressing_again_shows_the_same(world: World) -> None:
    first = text_of(await answer(world, "marta", WRONG))
    world.clock.at += timedelta(days=1)
    again = text_of(await answer(world, "marta", RIGHT))
    assert again.replace("You answered on Thursday.\n\n", "") == first
    stored = await world.read(lambda tx: tx.quizzes.answers(1))
    assert [(one.choices, one.right) for one in stored] == [((WRONG,), False)]


async def test_the_order_is_the_same_for_all_and_changes_with_team_and_week() -> None:
    question = lessons().tip("look-up/look-up-or-look-out").first_question
    assert shuffled(question, 1, W48, "x") == shuffled(question, 1, W48, "x")
    orders = {shuffled(question, team, week, "x") for team in range(9) for week in range(9)}
    assert len(orders) == 6


async def test_the_right_answer_is_in_no_button(world: World) -> None:
    packed = [button.action for button in world.chat.posts[1].card.buttons()]
    assert {action.choices[0] for action in packed if isinstance(action, AnswerQuiz)} == {
        "carry-on",
        "face-him",
        "drop-it",
    }


async def test_i_will_try_this_is_asked_about_only_where_it_was_pressed(world: World) -> None:
    tip, quiz = world.chat.posts
    tried = await world.act("marta", press(tip, "I'll try this"))
    assert "When you answer Thursday's question, I'll ask how it went" in text_of(tried)
    assert await world.act("marta", press(tip, "I'll try this")) == tried
    feedback = await answer(world, "marta", RIGHT)
    assert "Did you get to try" in text_of(feedback)
    assert "Did you get to try" not in text_of(await answer(world, "jonas", RIGHT))
    said = await world.act("marta", press(feedback, "Yes"))
    assert "You tried it. Good to know." in text_of(said)
    resolve = await world.read(lambda tx: tx.quizzes.resolves(world.team_id, W48))
    assert [one.tried for one in resolve] == [True]
    assert quiz.key == "quiz/2026-W48/team-1"


async def test_a_resolve_taken_back_is_not_asked_about_and_a_late_delivery_does_not_make_it_again(
    world: World,
) -> None:
    await world.act("marta", TryTip(1, W48), identity="pressed")
    await world.act("marta", TakeBackTry(1, W48))
    again = await world.act("marta", TryTip(1, W48), identity="pressed")
    assert "Taken back" in text_of(again)
    assert "Did you get to try" not in text_of(await answer(world, "marta", RIGHT))


async def test_another_question_is_practice_and_shows_the_same_when_pressed_again(world: World) -> None:
    feedback = await answer(world, "marta", RIGHT)
    asked = await world.act("marta", press(feedback, "Another question"), identity="one")
    assert asked == await world.act("marta", press(feedback, "Another question"), identity="one")
    first = await world.act("marta", press(asked, "A"))
    second = await world.act("marta", press(asked, "B"))
    assert first == second
    assert len(await world.read(lambda tx: tx.quizzes.answers(1))) == 1
    nexts = await world.act("marta", press(first, "Another question"))
    assert text_of(nexts) != text_of(asked)


async def test_closed_when_the_week_ends_with_a_word_only_from_six_answers(world: World) -> None:
    for name in MEMBERS[:5]:
        await answer(world, name, RIGHT)
    await answer(world, "priya", WRONG)
    await world.advance(MONDAY + timedelta(days=7))
    assert "had it first time" not in world.said()[1]
    assert "Right: " in world.said()[1]


@pytest.mark.parametrize(
    ("right", "of", "word"),
    [
        (6, 6, "Most"),
        (7, 8, "Most"),
        (5, 7, "Most"),
        (4, 8, "About half"),
        (3, 8, "Fewer"),
        (0, 6, "Fewer"),
    ],
)
async def test_the_closed_card_says_it_in_a_word(world: World, right: int, of: int, word: str) -> None:
    for place, name in enumerate(MEMBERS[:of]):
        await answer(world, name, RIGHT if place < right else WRONG)
    await world.advance(MONDAY + timedelta(days=7))
    line = next(line for line in world.said()[1].splitlines() if "first time" in line)
    assert line.startswith(word)


async def test_the_result_is_frozen_by_the_time_of_the_answers(world: World) -> None:
    for name in MEMBERS[:6]:
        await answer(world, name, RIGHT)
    world.clock.at = MONDAY + timedelta(days=7, hours=3)
    late = await answer(world, "omar", WRONG)
    assert "your answer is practice" in text_of(late)
    await world.tick()
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    assert quiz.result is not None
    assert (quiz.result.answered, quiz.result.right, quiz.result.roster) == (6, 6, 8)
    assert quiz.result.closed_in == W48
    await answer(world, "sam", WRONG)
    assert await world.read(lambda tx: tx.quizzes.get(1)) == quiz


async def test_who_stopped_or_left_is_in_no_figure(world: World) -> None:
    for name in MEMBERS[:7]:
        await answer(world, name, RIGHT)

    member = await world.read(lambda tx: tx.members.find("local", "marta"))
    assert member is not None
    stopped = replace(member, stopped_at=world.clock.now())
    await world.decide(lambda tx: tx.members.save(stopped))
    team = await world.team()
    here = [name for name in PEOPLE if name != "jonas"]
    await world.decide(lambda tx: teams.follow_channel(tx, team, here, world.clock.now()))
    await world.advance(MONDAY + timedelta(days=7))
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    assert quiz.result is not None
    assert (quiz.result.answered, quiz.result.roster) == (5, 6)


async def test_open_for_72_hours_at_least(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    team = await world.team()
    friday = replace(team, timetable=replace(team.timetable, quiz_after=3))
    await world.decide(lambda tx: teams.change_team(tx, world.coach.library, team, friday, MONDAY))
    await world.advance(datetime(2026, 11, 27, 10, tzinfo=UTC))
    assert "Open until Monday, 10:00." in world.said()[1]
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    assert quiz.closes_at == datetime(2026, 11, 30, 10, tzinfo=UTC)
    await world.advance(datetime(2026, 11, 30, 11, tzinfo=UTC))
    closed = await world.read(lambda tx: tx.quizzes.get(1))
    assert closed is not None
    assert closed.result is not None
    assert closed.result.closed_in == Week(2026, 49)


async def test_a_letter_typed_directly_is_an_answer(world: World) -> None:
    quiz = await world.read(lambda tx: tx.quizzes.get(1))
    assert quiz is not None
    letter = "ABC"[quiz.order.index(RIGHT)]
    assert text_of(await world.say("marta", letter)).startswith("Yes, that's it.")
    assert "I did not understand" in text_of(await world.say("jonas", letter, where="front-desk"))


async def test_somebody_elses_team_and_workspace(world: World) -> None:
    other = await world.add_team("returns", "Returns", ("yuki",), managers=())
    assert other.id != world.team_id
    assert "another team" in text_of(await world.act("yuki", AnswerQuiz(1, (RIGHT,))))
    assert "can't find that" in text_of(await world.act("marta", AnswerQuiz(77, (RIGHT,))))
    assert await world.read(lambda tx: tx.quizzes.answers(1)) == []


@pytest.mark.parametrize("choices", [(), ("nothing-like-it",), (RIGHT, WRONG), (RIGHT, "zzz")])
async def test_choices_that_were_never_on_the_card(world: World, choices: tuple[str, ...]) -> None:
    reply = await world.act("marta", AnswerQuiz(1, choices))
    assert "Nothing was changed." in text_of(reply)
    assert await world.read(lambda tx: tx.quizzes.answers(1)) == []
    practice = await world.act("marta", AnswerPractice(1, "no-such-question", (RIGHT,), "n"))
    assert "Nothing was changed." in text_of(practice)


def several() -> tuple[Quiz, Tip]:
    tip = lessons().tip("look-up/look-up-or-look-out")
    question = tip.first_question
    choices = tuple(
        replace(choice, right=True, distractor=None) if choice.id == WRONG else choice
        for choice in question.choices
    )
    changed = replace(tip, questions=(replace(question, choices=choices), *tip.questions[1:]))
    order = tuple(choice.id for choice in choices)
    return Quiz(1, 1, W48, tip.id, question.id, order, MONDAY), changed


def test_several_right_are_switched_on_and_off_before_they_are_given() -> None:
    quiz, tip = several()
    t = translator("en")
    none = pick_card(t, quiz, tip, ())
    assert [button.label for button in none.buttons()] == ["A", "B", "C"]
    one = pick_card(t, quiz, tip, (RIGHT,))
    assert [button.pressed for button in one.buttons()] == [False, True, False, False]
    assert list(one.buttons())[1].action == PickChoices(1, ())
    assert list(one.buttons())[-1].action == AnswerQuiz(1, (RIGHT,))
    both = feedback_card(t, quiz, tip, (WRONG, RIGHT))
    assert text_of(both).startswith("Yes, that's it.")
    assert text_of(feedback_card(t, quiz, tip, (RIGHT,))).startswith("Nearly.")


def test_right_is_exactly_the_right_ones() -> None:
    choices = (
        Choice("a", "A", True, None, "r"),
        Choice("b", "B", True, None, "r"),
        Choice("c", "C", False, "defers", "r"),
    )
    question = Question("q", "idea", "Which?", choices)
    assert is_right(question, ("b", "a"))
    assert not is_right(question, ("a",))
    assert not is_right(question, ("a", "b", "c"))


async def test_the_question_can_be_opened_from_elsewhere(world: World) -> None:
    asked = await world.act("marta", ShowQuiz(1))
    assert (
        [button.label for button in asked.buttons()] == ["A", "B", "C"] if isinstance(asked, Card) else False
    )
    await world.act("marta", AnswerQuiz(1, (RIGHT,)))
    assert text_of(await world.act("marta", ShowQuiz(1))).startswith("Yes, that's it.")
