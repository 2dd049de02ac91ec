"""Lessons, quizzes, answers, practice and resolves as rows."""

from __future__ import annotations

from bot.models import Answer, Lesson, LessonState, PracticeAnswer, Quiz, QuizResult, Resolve
from storage.rows.columns import Values
from storage.session import Row
from storage.values import day, day_text, instant, micros, texts, texts_text, week

# A dictionary is five times as fast as calling the enumeration, and 100,000 lessons are read this way.
_STATES = {state.value: state for state in LessonState}

LESSON = "team_id, week, round, state, planned_at, tip_id, tip_on, tip_at, quiz_at, quiz_planned, reason"


def lesson_of(row: Row) -> Lesson:
    team_id, label, in_round, state, planned_at, tip_id, tip_on, tip_at, quiz_at, quiz_planned, reason = row
    return Lesson(
        team_id,
        week(label),
        in_round,
        _STATES[state],
        instant(planned_at),
        tip_id,
        day(tip_on),
        instant(tip_at),
        instant(quiz_at),
        bool(quiz_planned),
        reason,
    )


def lesson_values(one: Lesson) -> Values:
    return (
        one.team_id,
        str(one.week),
        one.round,
        one.state._value_,
        micros(one.planned_at),
        one.tip_id,
        day_text(one.tip_on),
        micros(one.tip_at),
        micros(one.quiz_at),
        int(one.quiz_planned),
        one.reason,
    )


QUIZ = (
    "id, team_id, week, tip_id, question_id, choice_order, planned_at, posted_at, closes_at, "
    "closed_in, roster, answered, answered_right"
)
QUIZ_WIDTH = 13


def quiz_of(row: Row) -> Quiz:
    return Quiz(
        row[0],
        row[1],
        week(row[2]),
        row[3],
        row[4],
        texts(row[5]),
        instant(row[6]),
        instant(row[7]),
        instant(row[8]),
        None if row[9] is None else QuizResult(week(row[9]), row[10], row[11], row[12]),
    )


def quiz_values(one: Quiz) -> Values:
    """All but the id."""
    return (
        one.team_id,
        str(one.week),
        one.tip_id,
        one.question_id,
        texts_text(one.order),
        micros(one.planned_at),
        micros(one.posted_at),
        micros(one.closes_at),
        *result_values(one.result),
    )


def result_values(result: QuizResult | None) -> Values:
    if result is None:
        return None, None, None, None
    return str(result.closed_in), result.roster, result.answered, result.right


ANSWER = "quiz_id, member_id, choices, was_right, answered_at"


def answer_of(row: Row) -> Answer:
    quiz_id, member_id, choices, right, answered_at = row
    return Answer(quiz_id, member_id, texts(choices), bool(right), instant(answered_at))


def answer_values(one: Answer) -> Values:
    return one.quiz_id, one.member_id, texts_text(one.choices), int(one.right), micros(one.answered_at)


PRACTICE = "member_id, tip_id, question_id, choices, was_right, answered_at, nonce"


def practice_of(row: Row) -> PracticeAnswer:
    member_id, tip_id, question_id, choices, right, answered_at, nonce = row
    choices, answered_at = texts(choices), instant(answered_at)
    return PracticeAnswer(member_id, tip_id, question_id, choices, bool(right), answered_at, nonce)


def practice_values(one: PracticeAnswer) -> Values:
    choices, right = texts_text(one.choices), int(one.right)
    return one.member_id, one.tip_id, one.question_id, choices, right, micros(one.answered_at), one.nonce


RESOLVE = "team_id, week, member_id, made_at, taken_back_at, tried"


def resolve_of(row: Row) -> Resolve:
    team_id, label, member_id, made_at, taken_back_at, tried = row
    tried = None if tried is None else bool(tried)
    return Resolve(team_id, week(label), member_id, instant(made_at), instant(taken_back_at), tried)


def resolve_values(one: Resolve) -> Values:
    tried = None if one.tried is None else int(one.tried)
    return one.team_id, str(one.week), one.member_id, micros(one.made_at), micros(one.taken_back_at), tried
