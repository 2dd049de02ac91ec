"""Periods of the summary: ISO weeks, and the months, quarters and years that are made of whole weeks.

A week belongs to the month, quarter and year that its Thursday falls in, so that periods nest and no
two of them cut a week. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from bot import schedule
from bot.models import Week

_THURSDAY = 3
_MONTHS, _QUARTERS = 12, 4
_LABEL = re.compile(r"(\d{4})(?:-(?:W(?P<week>\d\d?)|Q(?P<quarter>[1-4])|(?P<month>\d\d?)))?", re.ASCII)


class PeriodKind(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """`number` is that of the week, month or quarter in its year; a year's own is 1.

    `str(period)` is its label: 2026-W47, 2026-11, 2026-Q4 or 2026.
    """

    kind: PeriodKind
    year: int
    number: int = 1

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.WEEK:
                return str(Week(self.year, self.number))
            case PeriodKind.MONTH:
                return f"{self.year:04d}-{self.number:02d}"
            case PeriodKind.QUARTER:
                return f"{self.year:04d}-Q{self.number}"
            case PeriodKind.YEAR:
                return f"{self.year:04d}"

    @classmethod
    def parse(cls, label: str) -> Period:
        """Raises ValueError for a label that names no period."""
        match = _LABEL.fullmatch(label.strip().upper())
        if match is None:
            raise ValueError(f"{label!r} is no period such as 2026-W47, 2026-11, 2026-Q4 or 2026")
        year = int(match[1])
        if match["week"]:
            week = Week.parse(f"{year:04d}-W{match['week']:0>2}")
            return cls(PeriodKind.WEEK, week.year, week.number)
        if match["quarter"]:
            return cls(PeriodKind.QUARTER, _real(year), int(match["quarter"]))
        if match["month"]:
            month = date(_real(year), int(match["month"]), 1)
            return cls(PeriodKind.MONTH, month.year, month.month)
        return cls(PeriodKind.YEAR, _real(year))

    @classmethod
    def of(cls, week: Week, kind: PeriodKind = PeriodKind.WEEK) -> Period:
        """The period of that kind which the week belongs to."""
        thursday = week.day(_THURSDAY)
        match kind:
            case PeriodKind.WEEK:
                return cls(kind, week.year, week.number)
            case PeriodKind.MONTH:
                return cls(kind, thursday.year, thursday.month)
            case PeriodKind.QUARTER:
                return cls(kind, thursday.year, (thursday.month - 1) // 3 + 1)
            case PeriodKind.YEAR:
                return cls(kind, thursday.year)

    def plus(self, periods: int) -> Period:
        """The period so many later of the same kind, or earlier."""
        return _shifted(self, periods)

    @property
    def first(self) -> Week:
        return _first(self)

    @property
    def last(self) -> Week:
        return self.first if self.kind is PeriodKind.WEEK else self.plus(1).first.plus(-1)

    def weeks(self) -> tuple[Week, ...]:
        """Every week of it, oldest first."""
        found, last = [self.first], self.last
        while found[-1] < last:
            found.append(found[-1].plus(1))
        return tuple(found)

    def starts_at(self, zone: str) -> datetime:
        return schedule.week_starts_at(self.first, zone)

    def ends_at(self, zone: str) -> datetime:
        """The first instant after it."""
        return schedule.week_ends_at(self.last, zone)


# Each summary asks this of the same few periods, over and over for its trend.
@lru_cache(maxsize=4096)
def _first(period: Period) -> Week:
    if period.kind is PeriodKind.WEEK:
        return Week(period.year, period.number)
    months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}.get(period.kind, _MONTHS)
    begins = date(period.year, (period.number - 1) * months + 1, 1)
    return Week.of(begins + timedelta(days=(_THURSDAY - begins.weekday()) % 7))


@lru_cache(maxsize=4096)
def _shifted(period: Period, periods: int) -> Period:
    if period.kind is PeriodKind.WEEK:
        return Period.of(Week(period.year, period.number).plus(periods))
    in_year = {PeriodKind.MONTH: _MONTHS, PeriodKind.QUARTER: _QUARTERS}.get(period.kind, 1)
    years, place = divmod(period.year * in_year + period.number - 1 + periods, in_year)
    return Period(period.kind, years, place + 1)


def last_ended(kind: PeriodKind, now: datetime, zone: str) -> Period:
    """The latest period of that kind that is over."""
    return Period.of(schedule.week_of(now, zone), kind).plus(-1)


_FIRST_YEAR, _LAST_YEAR = 1970, 9000


def _real(year: int) -> int:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"{year} is no year of a team")
    return year
