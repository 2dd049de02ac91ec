"""The plan of a team's weeks: the same decisions as the clock's, dry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from bot.models import Lesson, LessonState, Team, Timetable, Week
from bot.ports import DueTeam
from bot.week.weekly import PlannedWeek, Skipped, hindrance, next_tip, plan_lesson, plan_weeks
from tests.world import MONDAY, SERIES, lessons


def team(**values: object) -> Team:
    made = Team(1, "local", 1, "Front desk", Timetable(zone="Europe/Lisbon"), SERIES, MONDAY, MONDAY)
    return replace(made, **values)  # type: ignore[arg-type]  # names and values are the test's


def planned(one: Team, weeks: int = 60, now: datetime = MONDAY) -> list[PlannedWeek]:
    return list(plan_weeks(DueTeam(one, None, frozenset()), lessons(), now, weeks))


def test_sixty_weeks_each_with_a_tip_on_its_tuesday() -> None:
    weeks = planned(team())
    assert len({one.week for one in weeks}) == 60
    assert weeks[0].week == Week(2026, 48)
    assert all(later.week == earlier.week.plus(1) for earlier, later in pairwise(weeks))
    locally = [one.tip_at for one in weeks if one.tip_at is not None]
    assert {at.weekday() for at in locally} == {1}
    # Lisbon is at UTC in winter and an hour ahead in summer.
    assert {at.hour for at in locally} == {9, 10}
    assert all(one.quiz_at is not None and one.quiz_at.weekday() == 3 for one in weeks)


def test_the_programmes_end_is_shown_and_it_begins_again() -> None:
    total = len(lessons().tips_of(SERIES))
    weeks = planned(team())
    ends = [place for place, one in enumerate(weeks) if one.ends]
    again = [place for place, one in enumerate(weeks) if one.begins_again]
    assert ends == list(range(total - 1, 60, total))
    assert again == list(range(total, 60, total))
    first = [one.tip.id for one in weeks[:total] if one.tip is not None]
    assert first == [tip.id for tip in lessons().tips_of(SERIES)]
    assert [one.tip for one in weeks[total : 2 * total]] == [one.tip for one in weeks[:total]]


def test_a_week_is_skipped_for_a_reason_and_its_tip_comes_next() -> None:
    skipping = team(skip_on=(date(2026, 12, 1),), paused_at=MONDAY, paused_until_on=date(2026, 11, 26))
    weeks = planned(skipping, 3)
    assert [one.reason for one in weeks] == [Skipped.PAUSED, Skipped.DAY, None]
    assert [one.tip.id if one.tip else None for one in weeks] == [None, None, "look-up/look-up-or-look-out"]


def test_a_team_without_lessons_is_told_so() -> None:
    assert {one.reason for one in planned(team(series=()), 4)} == {Skipped.NO_TIPS}


def test_a_pause_without_end_holds_every_day() -> None:
    paused = team(paused_at=MONDAY)
    assert hindrance(paused, date(2050, 1, 1)) == Skipped.PAUSED
    ends = replace(paused, paused_until_on=date(2026, 12, 1))
    assert hindrance(ends, date(2026, 11, 30)) == Skipped.PAUSED
    assert hindrance(ends, date(2026, 12, 1)) is None


def test_the_next_tip_is_the_first_not_had_whatever_the_order_was() -> None:
    tips = lessons().tips_of(SERIES)
    had = frozenset({tips[0].id, tips[2].id})
    chosen = next_tip(team(), 1, had, lessons())
    assert chosen is not None
    assert (chosen.tip, chosen.in_round, chosen.ends) == (tips[1], 1, False)
    last = next_tip(team(), 1, frozenset(tip.id for tip in tips[:-1]), lessons())
    assert last is not None
    assert last.ends
    again = next_tip(team(), 1, frozenset(tip.id for tip in tips), lessons())
    assert again is not None
    assert (again.tip, again.in_round) == (tips[0], 2)


@pytest.mark.parametrize(
    ("timetable", "quiz_at"),
    [
        # A question two days after a Friday tip falls on Sunday: Monday.
        (Timetable(weekday=4), datetime(2026, 11, 30, 10, tzinfo=UTC)),
        # Working days Friday to Tuesday: Tuesday and two days is Thursday, so Friday.
        (Timetable(weekday=1, working_days=(0, 1, 4, 5, 6)), datetime(2026, 11, 27, 10, tzinfo=UTC)),
        # Six days after a Monday is Sunday; Monday is the next tip's day, so the Friday before.
        (Timetable(weekday=0, quiz_after=6), datetime(2026, 11, 27, 10, tzinfo=UTC)),
        # With the tip itself, whenever that is.
        (Timetable(weekday=6, at=time(22), quiz_after=0), datetime(2026, 11, 29, 22, tzinfo=UTC)),
        # The slot is after hours: the question waits for the next working morning.
        (Timetable(weekday=1, at=time(20)), datetime(2026, 11, 27, 9, tzinfo=UTC)),
        # The slot is before hours: the question waits for the day to open.
        (Timetable(weekday=1, at=time(6)), datetime(2026, 11, 26, 9, tzinfo=UTC)),
        (Timetable(quiz_after=None), None),
    ],
)
def test_when_the_question_comes(timetable: Timetable, quiz_at: datetime | None) -> None:
    monday = datetime(2026, 11, 23, tzinfo=UTC)
    one = team(timetable=timetable, created_at=monday, changed_at=monday - timedelta(hours=1))
    assert planned(one, 1, monday)[0].quiz_at == quiz_at


def test_never_on_the_day_of_the_last_tip() -> None:
    last = Lesson(1, Week(2026, 47), 1, LessonState.PLANNED, MONDAY, "x", date(2026, 11, 24), MONDAY)
    due = DueTeam(team(), last, frozenset())
    lesson, _ = plan_lesson(due, Week(2026, 48), lessons(), datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert lesson.tip_at == datetime(2026, 11, 25, 9, tzinfo=UTC)
