"""Single values as the database keeps them: instants as integer microseconds, days and lists as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import overload

from bot.models import Timetable, Week

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COMPACT = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)


@overload
def micros(at: datetime) -> int: ...
@overload
def micros(at: None) -> None: ...
def micros(at: datetime | None) -> int | None:
    """Microseconds since the epoch, exact. Raises TypeError for an instant that names no zone."""
    return None if at is None else (at - _EPOCH) // _MICROSECOND


@overload
def instant(kept: int) -> datetime: ...
@overload
def instant(kept: None) -> None: ...
def instant(kept: int | None) -> datetime | None:
    """The aware UTC datetime of kept microseconds."""
    return None if kept is None else _instant(kept)


# Teams with the same slot share most of their instants.
@lru_cache(maxsize=4096)
def _instant(kept: int) -> datetime:
    return _EPOCH + timedelta(0, 0, kept)


def day_text(day_on: date | None) -> str | None:
    return None if day_on is None else day_on.isoformat()


def day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)


@lru_cache(maxsize=1024)
def week(label: str) -> Week:
    return Week.parse(label)


def mapping_text(about: Mapping[str, int | str]) -> str:
    """JSON without spaces, letters as they are."""
    return _COMPACT.encode(dict(about)) if about else "{}"


def mapping(kept: str) -> dict[str, int | str]:
    found: dict[str, int | str] = {} if kept == "{}" else json.loads(kept)
    return found


@lru_cache(maxsize=4096)
def texts_text(items: tuple[str, ...]) -> str:
    return _COMPACT.encode(items)


@lru_cache(maxsize=4096)
def texts(kept: str) -> tuple[str, ...]:
    return tuple(json.loads(kept))


@lru_cache(maxsize=4096)
def days_text(days_on: tuple[date, ...]) -> str:
    return _COMPACT.encode([day_on.isoformat() for day_on in days_on])


@lru_cache(maxsize=4096)
def days(kept: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(item) for item in json.loads(kept))


TimetableRow = tuple[int, str, str, str, str, str, int | None]


@lru_cache(maxsize=4096)
def timetable_values(timetable: Timetable) -> TimetableRow:
    return (
        timetable.weekday,
        timetable.at.isoformat(),
        timetable.zone,
        _COMPACT.encode(timetable.working_days),
        timetable.work_from.isoformat(),
        timetable.work_until.isoformat(),
        timetable.quiz_after,
    )


@lru_cache(maxsize=4096)
def timetable(
    weekday: int,
    at: str,
    zone: str,
    working_days: str,
    work_from: str,
    work_until: str,
    quiz_after: int | None,
) -> Timetable:
    """The one Timetable of these values: teams that share a timetable share the record."""
    return Timetable(
        weekday,
        time.fromisoformat(at),
        zone,
        tuple(json.loads(working_days)),
        time.fromisoformat(work_from),
        time.fromisoformat(work_until),
        quiz_after,
    )
