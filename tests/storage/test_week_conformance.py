"""Lessons, quizzes, answers, practice and resolves: every store keeps them whole and counts them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from bot.models import (
    Answer,
    Lesson,
    LessonState,
    Membership,
    PracticeAnswer,
    Quiz,
    QuizResult,
    Resolve,
    Team,
    Week,
)
from bot.ports import Asked, Look, Store, Transaction
from tests.storage.records import (
    AT,
    HOUR,
    LESSON,
    QUIZ,
    RESULT,
    WEEK,
    add_front_desk,
    add_member,
    add_team,
    new_answer,
    new_quiz,
    unsaid,
)

NEXT_WEEK = WEEK.plus(1)


async def test_nothing_is_found_where_nothing_is(store: Store) -> None:
    def look(tx: Transaction) -> list[object]:
        return [
            tx.lessons.get(1, WEEK),
            tx.lessons.last(1),
            tx.quizzes.get(1),
            tx.quizzes.of_lesson(1, WEEK),
            tx.quizzes.answer(1, 1),
            tx.quizzes.resolve(1, WEEK, 1),
            tx.quizzes.practised(1, "nonce"),
            tx.quizzes.next_closing_at(AT),
        ]

    def look_for_lists(tx: Transaction) -> list[object]:
        quizzes = tx.quizzes
        found = [tx.lessons.of_team(1), quizzes.of_team(1), quizzes.closing(AT, 10), quizzes.answers(1)]
        return [*found, quizzes.resolves(1, WEEK)]

    assert set(await store.read(look)) == {None}
    assert await store.read(look_for_lists) == [[]] * 5
    assert await store.read(lambda tx: tx.lessons.had(1, 1)) == frozenset()


async def test_a_lesson_comes_back_whole_and_is_replaced(store: Store) -> None:
    team = await store.decide(add_front_desk)
    lesson = replace(LESSON, team_id=team.id)
    skipped = Lesson(team.id, WEEK, 2, LessonState.SKIPPED, AT, reason="day-to-skip")
    for one in (lesson, skipped):
        await store.decide(partial(_put, lesson=one))
        assert await store.read(lambda tx: tx.lessons.get(team.id, WEEK)) == one
    assert await store.read(lambda tx: tx.lessons.of_team(team.id)) == [skipped]


def _put(tx: Transaction, lesson: Lesson) -> None:
    tx.lessons.put([lesson])


async def test_the_last_lesson_is_that_of_the_latest_week(store: Store) -> None:
    def plan(tx: Transaction) -> list[Lesson]:
        team_id = add_front_desk(tx).id
        lessons = [
            Lesson(team_id, week, 1, LessonState.PLANNED, AT, f"look-up/{number}", date(2026, 12, 1))
            for number, week in enumerate([Week(2027, 1), Week(2026, 9), Week(2026, 53)])
        ]
        tx.lessons.put(lessons)
        return lessons

    january, march, december = await store.decide(plan)
    assert await store.read(lambda tx: tx.lessons.last(january.team_id)) == january
    march_to_january = await store.read(lambda tx: tx.lessons.of_team(january.team_id))
    assert [one for one in march_to_january if one.week != WEEK] == [march, december, january]


async def test_how_far_a_team_is_stays_until_anything_else_is_written(store: Store) -> None:
    """So that nobody has to think of it who writes a lesson or a team."""

    def plan(tx: Transaction) -> tuple[Team, Lesson]:
        add_front_desk(tx)
        team = add_team(tx, "Till", due_at=AT)
        return team, Lesson(team.id, WEEK, 1, LessonState.PLANNED, AT, "look-up/smile")

    def place(tx: Transaction) -> str | None:
        (found,) = tx.teams.due(AT, 10)
        return found.place

    team, lesson = await store.decide(plan)
    assert await store.read(place) is None
    look = Look([team.id], [lesson], AT, "3-abc")
    writes: list[Callable[[Transaction], None]] = [
        lambda tx: tx.lessons.put([lesson]),
        lambda tx: tx.lessons.put([replace(lesson, week=NEXT_WEEK)]),
        lambda tx: tx.teams.save(team),
    ]
    for write in writes:
        await store.decide(lambda tx: tx.lessons.plan([look]))
        assert await store.read(place) == "3-abc"
        await store.decide(write)
        assert await store.read(place) is None


async def test_tips_had_are_those_planned_in_the_round(store: Store) -> None:
    def plan(tx: Transaction) -> int:
        team_id = add_front_desk(tx).id
        tx.lessons.put(
            [
                Lesson(team_id, WEEK.plus(1), 1, LessonState.PLANNED, AT, "look-up/b"),
                Lesson(team_id, WEEK.plus(2), 1, LessonState.SKIPPED, AT, "look-up/c"),
                Lesson(team_id, WEEK.plus(3), 2, LessonState.PLANNED, AT, "look-up/d"),
                Lesson(team_id, WEEK.plus(4), 2, LessonState.SKIPPED, AT),
            ]
        )
        return team_id

    team_id = await store.decide(plan)
    assert await store.read(lambda tx: tx.lessons.had(team_id, 1)) == {"look-up/smile", "look-up/b"}
    assert await store.read(lambda tx: tx.lessons.had(team_id, 2)) == {"look-up/d"}


async def test_a_quiz_comes_back_whole(store: Store) -> None:
    team = await store.decide(add_front_desk)
    quiz = replace(QUIZ, team_id=team.id, week=NEXT_WEEK)
    (quiz_id,) = await store.decide(lambda tx: tx.quizzes.add([quiz]))
    whole = replace(quiz, id=quiz_id)
    assert await store.read(lambda tx: tx.quizzes.get(quiz_id)) == whole
    assert await store.read(lambda tx: tx.quizzes.of_lesson(team.id, NEXT_WEEK)) == whole
    first, second = await store.read(lambda tx: tx.quizzes.of_team(team.id))
    assert (first.week, second) == (WEEK, whole)


async def test_a_quiz_is_asked_for_with_the_team_and_resolve_of_who_is_in_it(store: Store) -> None:
    team = await store.decide(add_front_desk)

    def prepare(tx: Transaction) -> tuple[int, int, Quiz]:
        stranger = add_member(tx, "iris").id
        other = add_team(tx, "Spa")
        tx.teams.put_membership(Membership(other.id, stranger, AT))
        [marta, jonas] = [member.id for _, member in tx.teams.memberships(team.id)]
        tx.teams.put_membership(Membership(team.id, jonas, AT, left_at=AT + HOUR))
        [quiz] = tx.quizzes.of_team(team.id)
        for theirs in (Resolve(team.id, NEXT_WEEK, jonas, AT), Resolve(team.id, WEEK, marta, AT, tried=True)):
            tx.quizzes.put_resolve(theirs)
        assert tx.quizzes.asked(quiz.id, jonas) == Asked(quiz, None, None)
        assert tx.quizzes.asked(quiz.id, stranger) == Asked(quiz, None, None)
        return marta, quiz.id, quiz

    marta, quiz_id, quiz = await store.decide(prepare)
    theirs = Resolve(team.id, WEEK, marta, AT, tried=True)
    assert await store.read(lambda tx: tx.quizzes.asked(quiz_id, marta)) == Asked(quiz, team, theirs)
    assert await store.read(lambda tx: tx.quizzes.asked(quiz_id + 9, marta)) is None
    await store.decide(lambda tx: tx.teams.save(replace(team, ended_at=AT + HOUR)))
    assert await store.read(lambda tx: tx.quizzes.asked(quiz_id, marta)) == Asked(quiz, None, theirs)


async def test_a_week_has_one_quiz_and_ids_come_in_order(store: Store) -> None:
    team = await store.decide(add_front_desk)
    wanted = [new_quiz(team.id, WEEK.plus(number)) for number in (2, 0, 1)]
    ids = await store.decide(lambda tx: tx.quizzes.add(wanted))
    again = await store.decide(
        lambda tx: tx.quizzes.add([replace(one, question_id="other") for one in wanted])
    )
    assert ids == again
    stored = await store.read(lambda tx: [tx.quizzes.get(quiz_id) for quiz_id in ids])
    assert stored == [replace(one, id=quiz_id) for one, quiz_id in zip(wanted, ids, strict=True)]


async def test_a_quiz_is_posted_once(store: Store) -> None:
    def post(tx: Transaction) -> Quiz | None:
        add_front_desk(tx)
        tx.quizzes.set_posted(1, AT, AT + 72 * HOUR)
        tx.quizzes.set_posted(1, AT + HOUR, AT + 99 * HOUR)
        return tx.quizzes.get(1)

    posted = await store.decide(post)
    assert posted is not None
    assert (posted.posted_at, posted.closes_at) == (AT, AT + 72 * HOUR)


async def test_a_quiz_is_closed_once(store: Store) -> None:
    def close(tx: Transaction) -> Quiz | None:
        add_front_desk(tx)
        tx.quizzes.close(1, RESULT)
        tx.quizzes.close(1, QuizResult(WEEK, 1, 1, 0))
        return tx.quizzes.get(1)

    closed = await store.decide(close)
    assert closed is not None
    assert closed.result == RESULT


async def test_quizzes_close_when_their_time_is_over_earliest_first(store: Store) -> None:
    def post(tx: Transaction) -> list[int]:
        team = add_front_desk(tx)
        ids = tx.quizzes.add([new_quiz(team.id, WEEK.plus(number)) for number in range(1, 5)])
        for quiz_id, hours in zip(ids, (3, 2, 1, 4), strict=True):
            tx.quizzes.set_posted(quiz_id, AT, AT + hours * HOUR)
        tx.quizzes.close(ids[2], RESULT)
        return ids

    third, second, _, fourth = await store.decide(post)
    closing = await store.read(lambda tx: [tx.quizzes.closing(AT + h * HOUR, 10) for h in range(5)])
    assert [[quiz.id for quiz in quizzes] for quizzes in closing] == [
        [],
        [],
        [second],
        [second, third],
        [second, third, fourth],
    ]
    assert len(await store.read(lambda tx: tx.quizzes.closing(AT + 9 * HOUR, 2))) == 2
    coming = await store.read(lambda tx: [tx.quizzes.next_closing_at(AT + h * HOUR) for h in (0, 2, 4)])
    assert coming == [AT + 2 * HOUR, AT + 3 * HOUR, None]


async def test_the_first_answer_counts(store: Store) -> None:
    await store.decide(add_front_desk)
    first = Answer(1, 1, ("greet", "wait"), right=False, answered_at=AT)
    assert unsaid(first) == []
    second = Answer(1, 1, ("greet",), right=True, answered_at=AT + HOUR)
    assert await store.decide(lambda tx: tx.quizzes.add_answer(first))
    assert not await store.decide(lambda tx: tx.quizzes.add_answer(second))
    assert await store.read(lambda tx: tx.quizzes.answer(1, 1)) == first


async def test_answers_are_those_of_one_quiz_earliest_first(store: Store) -> None:
    def answer(tx: Transaction) -> None:
        team = add_front_desk(tx)
        (other,) = tx.quizzes.add([new_quiz(team.id, NEXT_WEEK)])
        tx.quizzes.add_answer(replace(new_answer(1, 1), answered_at=AT + HOUR))
        tx.quizzes.add_answer(new_answer(1, 2))
        tx.quizzes.add_answer(new_answer(other, 1))

    await store.decide(answer)
    assert [one.member_id for one in await store.read(lambda tx: tx.quizzes.answers(1))] == [2, 1]


async def test_an_answer_needs_a_quiz_and_a_member(store: Store) -> None:
    await store.decide(add_front_desk)
    for quiz_id, member_id in ((1, 99), (99, 1)):
        with pytest.raises(ValueError, match=r".+"):
            await store.decide(partial(_answer, answer=new_answer(quiz_id, member_id)))
    assert await store.read(lambda tx: tx.quizzes.answers(1)) == []


def _answer(tx: Transaction, answer: Answer) -> bool:
    return tx.quizzes.add_answer(answer)


async def test_a_resolve_comes_back_whole_and_is_replaced(store: Store) -> None:
    team = await store.decide(add_front_desk)
    made = Resolve(team.id, WEEK, 1, AT)
    for resolve in (made, replace(made, tried=True), Resolve(team.id, WEEK, 1, AT, AT + HOUR, tried=False)):
        await store.decide(partial(_resolve, resolve=resolve))
        assert await store.read(lambda tx: tx.quizzes.resolve(team.id, WEEK, 1)) == resolve


def _resolve(tx: Transaction, resolve: Resolve) -> None:
    tx.quizzes.put_resolve(resolve)


async def test_resolves_are_those_of_one_week(store: Store) -> None:
    def resolve(tx: Transaction) -> int:
        team_id = add_front_desk(tx).id
        tx.quizzes.put_resolve(Resolve(team_id, WEEK, 1, AT + HOUR))
        tx.quizzes.put_resolve(Resolve(team_id, WEEK, 2, AT, taken_back_at=AT))
        tx.quizzes.put_resolve(Resolve(team_id, NEXT_WEEK, 1, AT))
        return team_id

    team_id = await store.decide(resolve)
    found = await store.read(lambda tx: tx.quizzes.resolves(team_id, WEEK))
    assert [one.member_id for one in found] == [2, 1]


async def test_practice_counts_once_an_attempt(store: Store) -> None:
    await store.decide(add_front_desk)
    first = PracticeAnswer(1, "look-up/smile", "desk", ("wait",), right=False, answered_at=AT, nonce="n1")
    again = replace(first, choices=("greet",), right=True, answered_at=AT + HOUR)
    assert await store.decide(lambda tx: tx.quizzes.add_practice(first))
    assert not await store.decide(lambda tx: tx.quizzes.add_practice(again))
    assert await store.decide(lambda tx: tx.quizzes.add_practice(replace(again, nonce="n2")))
    assert await store.decide(lambda tx: tx.quizzes.add_practice(replace(again, member_id=2)))
    assert await store.read(lambda tx: tx.quizzes.practised(1, "n1")) == first
    assert await store.read(lambda tx: tx.quizzes.practised(2, "n2")) is None


async def test_another_team_s_week_is_another_week(store: Store) -> None:
    def plan(tx: Transaction) -> int:
        add_front_desk(tx)
        other = add_team(tx, "Till")
        tx.lessons.put([Lesson(other.id, WEEK, 1, LessonState.PLANNED, AT, "look-up/other")])
        tx.quizzes.add([new_quiz(other.id)])
        return other.id

    other_id = await store.decide(plan)
    lesson = await store.read(lambda tx: tx.lessons.get(other_id, WEEK))
    quiz = await store.read(lambda tx: tx.quizzes.of_lesson(other_id, WEEK))
    assert (lesson and lesson.tip_id, quiz and quiz.team_id) == ("look-up/other", other_id)
