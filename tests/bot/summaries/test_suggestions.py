"""The one thing to do: of six, the first that is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.models import Timetable, Week
from bot.summaries.figures import QuestionFigure, Summary, Thanks, TrendPoint
from bot.summaries.guard import Share, Shown
from bot.summaries.periods import Period
from bot.summaries.suggestions import (
    Facts,
    LookForIt,
    LookRound,
    Moment,
    MoveIt,
    NothingNeeded,
    ReadItOut,
    Suggestion,
    ThankSomebody,
    best_moment,
    suggestion,
)
from tests.world import lessons

WEEK = Week(2026, 47)
PERIOD = Period.of(WEEK)
MOST, HALF, FEWER = Shown(Share.MOST), Shown(Share.HALF), Shown(Share.FEWER)
TIP = lessons().tip("look-up/look-up-or-look-out")
OWNED, LISTENED = lessons().behaviour("owned-it"), lessons().behaviour("listened")
THURSDAY_AT_TWO = Moment(3, 14)


def trend(*shown: Shown | None) -> tuple[TrendPoint, ...]:
    return tuple(TrendPoint(PERIOD.plus(n - 2), one, MOST, 0) for n, one in enumerate(shown))


def asked(right: Shown | None) -> tuple[QuestionFigure, ...]:
    return (QuestionFigure(7, WEEK, TIP.id, "desk", "What do you do?", right),)


CALM = Facts(
    Summary(
        PERIOD, 9, True, (TIP,), MOST, MOST, MOST, MOST, (), asked(MOST),
        Thanks(7, 5, 6, MOST, (), 1), trend(MOST, MOST, MOST),
    ),
    Timetable(),
    THURSDAY_AT_TWO,
    (OWNED,),
    frozenset({"owned-it"}),
    1,
    TIP,
)  # fmt: skip


def with_summary(**values: object) -> Facts:
    return replace(CALM, summary=replace(CALM.summary, **values))  # type: ignore[arg-type]


FALLING = with_summary(trend=trend(MOST, HALF, FEWER))
COVERED_BY_FEW = with_summary(thanks=replace(CALM.summary.thanks, coverage=FEWER))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CALM, NothingNeeded(TIP)),
        (replace(CALM, given=0), ThankSomebody()),
        (replace(COVERED_BY_FEW, given=0), LookRound()),
        (replace(COVERED_BY_FEW, named=frozenset(), given=0), LookForIt(OWNED)),
        (replace(CALM, taught=(OWNED, LISTENED)), LookForIt(LISTENED)),
        (with_summary(by_question=asked(FEWER)), ReadItOut(asked(FEWER)[0])),
        (with_summary(by_question=asked(Shown(Share.FEW))), ReadItOut(asked(Shown(Share.FEW))[0])),
        (with_summary(by_question=asked(Shown(Share.HALF, 50))), NothingNeeded(TIP)),
        (with_summary(by_question=asked(None)), NothingNeeded(TIP)),
        (FALLING, MoveIt(THURSDAY_AT_TWO)),
        (with_summary(trend=FALLING.summary.trend, by_question=asked(FEWER)), MoveIt(THURSDAY_AT_TWO)),
        (replace(FALLING, moment=None), NothingNeeded(TIP)),
        (replace(FALLING, moment=Moment(1, 10)), NothingNeeded(TIP)),
        (with_summary(trend=trend(MOST, HALF, HALF)), NothingNeeded(TIP)),
        (with_summary(trend=trend(None, HALF, FEWER)), NothingNeeded(TIP)),
        (with_summary(trend=trend(MOST, MOST, FEWER)), NothingNeeded(TIP)),
        (replace(CALM, next_tip=None), NothingNeeded(None)),
    ],
)
def test_the_first_that_is_true(facts: Facts, expected: Suggestion) -> None:
    assert suggestion(facts) == expected


def test_the_hour_is_that_of_the_most_people_in_working_hours() -> None:
    at_ten, at_two = datetime(2026, 11, 24, 10, 59, tzinfo=UTC), datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    at_night = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    answers = [(n, at_ten) for n in range(5)] + [(n, at_two) for n in range(6)]
    answers += [(n, at_night) for n in range(9)] + [(1, at_ten)] * 9
    assert best_moment(answers, 9, Timetable()) == THURSDAY_AT_TWO
    assert best_moment(answers, 9, Timetable(zone="Asia/Tokyo")) is None
    assert best_moment(answers[:5], 9, Timetable()) == Moment(1, 10)
