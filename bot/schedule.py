"""When things happen: slots, weeks, working hours, lateness. Pure; no clock is read here.

Instants go in and come out as aware UTC datetimes. A zone is an IANA name; an unknown one raises
zoneinfo's ZoneInfoNotFoundError. Where a function takes `zone`, None means the timetable's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from bot.models import Timetable, Week

LATE = timedelta(hours=2)
"""How late something still goes at once, even outside working hours."""

QUIZ_OPEN = timedelta(hours=72)
"""How long a question stays open at the least."""

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_SECOND = timedelta(seconds=1)
_MIDNIGHTS = (time(0), time.max)


class NoWorkingHours(ValueError):
    """A team needs at least one working day, and working hours that end later than they begin."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


# ZoneInfo's own cache keeps eight zones strongly; a tick meets all of them.
@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=4096)  # teams of a zone share their slots and their weeks' ends
def to_utc(day: date, at: time, zone: str) -> datetime:
    """The instant of a local time.

    One that does not exist takes the offset before the gap (RFC 5545, 3.3.5), so 02:30 in a gap from
    2 to 3 is 03:30; one that occurs twice is the first. Days that a zone left out follow the same rule.
    """
    return datetime.combine(day, at, _zone(zone)).replace(fold=0).astimezone(UTC)


def local(instant: datetime, zone: str) -> datetime:
    """What the wall clock in `zone` shows."""
    return instant.astimezone(_zone(zone))


def week_starts_at(week: Week, zone: str) -> datetime:
    """Monday, midnight, by the rule of `to_utc`."""
    return to_utc(week.day(0), time(0), zone)


def week_ends_at(week: Week, zone: str) -> datetime:
    """The start of the next week, which is no longer in this one."""
    return to_utc(week.day(0) + _WEEK, time(0), zone)


def week_of(instant: datetime, zone: str) -> Week:
    """The week that holds the instant: not before its start and before its end."""
    week = Week.of(local(instant, zone).date())
    # Where an offset changes at midnight the wall clock alone could show a week twice.
    if instant < week_starts_at(week, zone):
        return week.plus(-1)
    return week.plus(1) if instant >= week_ends_at(week, zone) else week


@lru_cache(maxsize=4096)  # teams of a timetable share their slots
def slot(timetable: Timetable, week: Week, zone: str | None = None) -> datetime:
    """When the week's tip is meant to go."""
    return to_utc(week.day(timetable.weekday), timetable.at, zone or timetable.zone)


def next_slot(
    timetable: Timetable, after: datetime, zone: str | None = None, *, later_than: Week | None = None
) -> tuple[Week, datetime]:
    """The first slot strictly after an instant, of a week later than `later_than` where one is given."""
    zone = zone or timetable.zone
    today = local(after, zone).date()
    # From the week before, since a gap can push a Sunday's slot into the next week.
    day = today + timedelta(days=timetable.weekday - today.weekday() - 7)
    if later_than is not None:
        day = max(day, later_than.day(timetable.weekday) + _WEEK)
    while (at := to_utc(day, timetable.at, zone)) <= after:
        day += _WEEK
    return Week.of(day), at


def due_week(
    timetable: Timetable, zones: Sequence[str], changed_at: datetime, last_week: Week | None, now: datetime
) -> tuple[Week, datetime] | None:
    """The week to plan now, and the slot that made it due: the earliest that counts over all zones.

    `zones` are the team's and those of members who get tips directly. A slot counts if it is later than
    `changed_at`. Weeks up to `last_week` are done; a week that is over in every zone is lost. While zones
    stand in two weeks, both can be due: the earlier comes first, so ask again after planning.
    """
    found = due_weeks(timetable, zones, changed_at, last_week, now)
    return found[0] if found else None


def due_weeks(
    timetable: Timetable, zones: Sequence[str], changed_at: datetime, last_week: Week | None, now: datetime
) -> list[tuple[Week, datetime]]:
    """What `due_week` says, asked again after each week it names."""
    found = []
    for week, slots, until in _slots_around(timetable, tuple(zones), now.astimezone(UTC).date()):
        if now >= until or (last_week is not None and week <= last_week):
            continue
        due_at = next((at for at in slots if at > changed_at), None)
        if due_at is not None and due_at <= now:
            found.append((week, due_at))
    return found


@lru_cache(maxsize=4096)
def slots_around(timetable: Timetable, zones: tuple[str, ...], now: datetime) -> tuple[datetime, ...]:
    """All the slots that `due_weeks` looks at, in order. Those count for a team that are after its change."""
    weeks = _slots_around(timetable, zones, now.astimezone(UTC).date())
    return tuple(sorted(at for _, slots, _ in weeks for at in slots))


@lru_cache(maxsize=4096)  # teams of a timetable share it, and a pass of the clock meets them together
def _slots_around(
    timetable: Timetable, zones: tuple[str, ...], day: date
) -> tuple[tuple[Week, tuple[datetime, ...], datetime], ...]:
    """The weeks before, of and after a day, each with its slots in order and when it is over everywhere."""
    found = []
    for week in _weeks_around(day):
        slots = tuple(slot(timetable, week, zone) for zone in zones)
        untils = (_until(at, week, zone) for at, zone in zip(slots, zones, strict=True))
        found.append((week, tuple(sorted(slots)), max(untils)))
    return tuple(found)


def next_due(
    timetable: Timetable, zones: Sequence[str], changed_at: datetime, last_week: Week | None, now: datetime
) -> datetime:
    """When to ask `due_week` again: the earliest slot after `now` that counts, of a week not done."""
    return _next_due(timetable, tuple(zones), max(now, changed_at), last_week)


@lru_cache(maxsize=4096)  # as above
def _next_due(
    timetable: Timetable, zones: tuple[str, ...], after: datetime, last_week: Week | None
) -> datetime:
    return min(next_slot(timetable, after, zone, later_than=last_week)[1] for zone in zones)


def tip_until(timetable: Timetable, week: Week, zone: str | None = None) -> datetime:
    """From when a week's tip can no longer go: the week's end.

    If a gap pushed the slot itself to that end or past it: two hours and a moment after the slot.
    """
    zone = zone or timetable.zone
    return _until(slot(timetable, week, zone), week, zone)


def _until(slot_at: datetime, week: Week, zone: str) -> datetime:
    ends_at = week_ends_at(week, zone)
    return ends_at if slot_at < ends_at else slot_at + LATE + _SECOND


@cache
def _weeks_around(day: date) -> tuple[Week, Week, Week]:
    week = Week.of(day)
    return week.plus(-1), week, week.plus(1)


def require_working_hours(timetable: Timetable) -> None:
    """Raises NoWorkingHours for a timetable in which `next_working` would search for ever."""
    hours = timetable.work_until in _MIDNIGHTS or timetable.work_from < timetable.work_until
    if not hours or set(timetable.working_days).isdisjoint(range(7)):
        raise NoWorkingHours


def is_working(timetable: Timetable, instant: datetime, zone: str | None = None) -> bool:
    """Whether the wall clock shows a working day and a time from `work_from` to before `work_until`.

    A `work_until` of 00:00 (or `time.max`) is the midnight that ends the day. Hours that occur twice
    count both times. Without working hours the answer is no.
    """
    wall = local(instant, zone or timetable.zone)
    if wall.weekday() not in timetable.working_days:
        return False
    at = wall.time()
    return timetable.work_from <= at and (timetable.work_until in _MIDNIGHTS or at < timetable.work_until)


def next_working(timetable: Timetable, instant: datetime, zone: str | None = None) -> datetime:
    """The instant itself if it is a working one, else the first later one that is. Raises NoWorkingHours."""
    require_working_hours(timetable)
    zone = zone or timetable.zone
    if is_working(timetable, instant, zone):
        return instant
    # From the day before, since clocks set back after midnight show that day once more.
    day = local(instant, zone).date() - _DAY
    while True:
        openings = _openings(day, timetable.work_from, zone)
        later = [at for at in openings if at > instant and is_working(timetable, at, zone)]
        if later:
            return min(later)
        day += _DAY


@lru_cache(maxsize=4096)  # teams of a zone share their days, and a change of offset is searched for
def _openings(day: date, work_from: time, zone: str) -> tuple[datetime, ...]:
    """Where a day's working hours can begin: when they open, open again, and where the offset changes."""
    opens_at = to_utc(day, work_from, zone)
    again_at = datetime.combine(day, work_from, _zone(zone)).replace(fold=1).astimezone(UTC)
    low, high = to_utc(day, time(0), zone), to_utc(day + _DAY, time(0), zone)
    if local(low, zone).utcoffset() == local(high, zone).utcoffset():
        return opens_at, again_at
    return opens_at, again_at, _offset_change(low, high, zone)


def _offset_change(low: datetime, high: datetime, zone: str) -> datetime:
    """The first second of the offset that holds at `high` and not yet at `low`."""
    before = local(low, zone).utcoffset()
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if local(middle, zone).utcoffset() == before else (low, middle)
    return high


@lru_cache(maxsize=4096)  # teams of a zone share their weeks' beginnings
def first_working_hour(timetable: Timetable, week: Week) -> datetime:
    """When what is said about the week before goes out: the week's first working instant.

    Raises NoWorkingHours.
    """
    return next_working(timetable, week_starts_at(week, timetable.zone))


def next_first_working_hour(timetable: Timetable, after: datetime) -> datetime:
    """The first working instant of a week that is later than `after`. Raises NoWorkingHours."""
    week = week_of(after, timetable.zone)
    at = first_working_hour(timetable, week)
    return at if at > after else first_working_hour(timetable, week.plus(1))


def catch_up(
    timetable: Timetable,
    slot_at: datetime,
    now: datetime,
    until: datetime,
    zone: str | None = None,
    *,
    not_on: date | None = None,
) -> datetime | None:
    """When something meant for `slot_at` goes, as seen at `now`; None if it is too late for it.

    Early: at its slot. Late by up to two hours: now, even outside working hours. Later: at the next
    working instant. On `not_on` (the local day of the team's last tip) or before it: at the first
    working instant of the day after. Too late: not before `until`. Raises NoWorkingHours.
    """
    at = max(slot_at, now)
    if at - slot_at > LATE:
        at = next_working(timetable, at, zone)
    zone = zone or timetable.zone
    if not_on is not None and local(at, zone).date() <= not_on:
        at = next_working(timetable, to_utc(not_on + _DAY, time(0), zone), zone)
    return at if at < until else None


def quiz_at(
    timetable: Timetable, tip_on: date, tip_at: datetime, next_tip_on: date, zone: str | None = None
) -> datetime | None:
    """When the question on a tip goes out; None if the team has questions off.

    `quiz_after` days after the tip, at the slot's time of day, or at `work_from` where that time is
    outside working hours; with 0 days it goes with the tip, whenever that is. If the day does not work,
    or the slot's time is after its hours: the next working day. If that reaches the next tip's day: the
    last working day before the one counted out, still after the tip's day and before the next tip's. If
    there is none: with the tip. So a question never leaves working hours without its tip.
    """
    if timetable.quiz_after is None:
        return None
    if timetable.quiz_after == 0:
        return tip_at
    room = (next_tip_on - tip_on).days
    instants = _quiz_instants(timetable, timetable.quiz_after, tip_on, room, zone or timetable.zone)
    return max(next(instants, tip_at), tip_at)


def _quiz_instants(
    timetable: Timetable, quiz_after: int, tip_on: date, room: int, zone: str
) -> Iterator[datetime]:
    """The working instants a question could take, the best first; the next tip is `room` days after this."""
    closed = timetable.work_until not in _MIDNIGHTS and timetable.at >= timetable.work_until
    at = timetable.work_from if closed else max(timetable.at, timetable.work_from)
    later = range(quiz_after + 1 if closed else quiz_after, room)
    earlier = range(min(quiz_after, room) - 1, 0, -1)
    for days in chain(later, earlier):
        instant = to_utc(tip_on + timedelta(days=days), at, zone)
        if is_working(timetable, instant, zone):
            yield instant


def quiz_closes_at(posted_at: datetime, zone: str) -> datetime:
    """The end of the week it was posted in, but never less than 72 hours after posting."""
    return max(week_ends_at(week_of(posted_at, zone), zone), posted_at + QUIZ_OPEN)


def closed_in(closes_at: datetime, zone: str) -> Week:
    """The week whose figures a quiz belongs to; one that closes at a week's very end belongs to that week."""
    week = week_of(closes_at, zone)
    return week.plus(-1) if closes_at <= week_starts_at(week, zone) else week
