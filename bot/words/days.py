"""Days as people type them: "friday", "tomorrow", "24 Dec", "2026-12-24", "two weeks". Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

FARTHEST = timedelta(days=366)
"""How far ahead a day may be: whoever is away for longer can stop and come back."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORTEST = 3
_MOST_IN_YEAR = 12
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_SPAN = re.compile(r"(?:for )?(\d{1,3}|[a-z]+) (day|week|month)s?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DOTS = re.compile(r"(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4})?", re.ASCII)
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?(?: of)? ([a-z]+)\.?(?:,? (\d{4}))?", re.ASCII)
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?", re.ASCII)
_DAYS_OF = {"day": 1, "week": 7, "month": 30}


def read_day(text: str, today: date) -> date | None:
    """The day that is meant: the next one of that name. None if it can't be read, or not reached in a year.

    A weekday said on that weekday is the next week's. A date with slashes is read only where there is one
    way to read it.
    """
    plain = " ".join(text.casefold().split()).strip(" .!,")
    found = _near(plain, today) or _dated(plain, today)
    return found if found is not None and can_wait_until(found, today) else None


def can_wait_until(day: date, today: date) -> bool:
    """Whether a pause can end on that day: from tomorrow on, within a year."""
    return today < day <= today + FARTHEST


def _near(plain: str, today: date) -> date | None:
    if plain == "tomorrow":
        return today + timedelta(days=1)
    if plain == "next week":
        return _next(0, today)
    if (span := _SPAN.fullmatch(plain)) is not None:
        count = _NUMBERS.get(span[1]) or (int(span[1]) if span[1].isdecimal() else 0)
        return today + timedelta(days=count * _DAYS_OF[span[2]]) if count else None
    weekday = _place(plain.removeprefix("next ").removeprefix("on "), _WEEKDAYS)
    return None if weekday is None else _next(weekday, today)


def _next(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _place(word: str, names: tuple[str, ...]) -> int | None:
    found = [n for n, full in enumerate(names) if len(word) >= _SHORTEST and full.startswith(word)]
    return found[0] if len(found) == 1 else None


def _dated(plain: str, today: date) -> date | None:
    if (iso := _ISO.fullmatch(plain)) is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if (dots := _DOTS.fullmatch(plain)) is not None:
        return _in_year(dots[3], int(dots[2]), int(dots[1]), today)
    if (slashes := _SLASHES.fullmatch(plain)) is not None:
        return _slashed(int(slashes[1]), int(slashes[2]), slashes[3], today)
    if (named := _DAY_MONTH.fullmatch(plain)) is not None and (
        month := _place(named[2], _MONTHS)
    ) is not None:
        return _in_year(named[3], month + 1, int(named[1]), today)
    if (named := _MONTH_DAY.fullmatch(plain)) is not None and (
        month := _place(named[1], _MONTHS)
    ) is not None:
        return _in_year(named[3], month + 1, int(named[2]), today)
    return None


def _slashed(first: int, second: int, year: str | None, today: date) -> date | None:
    if first > _MOST_IN_YEAR or first == second:
        return _in_year(year, second, first, today)
    return _in_year(year, first, second, today) if second > _MOST_IN_YEAR else None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(int(year), month, day)
    found = _day(today.year, month, day)
    return found if found is not None and found > today else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
