"""The week of a team: which tip, when, its question, and what still holds when it is sent.

`plan_lesson` and `plan_weeks` are pure. A lesson is planned when its slot comes; what it owes is
looked at again by `review_*` when it is about to be sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from bot import schedule
from bot.models import DeliveryWay, Lesson, LessonState, Team, Timetable, Week
from bot.ports import DueTeam
from bot.tips import Library, Tip
from bot.tips.places import NOTHING


class Skipped:
    """Why a week gets no tip, as kept in its lesson."""

    PAUSED = "paused"
    DAY = "day-to-skip"
    TOO_LATE = "too-late"
    NO_TIPS = "no-tips"
    NOT_SENT = "not-sent"


def zones_of(team: Team) -> tuple[str, ...]:
    """The zones in which the team's slot counts: its own, and those of who gets ideas directly."""
    if not team.direct_zones:
        return (team.timetable.zone,)
    if team.delivery is DeliveryWay.DIRECT:
        return team.direct_zones
    return (team.timetable.zone, *(zone for zone in team.direct_zones if zone != team.timetable.zone))


def hindrance(team: Team, day: date) -> str | None:
    """What keeps the team's scheduled posts back on a day, if anything does."""
    if team.paused_at is not None and (team.paused_until_on is None or day < team.paused_until_on):
        return Skipped.PAUSED
    return Skipped.DAY if day in team.skip_on else None


class NextTip(NamedTuple):
    """`in_round` grows when the programme begins again; `ends` says that no tip is left after this one."""

    tip: Tip
    in_round: int
    ends: bool


def next_tip(team: Team, in_round: int, had: frozenset[str], library: Library) -> NextTip | None:
    """The first of the programme that the team has not had; from the start again when all were had."""
    places = library.places_in(team.series)
    if not (left := places.left(had)):
        left, in_round = places.left(NOTHING), in_round + 1
    return NextTip(left[0], in_round, len(left) == 1) if left else None


def plan_lesson(
    due: DueTeam, week: Week, library: Library, now: datetime, slot_at: datetime | None = None
) -> tuple[Lesson, bool]:
    """What the week gets, as seen at `now`, its slot being due; and whether its tip ends the programme.

    `slot_at` stands in for the team's slot where somebody wants the idea at another time, once.
    """
    team, last = due.team, due.last
    last_on = last.tip_on if last is not None else None
    times = _times(team.timetable, zones_of(team), week, now, slot_at, last_on)
    if times is None:
        return _skipped(team, week, now, Skipped.TOO_LATE), False
    if (reason := hindrance(team, times.tip_on)) is not None:
        return _skipped(team, week, now, reason), False
    chosen = next_tip(team, team.round, due.had, library)
    if chosen is None:
        return _skipped(team, week, now, Skipped.NO_TIPS), False
    planned, tip_id = LessonState.PLANNED, chosen.tip.id
    lesson = Lesson(
        team.id, week, chosen.in_round, planned, now, tip_id, times.tip_on, times.tip_at, times.quiz_at
    )
    return lesson, chosen.ends


def _skipped(team: Team, week: Week, now: datetime, reason: str) -> Lesson:
    return Lesson(team.id, week, team.round, LessonState.SKIPPED, now, reason=reason)


class _Times(NamedTuple):
    """When a week's tip goes, on which day in the team's zone, and when its question goes first."""

    tip_at: datetime
    tip_on: date
    quiz_at: datetime | None


@lru_cache(maxsize=4096)  # a pass of the clock plans all teams of a timetable alike
def _times(
    timetable: Timetable,
    zones: tuple[str, ...],
    week: Week,
    now: datetime,
    slot_at: datetime | None,
    last_on: date | None,
) -> _Times | None:
    """None if it is too late for a tip."""
    slot_at = slot_at or schedule.slot(timetable, week)
    until = schedule.tip_until(timetable, week)
    tip_at = schedule.catch_up(timetable, slot_at, now, until, not_on=last_on)
    if tip_at is None:
        return None
    tip_on = schedule.local(tip_at, timetable.zone).date()
    return _Times(tip_at, tip_on, _first_quiz_at(timetable, zones, week, tip_on, tip_at))


def first_quiz_at(team: Team, lesson: Lesson) -> datetime | None:
    """When the lesson's question goes out first, over all the zones it goes to."""
    if lesson.tip_on is None or lesson.tip_at is None:
        return None
    return _first_quiz_at(team.timetable, zones_of(team), lesson.week, lesson.tip_on, lesson.tip_at)


def _first_quiz_at(
    timetable: Timetable, zones: tuple[str, ...], week: Week, tip_on: date, tip_at: datetime
) -> datetime | None:
    if timetable.quiz_after is None:
        return None
    here = timetable.zone
    tips = ((tip_at if zone == here else schedule.slot(timetable, week, zone), zone) for zone in zones)
    return min(_quiz_at(timetable, week, tip_on, at, zone) for at, zone in tips)


def quiz_at_in(team: Team, lesson: Lesson, zone: str, tip_at: datetime | None = None) -> datetime:
    """When the lesson's question goes out in one zone. The team must have questions on.

    `tip_at` is when the tip was meant to be there; without it, by the team's slot.
    """
    if lesson.tip_on is None or lesson.tip_at is None:
        raise ValueError("a skipped week has no question")
    if tip_at is None:
        is_here = zone == team.timetable.zone
        tip_at = lesson.tip_at if is_here else schedule.slot(team.timetable, lesson.week, zone)
    return _quiz_at(team.timetable, lesson.week, lesson.tip_on, tip_at, zone)


def _quiz_at(timetable: Timetable, week: Week, tip_on: date, tip_at: datetime, zone: str) -> datetime:
    next_on = max(week.plus(1).day(timetable.weekday), tip_on)
    at = schedule.quiz_at(timetable, tip_on, tip_at, next_on, zone)
    return at if at is not None else tip_at


def next_look(team: Team, last: Lesson | None, now: datetime) -> datetime:
    """When the clock has to look at the team again: its question, or the next week's slot."""
    last_week = last.week if last is not None else None
    slot_at = schedule.next_due(team.timetable, zones_of(team), team.changed_at, last_week, now)
    if last is None or last.quiz_at is None or last.quiz_planned:
        return slot_at
    return min(slot_at, last.quiz_at)


def next_tip_at(team: Team, last: Lesson | None, now: datetime) -> datetime:
    """The team's own next slot, in a week that has had nothing yet."""
    last_week = last.week if last is not None else None
    after = max(now, team.changed_at)
    return schedule.next_slot(team.timetable, after, later_than=last_week)[1]


def due_weeks(team: Team, last: Lesson | None, now: datetime) -> list[Week]:
    """The weeks to plan now, one after the other."""
    last_week = last.week if last is not None else None
    found = schedule.due_weeks(team.timetable, zones_of(team), team.changed_at, last_week, now)
    return [week for week, _ in found]


def tip_until(team: Team, week: Week, zone: str | None) -> datetime:
    return schedule.tip_until(team.timetable, week, zone)


def quiz_until(team: Team, lesson: Lesson) -> datetime:
    """A question is past use when the next tip is due."""
    after = lesson.tip_at or lesson.planned_at
    return schedule.next_due(team.timetable, zones_of(team), team.changed_at, lesson.week, after)


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """A line of the dry run. `begins_again` marks the first tip of another round of the programme."""

    week: Week
    slot_at: datetime
    tip: Tip | None
    tip_at: datetime | None
    quiz_at: datetime | None
    reason: str | None
    begins_again: bool = False
    ends: bool = False


def plan_weeks(due: DueTeam, library: Library, now: datetime, weeks: int) -> Iterator[PlannedWeek]:
    """What the team's next weeks get if nothing changes and Kindling runs: the same decisions, dry."""
    for _ in range(weeks):
        team, last = due.team, due.last
        week, slot_at = _coming(team, last, now)
        lesson, ends = plan_lesson(due, week, library, max(slot_at, now))
        tip = library.tip(lesson.tip_id) if lesson.tip_id is not None else None
        again = lesson.round > team.round
        yield PlannedWeek(week, slot_at, tip, lesson.tip_at, lesson.quiz_at, lesson.reason, again, ends)
        had = frozenset() if again else due.had
        if tip is not None:
            had |= {tip.id}
        due = DueTeam(replace(team, round=lesson.round), lesson, had)
        now = max(now, slot_at)


def _coming(team: Team, last: Lesson | None, now: datetime) -> tuple[Week, datetime]:
    last_week = last.week if last is not None else None
    found = schedule.due_week(team.timetable, zones_of(team), team.changed_at, last_week, now)
    if found is not None:
        return found
    after = max(now, team.changed_at)
    return min(
        (schedule.next_slot(team.timetable, after, zone, later_than=last_week) for zone in zones_of(team)),
        key=lambda pair: pair[1],
    )
