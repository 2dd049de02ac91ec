from __future__ import annotations

from datetime import UTC, date, datetime, time

import click
import pytest

from adapters.cli import values


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        (values.WEEKDAY, "Tuesday", 1),
        (values.WEEKDAYS, "fri-tue", (0, 1, 4, 5, 6)),
        (values.TIME, "09:30", time(9, 30)),
        (values.HOURS, "8:00-16:30", (time(8), time(16, 30))),
        (values.ZONE, "europe/lisbon", "Europe/Lisbon"),
        (values.ZONE, "UTC", "UTC"),
        (values.QUIZ_AFTER, "off", None),
        (values.DAY, "2026-12-24", date(2026, 12, 24)),
        (values.DAYS, "2026-12-24..2026-12-25", (date(2026, 12, 24), date(2026, 12, 25))),
        (values.INSTANT, "2026-11-24T10:00+01:00", datetime(2026, 11, 24, 9, tzinfo=UTC)),
    ],
)
def test_what_is_written_is_read(kind: values.Value, written: str, read: object) -> None:
    assert kind.convert(written, None, None) == read


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        (values.WEEKDAY, "tusday", "Did you mean tuesday"),
        (values.WEEKDAYS, "weekdays", "is no weekday"),
        (values.TIME, "10 o'clock", "Write hours and minutes"),
        (values.HOURS, "17:00-9:00", "ends before it begins"),
        (values.ZONE, "Lisbon", "Did you mean Europe/Lisbon?"),
        (values.ZONE, "new york", "Did you mean America/New_York?"),
        (values.ZONE, "Europe/Lisboa", "Did you mean Europe/Lisbon"),
        (values.QUIZ_AFTER, "7", "Write 0 to 6, or off"),
        (values.DAY, "24.12.2026", "Write year, month and day"),
        (values.INSTANT, "2026-11-24T10:00", "with its offset"),
        (values.INSTANT, "9999-12-31T23:59-12:00", "after all time"),
        (values.NAME, " ", "Write 1 to 60"),
    ],
)
def test_each_refusal_says_what_to_write(kind: values.Value, written: str, sentence: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        kind.convert(written, None, None)
    assert sentence in refused.value.message
