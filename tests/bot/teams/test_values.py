"""A team's settings as people write them: read as meant, or refused with what to write."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadTeamValue
from bot.teams import values

READERS: tuple[Callable[[str], object], ...] = (
    values.read_name,
    values.read_weekday,
    values.read_weekdays,
    values.read_time,
    values.read_hours,
    values.read_zone,
    values.read_quiz_after,
    values.read_emoji,
    values.read_day,
    values.read_days,
    values.read_instant,
)


@pytest.mark.parametrize("text", ["tue", "Tue", " tuesday ", "TUESDAY", "tues"])
def test_weekdays(text: str) -> None:
    assert values.read_weekday(text) == 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("fri-tue", (0, 1, 4, 5, 6)),
        ("mon,wed fri", (0, 2, 4)),
        ("sun", (6,)),
        ("mon-mon", (0,)),
    ],
)
def test_working_days(text: str, days: tuple[int, ...]) -> None:
    assert values.read_weekdays(text) == days


def test_times_and_hours() -> None:
    assert values.read_time("9:05") == time(9, 5)
    assert values.read_time("09.05") == time(9, 5)
    assert values.read_hours("9:00-17:00") == (time(9), time(17))
    assert values.read_hours("14:00-0:00") == (time(14), time(0))


def test_zones_are_found_whatever_their_case() -> None:
    assert values.read_zone("europe/lisbon") == "Europe/Lisbon"
    assert values.read_zone("America/Argentina/Ushuaia") == "America/Argentina/Ushuaia"


def test_days_to_skip() -> None:
    assert values.read_days("2026-12-24..2026-12-26, 2027-01-01") == (
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2027, 1, 1),
    )


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("sunflower", "sunflower"),
        (" :Sunflower: ", "sunflower"),
        ("wave::skin-tone-3", "wave"),
        (":+1:", "+1"),
        ("ひまわり", "ひまわり"),
        ("OFF", None),
    ],
)
def test_names_of_emoji(text: str, emoji: str | None) -> None:
    assert values.read_emoji(text) == emoji


@pytest.mark.parametrize(
    ("reader", "text", "told"),
    [
        (values.read_emoji, "🌻", "for example sunflower, or off"),
        (values.read_emoji, "sun flower", "'sun flower' is no name of an emoji"),
        (values.read_emoji, "", "is no name of an emoji"),
        (values.read_emoji, "x" * 101, "is no name of an emoji"),
        (values.read_weekday, "tu", "'tu' is no weekday"),
        (values.read_weekday, "teusday", "Did you mean tuesday"),
        (values.read_zone, "Europe/Lisboa", "Did you mean Europe/Lisbon"),
        (values.read_zone, "Lisbon", "Did you mean Europe/Lisbon"),
        (values.read_zone, "Factory", "is not in the time-zone data"),
        (values.read_zone, "../../etc/passwd", "is not in the time-zone data"),
        (values.read_time, "25:00", "for example 10:00"),
        (values.read_time, "10", "for example 10:00"),
        (values.read_hours, "17:00-9:00", "ends before it begins"),
        (values.read_hours, "9-17", "for example"),
        (values.read_weekdays, " ", "none are given"),
        (values.read_quiz_after, "7", "0 to 6, or off"),
        (values.read_day, "24.12.2026", "2026-12-24"),
        (values.read_days, "2026-12-26..2026-12-24", "no span"),
        (values.read_days, "0001-01-01..9999-12-31", "no span"),
        (values.read_instant, "2026-11-24T10:00:00", "with its offset"),
        (values.read_name, "   ", "Write 1 to 60"),
        (values.read_name, "x" * 61, "61 characters"),
    ],
)
def test_what_cannot_be_is_told_with_what_to_write(
    reader: Callable[[str], object], text: str, told: str
) -> None:
    with pytest.raises(BadTeamValue) as refused:
        reader(text)
    assert told in str(refused.value)


@given(st.sampled_from(READERS), st.text(max_size=60))
def test_any_text_is_read_or_refused(reader: Callable[[str], object], text: str) -> None:
    with suppress(BadTeamValue):
        reader(text)
