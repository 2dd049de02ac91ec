"""Slots, weeks and what is due, in examples worked by hand. 2026-11-24 is a Tuesday, in 2026-W48."""

from __future__ import annotations

import io
import struct
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from bot import schedule
from bot.models import Timetable, Week

NEW_YORK = "America/New_York"
BERLIN = "Europe/Berlin"
KIRITIMATI = "Pacific/Kiritimati"  # UTC+14, the first into a day
HONOLULU = "Pacific/Honolulu"  # UTC-10

W47, W48, W49 = Week(2026, 47), Week(2026, 48), Week(2026, 49)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def walls(zone: str, *instants: datetime) -> list[str]:
    return [f"{schedule.local(instant, zone):%a %m-%d %H:%M}" for instant in instants]


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        pytest.param("UTC", "2026-11-24", "10:00", "2026-11-24 10:00", id="utc"),
        pytest.param("Asia/Kathmandu", "2026-11-24", "10:00", "2026-11-24 04:15", id="three quarters"),
        pytest.param(NEW_YORK, "2027-03-14", "01:59", "2027-03-14 06:59", id="before a gap"),
        pytest.param(NEW_YORK, "2027-03-14", "02:00", "2027-03-14 07:00", id="the gap begins"),
        pytest.param(NEW_YORK, "2027-03-14", "02:30", "2027-03-14 07:30", id="in a gap, so 03:30"),
        pytest.param(NEW_YORK, "2027-03-14", "03:00", "2027-03-14 07:00", id="after a gap"),
        pytest.param(NEW_YORK, "2027-11-07", "01:30", "2027-11-07 05:30", id="twice, so the first"),
        pytest.param(NEW_YORK, "2027-11-07", "02:00", "2027-11-07 07:00", id="after a fold"),
        pytest.param("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00", id="no midnight"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:45", id="half an hour"),
        pytest.param("Pacific/Apia", "2011-12-30", "10:00", "2011-12-30 20:00", id="no such day"),
    ],
)
def test_a_local_time_has_one_instant(zone: str, day: str, at: str, expected: str) -> None:
    assert schedule.to_utc(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(expected)


def test_the_first_of_two_is_meant_even_by_a_time_that_says_second() -> None:
    first = schedule.to_utc(date(2027, 11, 7), time(1, 45, fold=1), NEW_YORK)
    assert first == utc("2027-11-07 05:45")


def test_instants_are_utc() -> None:
    assert schedule.to_utc(date(2026, 11, 24), time(10), BERLIN).tzinfo is UTC


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        schedule.to_utc(date(2026, 11, 24), time(10), "Europe/Atlantis")


def test_a_week_runs_from_monday_midnight_to_the_next_local() -> None:
    assert schedule.week_starts_at(W48, BERLIN) == utc("2026-11-22 23:00")
    assert schedule.week_ends_at(W48, BERLIN) == utc("2026-11-29 23:00")
    assert schedule.week_of(utc("2026-11-22 22:59"), BERLIN) == W47
    assert schedule.week_of(utc("2026-11-22 23:00"), BERLIN) == W48


def test_a_year_may_have_a_53rd_week() -> None:
    assert schedule.week_of(utc("2027-01-03 12:00"), "UTC") == Week(2026, 53)
    assert schedule.next_slot(Timetable(), utc("2026-12-29 10:00")) == (
        Week(2027, 1),
        utc("2027-01-05 10:00"),
    )


def test_a_gap_across_the_end_of_a_week_leaves_no_instant_in_two_weeks() -> None:
    """In 1919 Toronto set its clocks forward at 23:30 on a Sunday, to 00:30 on Monday."""
    before, after = Week(1919, 13), Week(1919, 14)
    ends_at = schedule.week_ends_at(before, "America/Toronto")
    assert ends_at == utc("1919-03-31 05:00")  # Monday 01:00 on the wall, by the offset before the gap
    assert schedule.week_of(ends_at - timedelta(minutes=1), "America/Toronto") == before
    assert schedule.week_of(ends_at, "America/Toronto") == after


def made_up_zone(rule: str) -> ZoneInfo:
    """A zone that always follows one POSIX rule, compiled by hand."""
    header = struct.pack(">4sc15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4)
    block = header + struct.pack(">lbB", 0, 0, 0) + b"AAA\0"
    return ZoneInfo.from_file(io.BytesIO(block * 2 + f"\n{rule}\n".encode()))


def test_clocks_set_back_across_the_end_of_a_week_do_not_bring_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No zone has done it yet: here Monday's 00:30 becomes Sunday's 23:30."""
    zone = made_up_zone("AAA0BBB-1,M3.5.0,M11.4.1/0:30")
    monkeypatch.setattr(schedule, "_zone", lambda _: zone)
    assert schedule.week_starts_at(W48, "Made/Up") == utc("2026-11-22 23:00")
    assert walls("Made/Up", utc("2026-11-22 23:45")) == ["Sun 11-22 23:45"]
    assert schedule.week_of(utc("2026-11-22 22:45"), "Made/Up") == W47
    assert schedule.week_of(utc("2026-11-22 23:15"), "Made/Up") == W48
    assert schedule.week_of(utc("2026-11-22 23:45"), "Made/Up") == W48


def test_a_slot_pushed_past_its_week_by_a_gap_still_counts() -> None:
    """In 1971 Algiers set its clocks forward at 23:00 on a Sunday, to Monday's midnight."""
    late_sunday = Timetable(weekday=6, at=time(23, 30), zone="Africa/Algiers")
    week, changed_at, slot_at = Week(1971, 16), utc("1971-04-20 12:00"), utc("1971-04-25 23:30")
    assert schedule.week_ends_at(week, "Africa/Algiers") == utc("1971-04-25 23:00")
    zones = ("Africa/Algiers",)
    assert schedule.next_due(late_sunday, zones, changed_at, None, utc("1971-04-25 23:15")) == slot_at
    assert schedule.due_week(late_sunday, zones, changed_at, None, slot_at) == (week, slot_at)
    until = schedule.tip_until(late_sunday, week)
    assert schedule.catch_up(late_sunday, slot_at, slot_at, until) == slot_at
    two_hours_later = utc("1971-04-26 01:30")
    assert schedule.catch_up(late_sunday, slot_at, two_hours_later, until) == two_hours_later
    assert schedule.catch_up(late_sunday, slot_at, two_hours_later + timedelta(minutes=1), until) is None


def test_a_tip_may_go_until_its_week_ends() -> None:
    assert schedule.tip_until(Timetable(zone=BERLIN), W48) == utc("2026-11-29 23:00")
    assert schedule.tip_until(Timetable(zone=BERLIN), W48, HONOLULU) == utc("2026-11-30 10:00")


def test_a_slot_on_a_day_that_was_left_out_is_the_day_after() -> None:
    """Samoa had no 30 December 2011, a Friday."""
    friday = Timetable(weekday=4, zone="Pacific/Apia")
    assert walls("Pacific/Apia", schedule.slot(friday, Week(2011, 52))) == ["Sat 12-31 10:00"]


def test_a_slot_is_the_timetables_or_at_a_members_own_time() -> None:
    timetable = Timetable(zone=BERLIN)
    assert schedule.slot(timetable, W48) == utc("2026-11-24 09:00")
    assert schedule.slot(timetable, W48, "Asia/Tokyo") == utc("2026-11-24 01:00")


def test_the_next_slot_is_strictly_later() -> None:
    timetable, slot_at = Timetable(), utc("2026-11-24 10:00")
    assert schedule.next_slot(timetable, slot_at - timedelta(microseconds=1)) == (W48, slot_at)
    assert schedule.next_slot(timetable, slot_at) == (W49, utc("2026-12-01 10:00"))
    assert schedule.next_slot(timetable, slot_at, NEW_YORK) == (W48, utc("2026-11-24 15:00"))


def test_the_next_slot_can_be_asked_for_later_weeks_only() -> None:
    early = utc("2026-11-23 08:00")
    assert schedule.next_slot(Timetable(), early, later_than=W47)[0] == W48
    assert schedule.next_slot(Timetable(), early, later_than=W48)[0] == W49
    assert schedule.next_slot(Timetable(), early, later_than=Week(2027, 1))[0] == Week(2027, 2)


def due(
    now: str,
    timetable: Timetable | None = None,
    *zones: str,
    changed_at: datetime = LONG_AGO,
    last_week: Week | None = W47,
) -> Week | None:
    timetable = timetable or Timetable()
    found = schedule.due_week(timetable, zones or (timetable.zone,), changed_at, last_week, utc(now))
    return None if found is None else found[0]


def test_a_week_is_due_from_its_slot_to_its_end() -> None:
    assert due("2026-11-24 09:59:59") is None
    assert due("2026-11-24 10:00") == W48
    assert due("2026-11-29 23:59:59") == W48
    assert due("2026-11-30 00:00") is None


def test_a_week_is_planned_once() -> None:
    assert due("2026-11-24 12:00", last_week=W48) is None


def test_after_three_weeks_down_only_the_week_that_runs_is_due() -> None:
    assert due("2026-11-23 12:00", last_week=Week(2026, 44)) is None
    assert due("2026-11-25 12:00", last_week=Week(2026, 44)) == W48


def test_a_team_without_a_past_is_due_like_any_other() -> None:
    assert due("2026-11-24 10:00", last_week=None) == W48


def test_a_slot_counts_only_if_it_is_later_than_the_last_change() -> None:
    slot_at = utc("2026-11-24 10:00")
    assert due("2026-11-24 12:00", changed_at=slot_at) is None
    assert due("2026-11-24 12:00", changed_at=slot_at - timedelta(seconds=1)) == W48
    assert schedule.next_due(Timetable(), ("UTC",), slot_at, W47, slot_at) == utc("2026-12-01 10:00")


def test_a_change_seen_by_a_clock_that_is_behind_still_bounds_the_slots() -> None:
    changed_at, behind = utc("2026-11-24 10:30"), utc("2026-11-24 09:00")
    assert schedule.next_due(Timetable(), ("UTC",), changed_at, W47, behind) == utc("2026-12-01 10:00")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(Timetable(weekday=3), "2026-11-26 10:00", id="to a later weekday"),
        pytest.param(Timetable(weekday=0), "2026-11-30 10:00", id="to an earlier weekday, now past"),
        pytest.param(Timetable(at=time(15)), "2026-11-24 15:00", id="to a later time"),
        pytest.param(Timetable(at=time(8)), "2026-12-01 08:00", id="to an earlier time, now past"),
        pytest.param(Timetable(zone=NEW_YORK), "2026-11-24 15:00", id="to a zone further west"),
        pytest.param(Timetable(zone="Asia/Tokyo"), "2026-12-01 01:00", id="to a zone further east"),
    ],
)
def test_changed_on_tuesday_at_nine_before_the_slot(changed: Timetable, expected: str) -> None:
    at_nine = utc("2026-11-24 09:00")
    assert schedule.next_due(changed, (changed.zone,), at_nine, W47, at_nine) == utc(expected)


@pytest.mark.parametrize(
    "changed",
    [Timetable(weekday=3), Timetable(at=time(15)), Timetable(zone=NEW_YORK), Timetable(zone=HONOLULU)],
)
def test_changed_after_the_slot_gives_no_second_tip_that_week(changed: Timetable) -> None:
    at_noon = utc("2026-11-24 12:00")
    assert due("2026-11-27 12:00", changed, changed_at=at_noon, last_week=W48) is None
    week, slot_at = schedule.next_slot(changed, at_noon, later_than=W48)
    assert week == W49
    assert schedule.next_due(changed, (changed.zone,), at_noon, W48, at_noon) == slot_at


def test_moved_west_across_the_end_of_a_week_the_label_still_counts() -> None:
    """Planned for W49 on Kiritimati's Monday; in Honolulu it is Saturday of W48, and W49 is still had."""
    moved_at = utc("2026-11-29 11:00")
    timetable = Timetable(weekday=0, zone=HONOLULU)
    assert walls(HONOLULU, moved_at) == ["Sun 11-29 01:00"]
    assert schedule.week_of(moved_at, KIRITIMATI) == W49
    assert due("2026-11-30 21:00", timetable, changed_at=moved_at, last_week=W49) is None
    assert schedule.next_due(timetable, (HONOLULU,), moved_at, W49, moved_at) == utc("2026-12-07 20:00")


ROUND_THE_WORLD = (BERLIN, KIRITIMATI, HONOLULU)


def test_the_earliest_slot_anywhere_makes_the_week_due() -> None:
    timetable = Timetable(zone=BERLIN)
    earliest = utc("2026-11-23 20:00")  # Tuesday 10:00 on Kiritimati
    assert schedule.next_due(timetable, ROUND_THE_WORLD, LONG_AGO, W47, utc("2026-11-20 00:00")) == earliest
    found = schedule.due_week(timetable, ROUND_THE_WORLD, LONG_AGO, W47, earliest)
    assert found == (W48, earliest)


def test_a_week_lasts_until_its_end_in_the_last_zone() -> None:
    timetable = Timetable(zone=BERLIN)
    assert due("2026-11-30 09:59", timetable, *ROUND_THE_WORLD) == W48  # Sunday 23:59 in Honolulu
    assert due("2026-11-30 10:00", timetable, *ROUND_THE_WORLD) is None


def test_two_weeks_can_be_due_and_come_in_order() -> None:
    monday = Timetable(weekday=0, at=time(0), zone=BERLIN)
    now = "2026-11-29 12:00"  # Monday on Kiritimati, Sunday elsewhere
    assert due(now, monday, *ROUND_THE_WORLD, last_week=W47) == W48
    assert due(now, monday, *ROUND_THE_WORLD, last_week=W48) == W49
    assert due(now, monday, *ROUND_THE_WORLD, last_week=W49) is None


def test_one_zones_slot_before_the_change_does_not_cost_the_others_their_week() -> None:
    timetable, changed_at = Timetable(zone=BERLIN), utc("2026-11-24 08:00")
    zones = (BERLIN, KIRITIMATI)
    slot_at = utc("2026-11-24 09:00")
    assert schedule.next_due(timetable, zones, changed_at, W47, changed_at) == slot_at
    assert schedule.due_week(timetable, zones, changed_at, W47, slot_at) == (W48, slot_at)


def test_a_quiz_closes_when_its_week_ends() -> None:
    assert schedule.quiz_closes_at(utc("2026-11-26 10:00"), BERLIN) == utc("2026-11-29 23:00")


def test_a_quiz_is_open_for_72_hours_at_the_least() -> None:
    assert schedule.quiz_closes_at(utc("2026-11-26 23:00"), BERLIN) == utc("2026-11-29 23:00")
    assert schedule.quiz_closes_at(utc("2026-11-26 23:01"), BERLIN) == utc("2026-11-29 23:01")
    assert schedule.quiz_closes_at(utc("2026-11-28 10:00"), BERLIN) == utc("2026-12-01 10:00")


def test_72_hours_are_hours_whatever_the_clocks_do() -> None:
    posted_at = utc("2027-03-26 09:00")  # Friday 10:00; the clocks go forward on Sunday
    assert walls(BERLIN, schedule.quiz_closes_at(posted_at, BERLIN)) == ["Mon 03-29 11:00"]


def test_a_result_belongs_to_the_week_in_which_its_quiz_closed() -> None:
    week_ends_at = utc("2026-11-29 23:00")
    assert schedule.closed_in(week_ends_at, BERLIN) == W48
    assert schedule.closed_in(week_ends_at + timedelta(microseconds=1), BERLIN) == W49
    assert schedule.closed_in(utc("2026-12-01 10:00"), BERLIN) == W49


def test_a_quiz_that_closes_at_an_end_of_week_in_a_gap_belongs_to_that_week() -> None:
    zone, week = "America/Toronto", Week(1919, 13)
    closes_at = schedule.quiz_closes_at(utc("1919-03-26 12:00"), zone)
    assert closes_at == schedule.week_ends_at(week, zone)
    assert schedule.closed_in(closes_at, zone) == week
