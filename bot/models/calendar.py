"""Weeks and timetables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Week(NamedTuple):
    """An ISO week. `str(week)` is its label, for example 2026-W47.

    A tuple, since the clock compares weeks and looks things up by them for every team.
    """

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @classmethod
    def of(cls, day: date) -> Week:
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @classmethod
    def parse(cls, label: str) -> Week:
        """Raises ValueError for a label that names no ISO week."""
        match = re.fullmatch(r"(\d{4})-W(\d{2})", label, re.ASCII)
        if match is None:
            raise ValueError(f"{label!r} is not a week such as 2026-W47")
        week = cls(int(match[1]), int(match[2]))
        date.fromisocalendar(week.year, week.number, 1)
        return week

    def day(self, weekday: int) -> date:
        """The day of this week; weekday 0 is Monday."""
        return date.fromisocalendar(self.year, self.number, weekday + 1)

    def plus(self, weeks: int) -> Week:
        return Week.of(self.day(0) + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a team's week happens. Weekdays count from Monday = 0; times are local to `zone` (IANA)."""

    weekday: int = 1
    at: time = time(10)
    zone: str = "UTC"
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    work_from: time = time(9)
    work_until: time = time(17)
    quiz_after: int | None = 2
