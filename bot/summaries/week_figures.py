"""What each week came to, counted once when it is over; and the rows that a summary is made from."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import quizzes, schedule
from bot.models import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    LessonState,
    Resolve,
    Team,
    Week,
    WeekFigures,
)
from bot.ports import Transaction
from bot.summaries import rosters
from bot.summaries.figures import TREND, Rows
from bot.summaries.periods import Period

COVERAGE = timedelta(weeks=8)
"""How far back somebody was thanked."""


def freeze(tx: Transaction, team: Team, week: Week, now: datetime) -> WeekFigures:
    """The week's figures, which never change once they were counted. The week must be over."""
    kept = tx.figures.get(team.id, week)
    if kept is not None:
        return kept
    ends_at = schedule.week_ends_at(week, team.timetable.zone)
    for of_week in (week.plus(-1), week):
        _close_quiz(tx, team, of_week, ends_at, now)
    figures = _count(tx, team, week, ends_at, now)
    if team.created_at < ends_at:
        tx.figures.freeze(figures)
    return figures


def _close_quiz(tx: Transaction, team: Team, week: Week, ends_at: datetime, now: datetime) -> None:
    """The clock may not have looked yet; a quiz is closed by its own time all the same."""
    quiz = tx.quizzes.of_lesson(team.id, week)
    if quiz is not None and quiz.result is None and quiz.closes_at is not None and quiz.closes_at <= ends_at:
        tx.deliveries.owe(quizzes.close(tx, quiz, now))


def _count(tx: Transaction, team: Team, week: Week, ends_at: datetime, now: datetime) -> WeekFigures:
    people = tx.teams.memberships(team.id)
    roster = rosters.counted(people, ends_at)
    thanked = len(roster & _thanked(tx, team, ends_at))
    lesson = tx.lessons.get(team.id, week)
    tips = [
        one
        for one in tx.deliveries.of_week(team.id, week, DeliveryKind.TIP)
        if one.state is DeliveryState.SENT and one.sent_at is not None
    ]
    if lesson is None or lesson.state is not LessonState.PLANNED or not tips:
        return WeekFigures(team.id, week, len(roster), thanked, 0, 0, 0, now)
    first_at = min(one.sent_at or now for one in tips)
    present = rosters.counted(people, ends_at, since=first_at)
    tried = {one.member_id for one in tx.quizzes.resolves(team.id, week) if _stands(one, ends_at)}
    return WeekFigures(
        team.id,
        week,
        len(roster),
        thanked,
        len(present),
        len(_reached(present, tips)),
        len(present & tried),
        now,
        lesson.tip_id,
    )


def _thanked(tx: Transaction, team: Team, ends_at: datetime) -> set[int]:
    gifts = tx.gifts.of_team(team.id, ends_at - COVERAGE, ends_at)
    return {member_id for gift in gifts for member_id in gift.shown_ids}


def _reached(present: frozenset[int], tips: list[Delivery]) -> frozenset[int]:
    """A tip in the channel reaches everybody there; else who got it directly."""
    if any(one.member_id is None for one in tips):
        return present
    return present & {one.member_id for one in tips if one.member_id is not None}


def _stands(resolve: Resolve, ends_at: datetime) -> bool:
    """Made in time, not taken back in time, and not answered with "not yet"."""
    taken_back = resolve.taken_back_at is not None and resolve.taken_back_at < ends_at
    return resolve.made_at < ends_at and not taken_back and resolve.tried is not False


def gather(tx: Transaction, team: Team, period: Period, now: datetime) -> Rows:
    """Everything that the summary of an ended period is made from, its trend included."""
    zone = team.timetable.zone
    begins = period.plus(1 - TREND)
    last = _freeze_missing(tx, team, begins.first, period.last, now)
    weeks = tx.figures.between(team.id, begins.first, period.last)
    return Rows(
        weeks if last in weeks else [*weeks, last],
        tx.figures.closed(team.id, begins.first, period.last),
        tx.gifts.of_team(team.id, begins.starts_at(zone), period.ends_at(zone)),
        zone,
        tx.small_gifts.of_team(team.id, period.starts_at(zone), period.ends_at(zone)),
    )


def _freeze_missing(tx: Transaction, team: Team, first: Week, last: Week, now: datetime) -> WeekFigures:
    """Weeks that nobody looked at in time are counted now, as they stood. Answers the last of them."""
    kept = {one.week for one in tx.figures.between(team.id, first, last)}
    for lesson in tx.lessons.of_team(team.id):
        if first <= lesson.week <= last and lesson.week not in kept:
            freeze(tx, team, lesson.week, now)
    return freeze(tx, team, last, now)
