"""Days as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.days import FARTHEST, can_wait_until, read_day
from bot.words.periods import read_period

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("tomorrow", date(2026, 11, 26)),
        ("friday", date(2026, 11, 27)),
        ("Fri", date(2026, 11, 27)),
        ("next friday", date(2026, 11, 27)),
        ("monday", date(2026, 11, 30)),
        ("wednesday", date(2026, 12, 2)),
        ("next week", date(2026, 11, 30)),
        ("2026-12-24", date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24)),
        ("24.12.2026", date(2026, 12, 24)),
        ("5.1.", date(2027, 1, 5)),
        ("24/12", date(2026, 12, 24)),
        ("12/24/2026", date(2026, 12, 24)),
        ("24 dec", date(2026, 12, 24)),
        ("24th of December", date(2026, 12, 24)),
        ("Dec 24", date(2026, 12, 24)),
        ("december 24th, 2026", date(2026, 12, 24)),
        ("2 Jan", date(2027, 1, 2)),
        ("25 november", date(2027, 11, 25)),
        ("two weeks", date(2026, 12, 9)),
        ("for 10 days", date(2026, 12, 5)),
        ("a month", date(2026, 12, 25)),
    ],
)
def test_read(typed: str, day: date) -> None:
    assert read_day(typed, WEDNESDAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "today",
        "yesterday",
        "2026-11-25",
        "2026-11-24",
        "25 Nov 2026",
        "2028-01-01",
        "999 weeks",
        "0 days",
        "3/4",
        "31 Feb",
        "2026-13-01",
        "t",
        "ma 5",
        "the day after the party",
        "٢٤ dec",
        "²4 dec",
    ],
)
def test_not_read(typed: str) -> None:
    assert read_day(typed, WEDNESDAY) is None


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_whatever_is_typed_a_day_can_be_waited_for(typed: str, today: date) -> None:
    found = read_day(typed, today)
    assert found is None or can_wait_until(found, today)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, FARTHEST.days))
def test_a_day_written_out_is_itself(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert read_day(day.isoformat(), today) == day
    assert read_day(f"{day.day} {day:%B} {day.year}", today) == day
    assert read_day(f"{day:%B} {day.day}, {day.year}", today) == day


@pytest.mark.parametrize(
    ("typed", "period", "rest"),
    [
        ("", "", ""),
        ("2026-w47", "2026-W47", ""),
        ("2026-11 phones", "2026-11", "phones"),
        ("2026-q3", "2026-Q3", ""),
        ("2026", "2026", ""),
        ("last week", "", ""),
        ("last month", "2026-10", ""),
        ("the last quarter", "2026-Q3", ""),
        ("last year front desk", "2025", "front desk"),
        ("phones", "", "phones"),
    ],
)
def test_periods(typed: str, period: str, rest: str) -> None:
    assert read_period(typed, WEDNESDAY) == (period, rest)


def test_last_month_and_quarter_of_a_new_year() -> None:
    assert read_period("last month", date(2027, 1, 3)) == ("2026-12", "")
    assert read_period("last quarter", date(2027, 2, 3)) == ("2026-Q4", "")
