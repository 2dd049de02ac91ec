"""Days and times as a story writes them, on the clock of the front desk."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.scenarios.steps import ItIs

ZONE = ZoneInfo("Europe/Lisbon")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def first_day(step: ItIs) -> date | None:
    """The day on which a story begins; None if the step leaves out the date or its year."""
    if step.day is None or step.month is None or step.year is None:
        return None
    return date(step.year, MONTHS.index(step.month) + 1, step.day)


def read_day(text: str) -> date:
    """A day as a story writes it: 7 December 2026."""
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day))


def instant(on: date, at: str) -> datetime:
    return datetime.combine(on, time.fromisoformat(at), ZONE)


def next_day(step: ItIs, now: datetime) -> date:
    """The next day of that name, or of that date, on which the time is still ahead."""
    if step.day is None or step.month is None:
        ahead = (WEEKDAYS.index(step.weekday) - now.weekday()) % 7
        on = now.date() + timedelta(days=ahead)
        return on if instant(on, step.at) > now else on + timedelta(weeks=1)
    on = date(step.year or now.year, MONTHS.index(step.month) + 1, step.day)
    return on if on >= now.date() else on.replace(year=on.year + 1)
