"""Working hours, lateness and the day of the question, edge by edge. 2026-11-24 is a Tuesday."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest

from bot import schedule
from bot.models import Timetable, Week
from tests.bot.slot_oracle import at_utc, distinct_histories, history, wall_day, works

NEW_YORK = "America/New_York"
OFFICE = Timetable()
FRIDAY_TO_TUESDAY = Timetable(weekday=4, working_days=(4, 5, 6, 0, 1))
WEEK_ENDS_AT = datetime(2026, 11, 30, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-24 08:59:59", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 16:59:59", True),
        ("2026-11-24 17:00", False),
        ("2026-11-28 12:00", False),
    ],
)
def test_working_hours_begin_with_their_start_and_end_before_their_end(instant: str, expected: bool) -> None:
    assert schedule.is_working(OFFICE, utc(instant)) is expected


@pytest.mark.parametrize("midnight", [time(0), time.max])
def test_hours_can_run_until_midnight(midnight: time) -> None:
    late = Timetable(work_from=time(18), work_until=midnight)
    assert schedule.is_working(late, utc("2026-11-27 23:59:59.999999"))
    assert not schedule.is_working(late, utc("2026-11-28 00:00"))
    assert schedule.next_working(late, utc("2026-11-28 00:00")) == utc("2026-11-30 18:00")


def test_the_whole_day_can_be_working_hours() -> None:
    always = Timetable(work_from=time(0), work_until=time(0), working_days=tuple(range(7)))
    assert schedule.is_working(always, utc("2026-11-29 00:00"))
    assert schedule.is_working(always, utc("2026-11-29 23:59:59.999999"))


def test_working_hours_are_read_in_a_members_own_zone() -> None:
    assert not schedule.is_working(OFFICE, utc("2026-11-24 10:00"), NEW_YORK)
    assert schedule.next_working(OFFICE, utc("2026-11-24 10:00"), NEW_YORK) == utc("2026-11-24 14:00")


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-11-24 12:34:56.789", "2026-11-24 12:34:56.789"),
        ("2026-11-24 03:00", "2026-11-24 09:00"),
        ("2026-11-24 17:00", "2026-11-25 09:00"),
        ("2026-11-27 17:00", "2026-11-30 09:00"),
    ],
)
def test_the_next_working_instant(instant: str, expected: str) -> None:
    assert schedule.next_working(OFFICE, utc(instant)) == utc(expected)


def test_working_days_from_friday_to_tuesday() -> None:
    assert schedule.next_working(FRIDAY_TO_TUESDAY, utc("2026-11-24 18:00")) == utc("2026-11-27 09:00")
    assert schedule.next_working(FRIDAY_TO_TUESDAY, utc("2026-11-28 18:00")) == utc("2026-11-29 09:00")


def test_the_week_opens_in_its_first_working_hour() -> None:
    assert schedule.first_working_hour(OFFICE, Week(2026, 48)) == utc("2026-11-23 09:00")
    in_tokyo = Timetable(zone="Asia/Tokyo", working_days=(2, 3))
    assert schedule.first_working_hour(in_tokyo, Week(2026, 48)) == utc("2026-11-25 00:00")
    in_honolulu = Timetable(zone="Pacific/Honolulu", working_days=(6, 0))
    assert schedule.first_working_hour(in_honolulu, Week(2026, 48)) == utc("2026-11-23 19:00")


@pytest.mark.parametrize(
    "timetable",
    [
        Timetable(working_days=()),
        Timetable(working_days=(7,)),
        Timetable(work_from=time(17), work_until=time(17)),
        Timetable(work_from=time(17), work_until=time(9)),
    ],
)
def test_without_working_hours_there_is_no_next_one(timetable: Timetable) -> None:
    assert not schedule.is_working(timetable, utc("2026-11-24 17:00"))
    with pytest.raises(schedule.NoWorkingHours, match="at least one working day"):
        schedule.next_working(timetable, utc("2026-11-24 17:00"))


HOURS = [(time(9), time(17)), (time(0), time(0)), (time(1, 15), time(1, 45)), (time(2, 15), time(2, 45))]
HOURS += [(time(0), time(0, 30)), (time(23, 30), time(0)), (time(2, 30), time(3, 15)), (time(0), time(1, 30))]


def changing_zones() -> list[str]:
    begins, ends = datetime(2026, 12, 1, tzinfo=UTC).timestamp(), datetime(2028, 1, 1, tzinfo=UTC).timestamp()
    return [
        zone for zone, found in distinct_histories(begins, ends).items() if found.cut(begins, ends).changes
    ]


@pytest.mark.parametrize("zone", [*changing_zones(), "Pacific/Apia", "America/Toronto"])
def test_around_each_change_of_offset_the_next_working_quarter_is_found(zone: str) -> None:
    """Against the oracle, quarter of an hour by quarter of an hour (no rule here changes between)."""
    found = history(zone)
    year = {"Pacific/Apia": 2011, "America/Toronto": 1919}.get(zone, 2027)
    begins, ends = (datetime(y, 1, 1, tzinfo=UTC).timestamp() for y in (year, year + 1))
    for change, (work_from, work_until) in product(found.cut(begins, ends).changes, HOURS):
        weekday = wall_day(found.wall(change)).weekday()
        days = ((weekday - 1) % 7, weekday, (weekday + 2) % 7)
        timetable = Timetable(zone=zone, working_days=days, work_from=work_from, work_until=work_until)
        quarters = [change + 900 * n for n in range(-96, 3 * 96)]
        following: float | None = None
        for quarter in reversed(quarters):
            if works(found, quarter, days, work_from, work_until):
                following = quarter
            assert schedule.is_working(timetable, at_utc(quarter)) is (following == quarter)
            if following is not None:
                assert schedule.next_working(timetable, at_utc(quarter)) == at_utc(following)


def test_clocks_set_back_after_midnight_open_the_day_before_once_more() -> None:
    """On 7 November 2010 St John's went from Sunday 00:01 to Saturday 23:01."""
    saturday = Timetable(
        zone="America/St_Johns", working_days=(5,), work_from=time(23, 30), work_until=time(0)
    )
    first_sunday_minute = utc("2010-11-07 02:30:30")
    assert schedule.next_working(saturday, first_sunday_minute) == utc("2010-11-07 03:00")


def goes(slot_at: str, now: str, timetable: Timetable = OFFICE, not_on: str | None = None) -> datetime | None:
    last_on = None if not_on is None else date.fromisoformat(not_on)
    return schedule.catch_up(timetable, utc(slot_at), utc(now), WEEK_ENDS_AT, not_on=last_on)


@pytest.mark.parametrize(
    ("slot_at", "now", "expected"),
    [
        pytest.param("2026-11-24 10:00", "2026-11-23 12:00", "2026-11-24 10:00", id="early"),
        pytest.param("2026-11-24 10:00", "2026-11-24 10:00", "2026-11-24 10:00", id="on time"),
        pytest.param("2026-11-28 10:00", "2026-11-28 10:00:30", "2026-11-28 10:00:30", id="Saturday slot"),
        pytest.param("2026-11-24 20:00", "2026-11-24 20:00:30", "2026-11-24 20:00:30", id="evening slot"),
        pytest.param("2026-11-24 16:30", "2026-11-24 17:30", "2026-11-24 17:30", id="an hour"),
        pytest.param("2026-11-24 20:00", "2026-11-24 22:00", "2026-11-24 22:00", id="two hours, evening"),
        pytest.param("2026-11-24 20:00", "2026-11-24 22:00:01", "2026-11-25 09:00", id="more than two hours"),
        pytest.param("2026-11-24 10:00", "2026-11-24 13:00", "2026-11-24 13:00", id="three hours, working"),
        pytest.param("2026-11-24 15:00", "2026-11-24 18:00", "2026-11-25 09:00", id="three hours, closed"),
        pytest.param("2026-11-24 10:00", "2026-11-27 10:00", "2026-11-27 10:00", id="three days"),
        pytest.param("2026-11-24 10:00", "2026-11-27 17:00", None, id="no working hour left this week"),
        pytest.param("2026-11-28 10:00", "2026-11-28 12:30", None, id="Saturday slot, three hours"),
        pytest.param("2026-11-29 23:30", "2026-11-29 23:59:59", "2026-11-29 23:59:59", id="the last second"),
        pytest.param("2026-11-29 23:30", "2026-11-30 00:00", None, id="an hour, but the week is over"),
        pytest.param("2026-11-24 10:00", "2026-12-15 10:00", None, id="three weeks"),
    ],
)
def test_late(slot_at: str, now: str, expected: str | None) -> None:
    assert goes(slot_at, now) == (None if expected is None else utc(expected))


def test_late_on_a_saturday_that_is_a_working_day() -> None:
    assert goes("2026-11-27 20:00", "2026-11-28 07:00", FRIDAY_TO_TUESDAY) == utc("2026-11-28 09:00")


@pytest.mark.parametrize(
    ("now", "not_on", "expected"),
    [
        pytest.param("2026-11-24 10:00", "2026-11-23", "2026-11-24 10:00", id="the day after a tip"),
        pytest.param("2026-11-24 10:00", "2026-11-24", "2026-11-25 09:00", id="the day of a tip"),
        pytest.param("2026-11-23 10:00", "2026-11-24", "2026-11-25 09:00", id="that day, seen early"),
        pytest.param("2026-11-24 11:00", "2026-11-25", "2026-11-26 09:00", id="a tip a zone ahead"),
        pytest.param("2026-11-24 11:00", "2026-11-27", None, id="nothing left of the week"),
    ],
)
def test_never_two_tips_on_one_day(now: str, not_on: str, expected: str | None) -> None:
    assert goes("2026-11-24 10:00", now, not_on=not_on) == (None if expected is None else utc(expected))


def test_the_day_after_a_tip_begins_where_the_member_is() -> None:
    slot_at = utc("2026-11-24 01:00")  # Tuesday 10:00 in Tokyo
    found = schedule.catch_up(OFFICE, slot_at, slot_at, WEEK_ENDS_AT, "Asia/Tokyo", not_on=date(2026, 11, 24))
    assert found == utc("2026-11-25 00:00")


def asked(
    timetable: Timetable, tip_on: str = "2026-11-24", next_tip_on: str = "2026-12-01", zone: str | None = None
) -> str | None:
    day = date.fromisoformat(tip_on)
    tip_at = schedule.to_utc(day, timetable.at, zone or timetable.zone)
    found = schedule.quiz_at(timetable, day, tip_at, date.fromisoformat(next_tip_on), zone)
    return None if found is None else f"{schedule.local(found, zone or timetable.zone):%a %H:%M}"


@pytest.mark.parametrize(
    ("quiz_after", "expected"),
    [
        (None, None),
        (0, "Tue 10:00"),
        (1, "Wed 10:00"),
        (2, "Thu 10:00"),
        (3, "Fri 10:00"),
        (4, "Mon 10:00"),
        (5, "Mon 10:00"),
        (6, "Mon 10:00"),
    ],
)
def test_the_question_follows_the_tip_by_its_days(quiz_after: int | None, expected: str | None) -> None:
    assert asked(Timetable(quiz_after=quiz_after)) == expected


def test_two_days_after_a_friday_tip_is_monday() -> None:
    assert asked(Timetable(weekday=4), "2026-11-27", "2026-12-04") == "Mon 10:00"


def test_two_days_after_a_friday_tip_is_sunday_where_sundays_are_worked() -> None:
    assert asked(FRIDAY_TO_TUESDAY, "2026-11-27", "2026-12-04") == "Sun 10:00"


def test_working_days_from_friday_to_tuesday_skip_to_friday_or_back() -> None:
    tuesday = Timetable(working_days=(4, 5, 6, 0, 1))
    assert asked(tuesday) == "Fri 10:00"
    wednesday_next = Timetable(weekday=0, quiz_after=2, working_days=(4, 5, 6, 0, 1))
    assert asked(wednesday_next, "2026-11-23", "2026-11-27") == "Tue 10:00"


def test_a_saturday_slot_asks_on_monday_and_with_no_days_on_saturday() -> None:
    assert asked(Timetable(weekday=5), "2026-11-28", "2026-12-05") == "Mon 10:00"
    assert asked(Timetable(weekday=5, quiz_after=0), "2026-11-28", "2026-12-05") == "Sat 10:00"


def test_an_evening_slot_asks_the_next_working_morning() -> None:
    evening = Timetable(at=time(20))
    assert asked(evening) == "Fri 09:00"
    assert asked(Timetable(at=time(20), quiz_after=3)) == "Mon 09:00"
    assert asked(Timetable(at=time(20), quiz_after=0)) == "Tue 20:00"
    assert asked(Timetable(at=time(17))) == "Fri 09:00"


def test_an_early_slot_asks_when_the_same_day_opens() -> None:
    assert asked(Timetable(at=time(6))) == "Thu 09:00"
    assert asked(Timetable(at=time(6), quiz_after=4)) == "Mon 09:00"


def test_a_question_that_would_reach_the_next_tip_goes_on_the_working_day_before() -> None:
    monday = Timetable(weekday=0, quiz_after=5)  # Saturday, so Monday, which is the next tip's
    assert asked(monday, "2026-11-23", "2026-11-30") == "Fri 10:00"
    evening = Timetable(at=time(20), quiz_after=6)  # Monday evening, so Tuesday
    assert asked(evening) == "Fri 09:00"


def test_after_a_late_tip_the_question_stays_before_the_next() -> None:
    assert asked(OFFICE, "2026-11-27", "2026-12-01") == "Mon 10:00"
    assert asked(OFFICE, "2026-11-27", "2026-11-30") == "Fri 10:00"
    assert asked(Timetable(quiz_after=4), "2026-11-25", "2026-11-27") == "Thu 10:00"


def test_without_a_day_between_two_tips_the_question_goes_with_its_tip() -> None:
    one_day = Timetable(working_days=(1,), quiz_after=2)
    assert asked(one_day) == "Tue 10:00"
    assert asked(Timetable(working_days=())) == "Tue 10:00"


def test_a_question_keeps_its_local_time_when_the_clocks_change() -> None:
    friday = Timetable(weekday=4, zone=NEW_YORK, quiz_after=3)
    tip_at = utc("2027-03-12 15:00")
    assert schedule.quiz_at(friday, date(2027, 3, 12), tip_at, date(2027, 3, 19)) == utc("2027-03-15 14:00")


def test_a_member_elsewhere_is_asked_at_their_own_time() -> None:
    tip_at = utc("2026-11-24 01:00")
    found = schedule.quiz_at(OFFICE, date(2026, 11, 24), tip_at, date(2026, 12, 1), "Asia/Tokyo")
    assert found == utc("2026-11-26 01:00")


def test_a_question_is_never_before_its_tip() -> None:
    """Planned in one zone and asked in another, a day can begin before the tip has gone."""
    tip_at = utc("2026-11-27 12:00")
    assert schedule.quiz_at(OFFICE, date(2026, 11, 24), tip_at, date(2026, 12, 1)) == tip_at


def test_whatever_the_timetable_a_question_is_in_working_hours_or_with_its_tip() -> None:
    chance = random.Random(48)
    for _ in range(3000):
        zone = chance.choice(["UTC", NEW_YORK, "Africa/Cairo", "Australia/Lord_Howe", "America/Santiago"])
        start, length = chance.randrange(23), chance.randrange(1, 24)
        timetable = Timetable(
            weekday=chance.randrange(7),
            at=time(chance.randrange(24), chance.choice([0, 30])),
            zone=zone,
            working_days=tuple(sorted(chance.sample(range(7), chance.randint(1, 7)))),
            work_from=time(start),
            work_until=time(min(start + length, 24) % 24),
            quiz_after=chance.randrange(7),
        )
        week, tip_at = schedule.next_slot(
            timetable, utc("2026-01-01 00:00") + timedelta(days=chance.randrange(3650))
        )
        next_at = schedule.slot(timetable, week.plus(1))
        tip_on, next_on = (schedule.local(at, zone).date() for at in (tip_at, next_at))
        found = schedule.quiz_at(timetable, tip_on, tip_at, next_on)
        assert found is not None
        if found != tip_at:
            assert schedule.is_working(timetable, found)
            assert tip_on < schedule.local(found, zone).date() < next_on
