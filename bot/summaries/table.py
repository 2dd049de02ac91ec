"""A summary for programs: names and plain values, only such as may be shown. Pure.

A share is its word, and beside it the percentage where there is one; None is a figure that may not be
shown, or that there is none of.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.summaries.figures import QuestionFigure, Summary, TrendPoint
from bot.summaries.guard import Shown

COLUMNS = ("period", "figure", "of", "value")
Value = str | int | None


def summary_data(team: str, summary: Summary) -> dict[str, object]:
    """Nested, for JSON."""
    thanks, missed = summary.thanks, summary.most_missed
    return {
        "team": team,
        "period": str(summary.period),
        "from": summary.period.first.day(0).isoformat(),
        "to": summary.period.last.day(6).isoformat(),
        "roster": summary.roster,
        "taught": [tip.id for tip in summary.taught],
        "reached": share(summary.reached),
        "tried": share(summary.tried),
        "took_part": share(summary.took_part),
        "right_first": share(summary.right),
        "by_series": {one.series.id: share(one.right) for one in summary.by_series},
        "by_question": [_question(one) for one in summary.by_question],
        "most_missed": _question(missed) if missed is not None else None,
        "thanks": {
            "gifts": thanks.gifts,
            "givers": thanks.givers,
            "receivers": thanks.receivers,
            "coverage": share(thanks.coverage),
            "by_behaviour": {one.behaviour.id: one.gifts for one in thanks.by_behaviour},
            "seen": thanks.seen,
            "small": thanks.small,
        },
        "trend": [_point(one) for one in summary.trend],
    }


def share(shown: Shown | None) -> Value:
    """The word, or from twenty on the tens of per cent."""
    if shown is None:
        return None
    return shown.word.value if shown.percent is None else f"{shown.percent}%"


def _question(one: QuestionFigure) -> dict[str, Value]:
    return {
        "week": str(one.week),
        "tip": one.tip_id,
        "question": one.question_id,
        "right_first": share(one.right),
    }


def _point(one: TrendPoint) -> dict[str, Value]:
    return {
        "period": str(one.period),
        "took_part": share(one.took_part),
        "right_first": share(one.right),
        "gifts": one.gifts,
    }


def summary_rows(summary: Summary) -> Iterator[tuple[str, str, str, Value]]:
    """Flat, for a spreadsheet: one figure a row, under COLUMNS."""
    label = str(summary.period)
    thanks = summary.thanks
    yield label, "roster", "", summary.roster
    for tip in summary.taught:
        yield label, "taught", "", tip.id
    yield label, "reached", "", share(summary.reached)
    yield label, "tried", "", share(summary.tried)
    yield label, "took_part", "", share(summary.took_part)
    yield label, "right_first", "", share(summary.right)
    for of_series in summary.by_series:
        yield label, "right_first", of_series.series.id, share(of_series.right)
    for one in summary.by_question:
        yield label, "right_first", f"{one.tip_id}#{one.question_id}", share(one.right)
    if (missed := summary.most_missed) is not None:
        yield label, "most_missed", f"{missed.tip_id}#{missed.question_id}", share(missed.right)
    yield label, "gifts", "", thanks.gifts
    yield label, "givers", "", thanks.givers
    yield label, "receivers", "", thanks.receivers
    yield label, "coverage", "", share(thanks.coverage)
    for named in thanks.by_behaviour:
        yield label, "gifts", named.behaviour.id, named.gifts
    yield label, "seen", "", thanks.seen
    yield label, "small_thanks", "", thanks.small
    for point in summary.trend:
        yield str(point.period), "trend_took_part", "", share(point.took_part)
        yield str(point.period), "trend_right_first", "", share(point.right)
        yield str(point.period), "trend_gifts", "", point.gifts
