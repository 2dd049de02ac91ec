"""A team's settings as people write them, read into the timetable's values. Pure.

Each reader raises BadTeamValue, which says what is wrong and what to write.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from datetime import date, datetime, time
from functools import cache
from zoneinfo import available_timezones

from bot.errors import BadTeamValue
from bot.models import WEEKDAYS

_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST_WEEKDAY = 3
LONGEST_NAME = 60


@cache
def known_zones() -> frozenset[str]:
    """IANA names of places; not the files beside them, such as posixrules."""
    return frozenset(available_timezones() - {"Factory", "localtime", "posixrules"})


def did_you_mean(wrong: str, known: Collection[str]) -> str:
    """The nearest known words as a hint, or nothing."""
    near = difflib.get_close_matches(wrong.casefold(), [one.casefold() for one in known], 3, 0.6)
    spelt = {one.casefold(): one for one in known}
    return f" Did you mean {' or '.join(spelt[one] for one in near)}?" if near else ""


def read_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadTeamValue("name", f"{len(name)} characters", f"Write 1 to {LONGEST_NAME}")
    return name


def read_weekday(text: str) -> int:
    """Monday is 0. Takes mon, Mon, monday and what lies between."""
    word = text.strip().casefold()
    found = [n for n, full in enumerate(_FULL) if len(word) >= _SHORTEST_WEEKDAY and full.startswith(word)]
    if len(found) != 1:
        hint = did_you_mean(word, (*_FULL, *WEEKDAYS))
        raise BadTeamValue("weekday", f"{text!r} is no weekday", f"Write one of {', '.join(WEEKDAYS)}.{hint}")
    return found[0]


def read_weekdays(text: str) -> tuple[int, ...]:
    """`mon-fri`, `fri-tue` (round the week's end) or `mon,wed,fri`."""
    days: set[int] = set()
    for part in filter(None, re.split(r"[,\s]+", text.strip())):
        first, dash, last = part.partition("-")
        start = read_weekday(first)
        stop = read_weekday(last) if dash else start
        days.update((start + n) % 7 for n in range((stop - start) % 7 + 1))
    if not days:
        raise BadTeamValue("working days", "none are given", "Write for example mon-fri")
    return tuple(sorted(days))


def read_time(text: str, name: str = "time") -> time:
    match = re.fullmatch(r"\s*([01]?\d|2[0-3])[:.h]([0-5]\d)\s*", text)
    if match is None:
        raise BadTeamValue(name, f"{text!r} is no time of day", "Write hours and minutes, for example 10:00")
    return time(int(match[1]), int(match[2]))


def read_hours(text: str) -> tuple[time, time]:
    """`9:00-17:00`; `0:00` as the end is the midnight that ends the day."""
    first, dash, last = text.partition("-")
    if not dash:
        raise BadTeamValue("working hours", f"{text!r} is no span", "Write for example 9:00-17:00")
    start, end = read_time(first, "working hours"), read_time(last, "working hours")
    if end <= start and end != time(0):
        raise BadTeamValue("working hours", f"{text} ends before it begins", "Write for example 9:00-17:00")
    return start, end


def read_zone(text: str) -> str:
    zone = text.strip()
    if zone in known_zones():
        return zone
    by_case = {known.casefold(): known for known in known_zones()}
    if (found := by_case.get(zone.casefold())) is not None:
        return found
    hint = _zone_hint(zone)
    write = f"Write a name such as Europe/Lisbon.{hint}"
    raise BadTeamValue("time zone", f"{text!r} is not in the time-zone data", write)


def _zone_hint(wrong: str) -> str:
    """The zones whose whole name, or whose place, is nearest to what was written."""
    zones = {known.casefold(): known for known in sorted(known_zones())}
    places = {name.rsplit("/", 1)[-1]: known for name, known in zones.items()}
    near = difflib.get_close_matches(wrong.casefold(), [*zones, *places], 3, 0.6)
    found = dict.fromkeys((places | zones)[one] for one in near)
    return f" Did you mean {' or '.join(found)}?" if found else ""


def read_quiz_after(text: str) -> int | None:
    word = text.strip().casefold()
    if word == "off":
        return None
    if word not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise BadTeamValue("question after", f"{text!r} is no number of days", "Write 0 to 6, or off")
    return int(word)


def read_emoji(text: str) -> str | None:
    """The name of the emoji that is small thanks, as Slack has it, without colons; `off` is None."""
    name = bare_emoji(text.strip().strip(":"))
    if name == "off":
        return None
    if _EMOJI.fullmatch(name) is None:
        write = "Write its name as Slack shows it, for example sunflower, or off"
        raise BadTeamValue("reaction", f"{text!r} is no name of an emoji", write)
    return name


_EMOJI = re.compile(r"[\w+'-]{1,100}")


def bare_emoji(name: str) -> str:
    """The emoji without its skin tone, which Slack writes behind it: wave::skin-tone-3."""
    return name.partition("::")[0].casefold()


def read_day(text: str, name: str = "day") -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        wrong = f"{text!r} is no day"
        raise BadTeamValue(name, wrong, "Write year, month and day, for example 2026-12-24") from None


def read_days(text: str) -> tuple[date, ...]:
    """`2026-12-24` or `2026-12-24..2027-01-01`, several with commas; at most 400 days."""
    days: set[date] = set()
    for part in filter(None, re.split(r"[,\s]+", text.strip())):
        first, dots, last = part.partition("..")
        start = read_day(first, "days to skip")
        stop = read_day(last, "days to skip") if dots else start
        if not 0 <= (stop - start).days < _MOST_DAYS:
            wrong = f"{part} is no span of 1 to {_MOST_DAYS} days"
            raise BadTeamValue("days to skip", wrong, "Write for example 2026-12-24..2027-01-01")
        days.update(date.fromordinal(n) for n in range(start.toordinal(), stop.toordinal() + 1))
    return tuple(sorted(days))


_MOST_DAYS = 400


def read_instant(text: str) -> datetime:
    """ISO 8601 with an offset or Z."""
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        wrong = f"{text!r} is no instant"
        raise BadTeamValue("instant", wrong, "Write it with its offset: 2026-11-24T10:00:00+00:00")
    return instant
