"""Periods nest, and their labels mean what people think."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import translator
from bot.messages.periods import period_text
from bot.models import Week
from bot.summaries.periods import Period, PeriodKind, last_ended

DAYS = st.dates(min_value=date(1990, 1, 8), max_value=date(2190, 1, 1))
KINDS = st.sampled_from(list(PeriodKind))


@settings(deadline=None)
@given(DAYS, KINDS)
def test_a_week_is_in_one_period_of_each_kind(day: date, kind: PeriodKind) -> None:
    week = Week.of(day)
    period = Period.of(week, kind)
    assert week in period.weeks()
    assert week not in period.plus(1).weeks()
    assert week not in period.plus(-1).weeks()
    assert period.plus(-1).last.plus(1) == period.first


@settings(deadline=None)
@given(DAYS, st.sampled_from([PeriodKind.MONTH, PeriodKind.QUARTER]))
def test_smaller_periods_are_whole_in_larger_ones(day: date, kind: PeriodKind) -> None:
    period = Period.of(Week.of(day), kind)
    for larger in (PeriodKind.QUARTER, PeriodKind.YEAR):
        assert {Period.of(week, larger) for week in period.weeks()} == {Period.of(period.first, larger)}


@settings(deadline=None)
@given(DAYS, KINDS, st.integers(-20, 20))
def test_a_label_names_its_period(day: date, kind: PeriodKind, steps: int) -> None:
    period = Period.of(Week.of(day), kind).plus(steps)
    assert Period.parse(str(period)) == period
    assert period.plus(-steps) == Period.of(Week.of(day), kind)


@settings(deadline=None)
@given(st.text(max_size=12))
def test_anything_typed_is_a_period_or_refused(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValueError:
        return
    assert Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2026-W47", Week(2026, 47), Week(2026, 47)),
        ("2026-w7", Week(2026, 7), Week(2026, 7)),
        ("2026-11", Week(2026, 45), Week(2026, 48)),
        ("2026-10", Week(2026, 40), Week(2026, 44)),
        ("2026-5", Week(2026, 19), Week(2026, 22)),
        ("2026-q4", Week(2026, 40), Week(2026, 53)),
        ("2026", Week(2026, 1), Week(2026, 53)),
        ("2025", Week(2025, 1), Week(2025, 52)),
    ],
)
def test_weeks_belong_where_their_thursday_falls(label: str, first: Week, last: Week) -> None:
    period = Period.parse(label)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "label",
    ["", "2026-W54", "2025-W53", "2026-W00", "2026-13", "2026-00", "2026-Q5", "26", "2026-11-01", "²⁰²⁶"],
)
def test_what_names_no_period_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Period.parse(label)


@pytest.mark.parametrize(
    ("now", "kind", "label"),
    [
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), PeriodKind.WEEK, "2026-W46"),
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), PeriodKind.WEEK, "2026-W47"),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), PeriodKind.MONTH, "2026-10"),
        (datetime(2026, 11, 30, 0, 0, tzinfo=UTC), PeriodKind.MONTH, "2026-11"),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), PeriodKind.YEAR, "2025"),
        (datetime(2027, 1, 4, 0, 0, tzinfo=UTC), PeriodKind.YEAR, "2026"),
    ],
)
def test_only_what_has_ended_is_the_last(now: datetime, kind: PeriodKind, label: str) -> None:
    assert str(last_ended(kind, now, "UTC")) == label


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("2026-W47", "16 to 22 November"),
        ("2026-W49", "30 November to 6 December"),
        ("2026-11", "November 2026"),
        ("2026-Q4", "October to December 2026"),
        ("2026", "2026"),
    ],
)
def test_a_period_in_words(label: str, text: str) -> None:
    assert period_text(translator("en"), Period.parse(label)) == text
