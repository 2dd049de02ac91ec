"""A tip as the cards that its people get: the lesson, its questions, and what each choice is answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from adapters.local.render import card_parts
from bot import schedule
from bot.cards import Card
from bot.messages import quiz, translator, week
from bot.messages.times import weekday_name
from bot.models import Lesson, LessonState, Quiz, Team, Timetable, Week
from bot.tips import Library, Question, Tip
from bot.tips.records import SCENARIO

Json = dict[str, Any]
_WEEK = Week.of(date(2026, 11, 24))
_AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
_QUIZ_AT = _AT + timedelta(days=2)
_NONCE = "preview"


def tip_json(tip: Tip, library: Library) -> Json:
    """Every card of a tip, in the order in which its people meet them; `when` says to whom and when.

    A question that lacks ids or choices is left out: the faults beside it say what it lacks.
    """
    team = _team(library, tip)
    asked = [question for question in tip.questions if _can_be_asked(question)]
    first = next((question for question in asked if question.kind == SCENARIO), None)
    cards = [_shown("Tuesday, in the channel", _lesson(tip, library, team))]
    if first is not None:
        cards += _of_the_week(tip, first, team)
    for question in asked:
        if question is not first:
            cards += _practice(tip, question, team)
    return {"id": tip.id, "title": tip.title or tip.id, "cards": cards}


def _team(library: Library, tip: Tip) -> Team:
    language = library.series_of(tip.id).language or "en"
    return Team(
        1, "preview", 1, "your team", Timetable(1, time(10)), (tip.series,), _AT, _AT, language=language
    )


def _can_be_asked(question: Question) -> bool:
    ids = [question.id, *(choice.id for choice in question.choices)]
    few = 0 < len(question.choices) <= len(quiz.LETTERS)
    return few and all(ids) and len(set(ids)) == len(ids)


def _lesson(tip: Tip, library: Library, team: Team) -> Card:
    t = translator(team.language)
    lesson = Lesson(team.id, _WEEK, 1, LessonState.PLANNED, _AT, tip.id)
    day = weekday_name(t, _QUIZ_AT.weekday())
    return week.tip_card(t, tip, library, lesson, team, quiz_day=day, direct=False, threads=True)


def _of_the_week(tip: Tip, question: Question, team: Team) -> Iterator[Json]:
    t = translator(team.language)
    asked = _quiz(tip, question, team)
    closes_at = schedule.quiz_closes_at(_QUIZ_AT, team.timetable.zone)
    replies = {choice.text: quiz.feedback_card(t, asked, tip, (choice.id,)) for choice in question.choices}
    yield _shown(
        "Two days later, in the channel",
        quiz.quiz_card(t, asked, tip, closes_at, team.timetable.zone),
        replies,
    )
    yield _shown("Once the week is over", quiz.closed_card(t, asked, tip, None))


def _practice(tip: Tip, question: Question, team: Team) -> Iterator[Json]:
    t = translator(team.language)
    asked = _quiz(tip, question, team)
    replies = {
        choice.text: quiz.practice_feedback_card(t, asked, question, asked.order, (choice.id,))
        for choice in question.choices
    }
    card = quiz.practice_card(t, asked, question, asked.order, _NONCE)
    yield _shown("Another question, for one person", card, replies)


def _quiz(tip: Tip, question: Question, team: Team) -> Quiz:
    """The choices as in the file, so that they are found again there; each team has an order of its own."""
    order = tuple(choice.id for choice in question.choices)
    return Quiz(1, team.id, _WEEK, tip.id, question.id, order, _AT)


def _shown(when: str, card: Card, replies: dict[str, Card] | None = None) -> Json:
    answers = [card_parts(reply) for reply in (replies or {}).values()]
    return {"when": when, "parts": card_parts(card), "replies": answers}
