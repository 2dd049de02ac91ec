"""Ten years of a running clock, in every distinct history of offsets, against the oracle.

The clock looks when `next_due` says, a few seconds late as ticks are, plans what `due_week` gives, and
sends when `catch_up` says. The oracle lists the slots of all weeks from the raw zone files.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest

from bot import schedule
from bot.models import Timetable, Week
from tests.bot.slot_oracle import (
    DAY,
    History,
    at_utc,
    distinct_histories,
    history,
    wall_day,
    wall_of,
    works,
)

BEGINS_AT, ENDS_AT = datetime(2026, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
BEGINS, ENDS = BEGINS_AT.timestamp(), ENDS_AT.timestamp()
FIRST_MONDAY = date(2025, 12, 22)
HISTORIES = distinct_histories(BEGINS - 7 * DAY, ENDS + 7 * DAY)
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
NEAR = 2.5 * 3600
"""More than any offset of these years changes by, in seconds."""

AROUND = timedelta(weeks=2)
DECADE = (BEGINS_AT, ENDS_AT)
FEW_YEARS = (BEGINS_AT, datetime(2029, 1, 1, tzinfo=UTC))
"""For a zone whose offset stays: one of these years has 53 weeks, and one a 29th of February."""

Span = tuple[datetime, datetime]

Told = tuple[str, datetime]
"""A week's label and an instant."""


@cache
def mondays() -> list[tuple[str, date]]:
    days = [FIRST_MONDAY + timedelta(weeks=n) for n in range(525)]
    return [(f"{day.isocalendar().year}-W{day.isocalendar().week:02}", day) for day in days]


def mondays_within(begins_at: datetime, ends_at: datetime) -> list[tuple[str, date]]:
    """With a week more at each end."""
    first = max(0, (begins_at.date() - FIRST_MONDAY).days // 7 - 1)
    return mondays()[first : (ends_at.date() - FIRST_MONDAY).days // 7 + 2]


def change_walls(found: History) -> set[float]:
    """When offsets change, by the clock before and the clock after."""
    decade = found.cut(BEGINS, ENDS)
    pairs = zip(decade.changes, zip(decade.offsets, decade.offsets[1:], strict=False), strict=True)
    return {change + offset for change, both in pairs for offset in both}


def near_changes(zone: str) -> Iterator[Timetable]:
    """Each weekday and half-hour that is ever so near to a change that it could meet it."""
    near = {
        (day.weekday(), at)
        for wall in change_walls(HISTORIES[zone])
        for day in (wall_day(wall - NEAR), wall_day(wall + NEAR))
        for at in HALF_HOURS
        if abs(wall_of(day, at) - wall) <= NEAR
    }
    for weekday, at in sorted(near):
        yield Timetable(weekday=weekday, at=at, zone=zone)


def some_timetables(zone: str) -> Iterator[Timetable]:
    yield Timetable(zone=zone)
    yield Timetable(weekday=0, at=time(0), zone=zone)
    yield Timetable(weekday=6, at=time(23, 59), zone=zone)


def around_changes(*zones: str) -> list[Span]:
    """Two weeks before each change of the decade to two weeks after it."""
    spans: list[Span] = []
    for change in sorted({one for zone in zones for one in history(zone).cut(BEGINS, ENDS).changes}):
        begins, ends = at_utc(change) - AROUND, at_utc(change) + AROUND
        if spans and begins <= spans[-1][1]:
            spans[-1] = (spans[-1][0], ends)
        else:
            spans.append((begins, ends))
    return spans


def expected_slots(timetable: Timetable, zones: tuple[str, ...], span: Span = DECADE) -> list[Told]:
    """The earliest slot of each week, later than the beginning and before the end."""
    told = []
    begins, ends = span[0].timestamp(), span[1].timestamp()
    for label, monday in mondays_within(*span):
        wall = wall_of(monday + timedelta(days=timetable.weekday), timetable.at)
        counted = [at for zone in zones if (at := history(zone).instant(wall)) > begins]
        if counted and min(counted) < ends:
            told.append((label, at_utc(min(counted))))
    return told


def run(
    timetable: Timetable, zones: tuple[str, ...], chance: random.Random, span: Span = DECADE
) -> list[Told]:
    """What a clock that never stops plans and sends for a team that begins where the span does."""
    told: list[Told] = []
    begins_at, ends_at = span
    last_week, last_on, now = None, None, begins_at
    while (due_at := schedule.next_due(timetable, zones, begins_at, last_week, now)) < ends_at:
        now = due_at + timedelta(seconds=chance.randrange(31))
        assert (
            schedule.due_week(timetable, zones, begins_at, last_week, due_at - timedelta(seconds=1)) is None
        )
        while due := schedule.due_week(timetable, zones, begins_at, last_week, now):
            last_week, slot_at = due
            until = max(schedule.tip_until(timetable, last_week, zone) for zone in zones)
            assert schedule.catch_up(timetable, slot_at, now, until, not_on=last_on) == now
            told.append((str(last_week), slot_at))
            last_on = schedule.local(now, timetable.zone).date()
    return told


def test_no_change_reaches_further_than_what_is_called_near() -> None:
    for found in HISTORIES.values():
        offsets = found.cut(BEGINS, ENDS).offsets
        assert all(abs(after - before) < NEAR for before, after in pairwise(offsets))


@pytest.mark.parametrize("zone", HISTORIES)
def test_each_week_has_one_tip_at_its_instant(zone: str) -> None:
    chance = random.Random(zone)
    span, weeks = (DECADE, 521) if around_changes(zone) else (FEW_YEARS, 156)
    for timetable in some_timetables(zone):
        told = run(timetable, (zone,), chance, span)
        assert told == expected_slots(timetable, (zone,), span), timetable
        assert len({label for label, _ in told}) == len(told) >= weeks


@pytest.mark.parametrize("zone", [zone for zone in HISTORIES if around_changes(zone)])
def test_where_an_offset_changes_each_week_still_has_one_tip_at_its_instant(zone: str) -> None:
    """By timetables that meet the change; the weeks far from any are like all the others."""
    chance = random.Random(zone)
    spans = around_changes(zone)
    for timetable in near_changes(zone):
        for span in spans:
            told = run(timetable, (zone,), chance, span)
            assert told == expected_slots(timetable, (zone,), span), timetable
            assert len({label for label, _ in told}) == len(told) >= 3


TEAMS_ABROAD = [
    ("Europe/Berlin", "America/New_York", "Asia/Tokyo"),
    ("Pacific/Honolulu", "Pacific/Kiritimati", "Africa/Cairo"),
    ("Africa/Casablanca", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu"),
]


@pytest.mark.parametrize("zones", TEAMS_ABROAD, ids=lambda zones: zones[0])
def test_people_in_several_zones_have_one_week_and_its_earliest_slot(zones: tuple[str, ...]) -> None:
    """All of two years, and after them the weeks near a change of any of the zones."""
    chance = random.Random(zones[0])
    begins_at, ends_at = BEGINS_AT, datetime(2028, 1, 1, tzinfo=UTC)
    spans = [(begins_at, ends_at), *(span for span in around_changes(*zones) if span[1] > ends_at)]
    for weekday in range(7):
        for at in (time(0), time(2, 30), time(10), time(23, 59)):
            timetable = Timetable(weekday=weekday, at=at, zone=zones[0])
            for span in spans:
                assert run(timetable, zones, chance, span) == expected_slots(timetable, zones, span)


def any_timetable(chance: random.Random) -> Timetable:
    return Timetable(
        weekday=chance.randrange(7),
        at=chance.choice(HALF_HOURS),
        zone=chance.choice(list(HISTORIES)),
    )


def expected_after_changes(changes: list[tuple[datetime, Timetable]]) -> list[Told]:
    """Week by week: the slot of the timetable in force, if it is later than the change that set it."""
    told: list[Told] = []
    ends = [changed_at for changed_at, _ in changes[1:]] + [ENDS_AT]
    for (changed_at, timetable), until in zip(changes, ends, strict=True):
        for label, monday in mondays_within(changed_at, until):
            wall = wall_of(monday + timedelta(days=timetable.weekday), timetable.at)
            slot_at = at_utc(history(timetable.zone).instant(wall))
            if changed_at < slot_at < until and (not told or label > told[-1][0]):
                told.append((label, slot_at))
    return told


@pytest.mark.parametrize("seed", range(8))
def test_however_often_the_timetable_changes_no_week_has_two_tips(seed: int) -> None:
    chance = random.Random(seed)
    changed_at, changes = BEGINS_AT, [(BEGINS_AT, any_timetable(chance))]
    while (changed_at := changed_at + timedelta(seconds=chance.randrange(1, 21 * DAY))) < ENDS_AT:
        changes.append((changed_at, any_timetable(chance)))
    told: list[Told] = []
    last_week: Week | None = None
    ends = [changed_at for changed_at, _ in changes[1:]] + [ENDS_AT]
    for (changed_at, timetable), until in zip(changes, ends, strict=True):
        now, zones = changed_at, (timetable.zone,)
        while (now := schedule.next_due(timetable, zones, changed_at, last_week, now)) < until:
            due = schedule.due_week(timetable, zones, changed_at, last_week, now)
            assert due is not None
            last_week = due[0]
            told.append((str(last_week), due[1]))
    assert told == expected_after_changes(changes)
    assert len(told) > 300


@dataclass(frozen=True)
class Outages:
    """When the process was down: from each start to before its end."""

    spans: tuple[tuple[datetime, datetime], ...]

    def up_at(self, instant: datetime) -> datetime:
        return next((end for start, end in self.spans if start <= instant < end), instant)


def outages(chance: random.Random) -> Outages:
    spans, at = [], BEGINS_AT
    while at < ENDS_AT:
        at += timedelta(minutes=chance.randrange(1, 12 * 24 * 60))
        lasts = chance.choice(
            [timedelta(hours=n) for n in (1, 2, 3, 12)] + [timedelta(days=n) for n in (3, 21)]
        )
        spans.append((at, at + lasts))
        at += lasts
    return Outages(tuple(spans))


def sent_with(timetable: Timetable, down: Outages) -> list[Told]:
    """Plans and sends, looking only while up, as the clock and the outbox do."""
    told: list[Told] = []
    zones, last_week, last_on, now = (timetable.zone,), None, None, BEGINS_AT
    while (now := down.up_at(schedule.next_due(timetable, zones, BEGINS_AT, last_week, now))) < ENDS_AT:
        while due := schedule.due_week(timetable, zones, BEGINS_AT, last_week, now):
            last_week, slot_at = due
            until = schedule.tip_until(timetable, last_week)
            while (sends_at := schedule.catch_up(timetable, slot_at, now, until, not_on=last_on)) not in (
                None,
                now,
            ):
                assert sends_at is not None
                now = down.up_at(sends_at)
            if sends_at is not None:
                told.append((str(last_week), now))
                last_on = schedule.local(now, timetable.zone).date()
    return told


def minute_by_minute(timetable: Timetable, down: Outages) -> list[Told]:
    """The same, by walking the oracle's walls a minute at a time."""
    told: list[Told] = []
    found, last_on = history(timetable.zone), date.min
    office = (timetable.working_days, timetable.work_from, timetable.work_until)
    for label, monday in mondays():
        slot = found.instant(wall_of(monday + timedelta(days=timetable.weekday), timetable.at))
        ends = found.instant(wall_of(monday + timedelta(days=7), time(0)))
        at = down.up_at(at_utc(slot)).timestamp()
        late = at - slot > 7200
        while at < ends and (
            (late and not works(found, at, *office))
            or wall_day(found.wall(at)) <= last_on
            or down.up_at(at_utc(at)) != at_utc(at)
        ):
            at, late = at + 60, late or at + 60 - slot > 7200
        if slot > BEGINS and at < min(ends, ENDS):
            told.append((label, at_utc(at)))
            last_on = wall_day(found.wall(at))
    return told


STOPPED: list[Timetable] = [
    Timetable(zone="Europe/Berlin"),
    Timetable(weekday=4, zone="America/New_York", working_days=(4, 5, 6, 0, 1)),
    Timetable(weekday=5, at=time(2, 30), zone="Asia/Gaza"),
    Timetable(weekday=2, at=time(20), zone="Africa/Cairo", work_from=time(22), work_until=time(0)),
    Timetable(weekday=6, at=time(1, 30), zone="America/Havana", work_from=time(0), work_until=time(1)),
    Timetable(weekday=6, at=time(23, 30), zone="Australia/Lord_Howe", working_days=(6, 0)),
]


@pytest.mark.parametrize("timetable", STOPPED, ids=lambda timetable: timetable.zone)
def test_after_an_outage_a_tip_goes_when_the_rules_say(timetable: Timetable) -> None:
    down = outages(random.Random(timetable.zone))
    told = sent_with(timetable, down)
    assert told == minute_by_minute(timetable, down)
    assert 200 < len(told) < 521
