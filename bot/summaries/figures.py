"""A team's summary of a period: every figure of it has passed the guard. Pure.

A result belongs to the week in which its quiz closed. Longer periods are made of what their weeks have
shown, and of nothing else. Thanks are counted as the channel saw them; people are told in numbers from
five on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.models import Gift, Quiz, Week, WeekFigures
from bot.schedule import week_of
from bot.summaries import guard
from bot.summaries.guard import Shown, middle, shown_accuracy, shown_part
from bot.summaries.periods import Period
from bot.tips import Behaviour, Library, Series, Tip, UnknownId

TREND = 12
"""How many periods the trend covers, the one of the summary included."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a summary is made from: a team's frozen weeks, closed quizzes and public gifts of all the trend.

    The last of the weeks is the period's last. `small` are the instants of small thanks, of the period alone.
    """

    weeks: Sequence[WeekFigures]
    quizzes: Sequence[Quiz]
    gifts: Sequence[Gift]
    zone: str
    small: Sequence[datetime] = ()


@dataclass(frozen=True, slots=True)
class QuestionFigure:
    """How many had a question right at the first try. `text` is None for a question that is gone."""

    quiz_id: int
    week: Week
    tip_id: str
    question_id: str
    text: str | None
    right: Shown | None


@dataclass(frozen=True, slots=True)
class SeriesFigure:
    series: Series
    right: Shown | None


@dataclass(frozen=True, slots=True)
class BehaviourFigure:
    """`gifts` is None for a number under five."""

    behaviour: Behaviour
    gifts: int | None


@dataclass(frozen=True, slots=True)
class Thanks:
    """`givers` and `receivers` are None for fewer than five people. `seen` named what the period taught.

    `small` are thanks by reaction, counted apart: they are in none of the other figures.
    """

    gifts: int
    givers: int | None
    receivers: int | None
    coverage: Shown | None
    by_behaviour: tuple[BehaviourFigure, ...]
    seen: int
    small: int = 0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    period: Period
    took_part: Shown | None
    right: Shown | None
    gifts: int


@dataclass(frozen=True, slots=True)
class Summary:
    """`asked` says that a question closed in the period, whether or not its figures may be shown."""

    period: Period
    roster: int | None
    asked: bool
    taught: tuple[Tip, ...]
    reached: Shown | None
    tried: Shown | None
    took_part: Shown | None
    right: Shown | None
    by_series: tuple[SeriesFigure, ...]
    by_question: tuple[QuestionFigure, ...]
    thanks: Thanks
    trend: tuple[TrendPoint, ...]

    @property
    def most_missed(self) -> QuestionFigure | None:
        """The question that the fewest are shown to have had right: about half at the most."""
        shown = [one for one in self.by_question if one.right is not None and not _was_easy(one.right)]
        return min(shown, key=lambda one: one.right.level if one.right is not None else 0, default=None)

    @property
    def is_small(self) -> bool:
        """A team of fewer than five: it has no figures of answers."""
        figures = (self.reached, self.tried, self.took_part, self.right)
        return self.roster is None and all(one is None for one in figures)

    @property
    def is_worth_telling(self) -> bool:
        return self.asked or bool(self.taught) or self.thanks.gifts > 0


def _was_easy(shown: Shown) -> bool:
    return shown.word in {guard.Share.NEARLY_ALL, guard.Share.MOST}


def summary_of(period: Period, rows: Rows, library: Library) -> Summary:
    first, last = period.first, period.last
    weeks = [one for one in rows.weeks if first <= one.week <= last]
    quizzes = _closed_in(period, rows.quizzes)
    taught = tuple(tip for one in weeks if (tip := _tip(library, one.tip_id)) is not None)
    behaviours = {tip.behaviour for tip in taught}
    taught_weeks = [one for one in weeks if one.tip_id is not None]
    return Summary(
        period,
        guard.shown_number(rows.weeks[-1].roster),
        bool(quizzes),
        taught,
        middle(shown_part(one.reached, one.present) for one in taught_weeks),
        middle(shown_part(one.tried, one.present) for one in taught_weeks),
        took_part(quizzes),
        right_first(quizzes),
        _by_series(quizzes, library),
        tuple(_question(quiz, library) for quiz in quizzes),
        _thanks(period, rows, behaviours, library),
        _trend(period, rows),
    )


def took_part(quizzes: Iterable[Quiz]) -> Shown | None:
    """How many of the roster answered, of these quizzes the middle one."""
    return middle(shown_part(one.answered, one.roster) for quiz in quizzes if (one := quiz.result))


def right_first(quizzes: Iterable[Quiz]) -> Shown | None:
    """How many of those who answered were right at the first try, of these quizzes the middle one."""
    return middle(shown_accuracy(one) for quiz in quizzes if (one := quiz.result))


def _closed_in(period: Period, quizzes: Iterable[Quiz]) -> list[Quiz]:
    first, last = period.first, period.last
    return [quiz for quiz in quizzes if quiz.result is not None and first <= quiz.result.closed_in <= last]


def _given_in(period: Period, rows: Rows) -> list[Gift]:
    starts_at, ends_at = period.starts_at(rows.zone), period.ends_at(rows.zone)
    return [gift for gift in rows.gifts if starts_at <= gift.given_at < ends_at]


def _tip(library: Library, tip_id: str | None) -> Tip | None:
    """None for no tip, and for one that was taken out of the lessons."""
    try:
        return library.tip(tip_id) if tip_id is not None else None
    except UnknownId:
        return None


def _question(quiz: Quiz, library: Library) -> QuestionFigure:
    tip = _tip(library, quiz.tip_id)
    text = None
    if tip is not None:
        text = next((one.text for one in tip.questions if one.id == quiz.question_id), None)
    result = quiz.result
    week = result.closed_in if result is not None else quiz.week
    shown = shown_accuracy(result) if result is not None else None
    return QuestionFigure(quiz.id, week, quiz.tip_id, quiz.question_id, text, shown)


def _by_series(quizzes: Iterable[Quiz], library: Library) -> tuple[SeriesFigure, ...]:
    """In the order of the lessons."""
    by_id: dict[str, list[Quiz]] = {}
    for quiz in quizzes:
        by_id.setdefault(quiz.tip_id.partition("/")[0], []).append(quiz)
    return tuple(
        SeriesFigure(series, right_first(by_id[series.id])) for series in library.series if series.id in by_id
    )


def _thanks(period: Period, rows: Rows, taught: set[str], library: Library) -> Thanks:
    gifts, last = _given_in(period, rows), rows.weeks[-1]
    named = Counter(gift.behaviour for gift in gifts if gift.behaviour is not None)
    known = [one for one in library.behaviours if one.id in named]
    by_behaviour = tuple(
        BehaviourFigure(one, guard.shown_number(named[one.id]))
        for one in sorted(known, key=lambda one: -named[one.id])
    )
    return Thanks(
        len(gifts),
        guard.shown_number(len({gift.giver_id for gift in gifts})),
        guard.shown_number(len({member_id for gift in gifts for member_id in gift.shown_ids})),
        shown_part(last.thanked, last.roster),
        by_behaviour,
        sum(gift.behaviour in taught for gift in gifts),
        sum(period.starts_at(rows.zone) <= at < period.ends_at(rows.zone) for at in rows.small),
    )


def _trend(period: Period, rows: Rows) -> tuple[TrendPoint, ...]:
    closed: defaultdict[Period, list[Quiz]] = defaultdict(list)
    for quiz in rows.quizzes:
        if quiz.result is not None:
            closed[Period.of(quiz.result.closed_in, period.kind)].append(quiz)
    given = Counter(Period.of(week_of(gift.given_at, rows.zone), period.kind) for gift in rows.gifts)
    shown = {one: (took_part(quizzes), right_first(quizzes)) for one, quizzes in closed.items()}
    periods = [period.plus(back) for back in range(1 - TREND, 1)]
    return tuple(TrendPoint(one, *shown.get(one, (None, None)), given[one]) for one in periods)
