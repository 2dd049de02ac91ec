"""When a local time is, worked out another way: from the raw transitions of the compiled zone files.

Nothing here uses zoneinfo's arithmetic or the code under test. A zone becomes a list of stretches with
one offset each; a local time is looked up by trying every stretch near it. Instants are whole seconds
of Unix time, walls are seconds since the epoch as the wall clock would count them.
"""

from __future__ import annotations

import re
import struct
import zoneinfo
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from pathlib import Path

DAY = 86_400
EPOCH_ON = date(1970, 1, 1)
FIRST_YEAR, LAST_YEAR = 2024, 2037  # footers are written out for these


@dataclass(frozen=True)
class History:
    """Offsets of a zone: `offsets[0]` holds before `changes[0]`, `offsets[i + 1]` from `changes[i]` on."""

    changes: tuple[int, ...]
    offsets: tuple[int, ...]

    def stretches(self) -> Iterator[tuple[float, float, int]]:
        edges = (float("-inf"), *self.changes, float("inf"))
        yield from zip(edges, edges[1:], self.offsets, strict=False)

    def offset(self, instant: float) -> int:
        return self.offsets[bisect_right(self.changes, instant)]

    def wall(self, instant: float) -> float:
        return instant + self.offset(instant)

    def instant(self, wall: float) -> float:
        """The first instant that shows this wall time; in a gap, what the offset before it makes of it."""
        near = bisect_right(self.changes, wall - 2 * DAY)
        for index in range(near, len(self.offsets)):
            found = wall - self.offsets[index]
            begins = self.changes[index - 1] if index else float("-inf")
            ends = self.changes[index] if index < len(self.changes) else float("inf")
            if begins <= found < ends:
                return found
            if index < len(self.changes) and wall - self.offsets[index + 1] < ends <= found:
                return found
        raise AssertionError("every wall time is in a stretch or in a gap")

    def cut(self, begins: float, ends: float) -> History:
        """The same history, only between two instants."""
        low, high = bisect_right(self.changes, begins), bisect_right(self.changes, ends)
        return History(self.changes[low:high], self.offsets[low : high + 1])


def wall_of(day: date, at: time) -> float:
    return (day - EPOCH_ON).days * DAY + at.hour * 3600 + at.minute * 60 + at.second


def at_utc(instant: float) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def wall_day(wall: float) -> date:
    return EPOCH_ON + timedelta(days=wall // DAY)


@cache
def history(zone: str) -> History:
    """Everything the compiled file of a zone says, its footer written out to the last year."""
    data = _file(zone)
    version, body = data[4:5], data
    if version >= b"2":
        body = data[44 + _length(data, 4) :]
    wide = 8 if version >= b"2" else 4
    changes, offsets = _table(body, wide)
    footer = body[44 + _length(body, wide) :].strip(b"\n").decode() if wide == 8 else ""
    return _with_footer(changes, offsets, footer)


def _file(zone: str) -> bytes:
    for folder in zoneinfo.TZPATH:
        if (path := Path(folder, zone)).is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()


def _counts(data: bytes) -> tuple[int, ...]:
    assert data[:4] == b"TZif"
    return struct.unpack(">6l", data[20:44])


def _length(data: bytes, wide: int) -> int:
    uts, standards, leaps, changes, kinds, letters = _counts(data)
    return changes * (wide + 1) + kinds * 6 + letters + leaps * (wide + 4) + standards + uts


def _table(data: bytes, wide: int) -> tuple[list[int], list[int]]:
    _, _, _, count, kinds, _ = _counts(data)
    changes = struct.unpack(f">{count}{'q' if wide == 8 else 'l'}", data[44 : 44 + count * wide])
    which = data[44 + count * wide : 44 + count * (wide + 1)]
    start = 44 + count * (wide + 1)
    offset_of = [
        struct.unpack(">l", data[start + 6 * kind : start + 6 * kind + 4])[0] for kind in range(kinds)
    ]
    return list(changes), [offset_of[0], *(offset_of[kind] for kind in which)]


_NAME = r"(?:<[^>]+>|[A-Za-z]{3,})"
_CLOCK = r"[+-]?\d{1,3}(?::\d\d){0,2}"
_RULE = re.compile(
    rf"{_NAME}({_CLOCK})(?:{_NAME}({_CLOCK})?,([^,/]+)(?:/({_CLOCK}))?,([^,/]+)(?:/({_CLOCK}))?)?"
)


def _with_footer(changes: list[int], offsets: list[int], footer: str) -> History:
    rule = _RULE.fullmatch(footer)
    if footer and rule is None:
        raise AssertionError(f"{footer!r} is a rule this oracle cannot read")
    if rule is not None and rule[3]:
        standard = -_seconds(rule[1])
        summer = -_seconds(rule[2]) if rule[2] else standard + 3600
        written = sorted(
            moment
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
            for moment in (
                (_rule_wall(rule[3], rule[4], year) - standard, summer),
                (_rule_wall(rule[5], rule[6], year) - summer, standard),
            )
        )
        for instant, offset in written:
            if not changes or instant > changes[-1]:
                changes.append(instant)
                offsets.append(offset)
    return _merged(changes, offsets)


def _merged(changes: list[int], offsets: list[int]) -> History:
    """Without the changes that change only a name."""
    kept = [index for index in range(len(changes)) if offsets[index] != offsets[index + 1]]
    return History(tuple(changes[i] for i in kept), (offsets[0], *(offsets[i + 1] for i in kept)))


def _seconds(clock: str) -> int:
    parts = [int(part) for part in clock.lstrip("+-").split(":")]
    total = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    return -total if clock.startswith("-") else total


def _rule_wall(day: str, clock: str | None, year: int) -> int:
    return (_rule_day(day, year) - EPOCH_ON).days * DAY + (_seconds(clock) if clock else 7200)


def _rule_day(day: str, year: int) -> date:
    if not day.startswith("M"):
        number = int(day.removeprefix("J"))
        leap_is_not_counted = day.startswith("J") and number > 59
        year_to_use = 2023 if leap_is_not_counted else year
        found = date(year_to_use, 1, 1) + timedelta(days=number - (1 if day.startswith("J") else 0))
        return found.replace(year=year)
    month, nth, weekday = (int(part) for part in day[1:].split("."))
    days = [date(year, month, number) for number in range(1, 29)]
    while (after := days[-1] + timedelta(days=1)).month == month:
        days.append(after)
    same = [found for found in days if found.isoweekday() % 7 == weekday]
    return same[nth - 1] if nth < 5 else same[-1]


def distinct_histories(begins: float, ends: float) -> dict[str, History]:
    """One zone, the first by name, for each history that differs between two instants."""
    groups: dict[History, list[str]] = defaultdict(list)
    for zone in sorted(zoneinfo.available_timezones()):
        groups[history(zone).cut(begins, ends)].append(zone)
    return {zones[0]: history(zones[0]) for zones in groups.values()}


def works(found: History, instant: float, days: tuple[int, ...], work_from: time, work_until: time) -> bool:
    """Whether the wall shows a working day and time; an end of midnight is the end of the day."""
    day, at = divmod(found.wall(instant), DAY)
    weekday = (int(day) + 3) % 7  # the epoch was a Thursday
    begins = work_from.hour * 60 + work_from.minute
    ends = work_until.hour * 60 + work_until.minute or 24 * 60
    return weekday in days and begins * 60 <= at < ends * 60
