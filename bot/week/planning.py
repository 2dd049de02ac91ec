"""The clock's work on the weeks of teams: a lesson is planned when its slot comes, and what it owes.

Teams that are alike are decided once and written together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from bot import quizzes, schedule, teams
from bot.models import Delivery, DeliveryKind, DeliveryWay, Lesson, LessonState, Member, Quiz, Team, Week
from bot.people import still_useful
from bot.ports import EACH, DueTeam, Look, Transaction, Waiting
from bot.teams import hello
from bot.tips import Library, UnknownTip
from bot.tips.places import NOTHING, Had
from bot.week import weekly


@dataclass(slots=True)
class Plans:
    """What one pass of the clock decided, written in a few statements for all its teams."""

    rounds: list[tuple[Sequence[int], int]] = field(default_factory=list)
    asked: dict[Week, list[int]] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    quizzes: list[Quiz] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    posts: list[tuple[Sequence[int], Delivery]] = field(default_factory=list)

    def write(self, tx: Transaction) -> None:
        """What a team is owed of its own comes before the posts, as a hello has to."""
        for team_ids, in_round in self.rounds:
            tx.teams.begin_round(team_ids, in_round)
        for week, team_ids in self.asked.items():
            tx.lessons.set_quiz_planned(week, team_ids)
        tx.lessons.plan(self.looks)
        tx.quizzes.add(self.quizzes)
        tx.deliveries.owe(self.deliveries)
        tx.deliveries.owe_each(self.posts)


class Alike(NamedTuple):
    """Teams for which the clock decides the same: `team` stands for them all, with their last lesson.

    `had` are the tips that each of them had in its round.
    """

    team_ids: Sequence[int]
    team: Team
    last: Lesson | None
    had: Had


def plan_due(tx: Transaction, library: Library, now: datetime, limit: int) -> bool:
    """Plans what is due for up to `limit` teams. True if there may be more."""
    waiting = tx.teams.due(now, limit)
    plans = Plans()
    for alike in (alike for one in waiting for alike in _alike(tx, library, one, now)):
        _plan_teams(tx, library, alike, now, plans)
    plans.write(tx)
    is_due_again = any(look.at <= now for look in plans.looks)
    return is_due_again or sum(len(one.changed_at) for one in waiting) == limit


def _alike(tx: Transaction, library: Library, waiting: Waiting, now: datetime) -> Iterator[Alike]:
    """Parts teams between whose last changes a slot lies, and those whose lessons have to be asked each."""
    team, last = waiting.team, waiting.last
    had = NOTHING if last is None else library.places_in(team.series).had_at(waiting.place)
    slots = schedule.slots_around(team.timetable, weekly.zones_of(team), now)
    parts: dict[object, list[int]] = {}
    for team_id, changed_at in waiting.changed_at.items():
        counts_from = bisect_right(slots, changed_at) if changed_at <= now else changed_at
        parts.setdefault(counts_from if had is not None else team_id, []).append(team_id)
    for team_ids in parts.values():
        changed_at = waiting.changed_at[team_ids[0]]
        one = team if changed_at == team.changed_at else replace(team, changed_at=changed_at)
        yield Alike(team_ids, one, last, tx.lessons.had(team_ids[0], team.round) if had is None else had)


def _plan_teams(tx: Transaction, library: Library, alike: Alike, now: datetime, plans: Plans) -> None:
    team_ids, team, last, had = alike
    if last is not None and last.quiz_at is not None and not last.quiz_planned and last.quiz_at <= now:
        last = _plan_quiz(tx, library, alike, last, now, plans)
    places, planned = library.places_in(team.series), []
    for week in weekly.due_weeks(team, last, now):
        lesson, ends = weekly.plan_lesson(DueTeam(team, last, had), week, library, now)
        if lesson.round != team.round:
            team, had = replace(team, round=lesson.round), NOTHING
            plans.rounds.append((team_ids, lesson.round))
        _owe_week(tx, team_ids, team, lesson, now, plans, ends=ends)
        planned.append(lesson)
        last, had = lesson, had if lesson.tip_id is None else places.one_more(had, lesson.tip_id)
    plans.looks.append(Look(team_ids, planned, weekly.next_look(team, last, now), places.name_of(had)))


def plan_now(tx: Transaction, library: Library, team: Team, now: datetime, at: datetime) -> Lesson:
    """Plans the week of `at`, which has nothing yet, for then instead of its slot.

    Stores nothing if the answer is a skipped week.
    """
    due = DueTeam(team, tx.lessons.last(team.id), tx.lessons.had(team.id, team.round))
    week = schedule.week_of(at, team.timetable.zone)
    lesson, ends = weekly.plan_lesson(due, week, library, now, at)
    if lesson.state is LessonState.PLANNED:
        plans = Plans(looks=[Look([team.id], [lesson], weekly.next_look(team, lesson, now))])
        if lesson.round != team.round:
            team = replace(team, round=lesson.round)
            plans.rounds.append(([team.id], lesson.round))
        _owe_week(tx, [team.id], team, lesson, now, plans, ends=ends, at=at)
        plans.write(tx)
        teams.refresh(tx, team, now)
    return lesson


def _owe_week(
    tx: Transaction,
    team_ids: Sequence[int],
    team: Team,
    lesson: Lesson,
    now: datetime,
    plans: Plans,
    *,
    ends: bool,
    at: datetime | None = None,
) -> None:
    """`at`: when the tip is meant to go, where that is not its slot."""
    if lesson.state is not LessonState.PLANNED or lesson.tip_at is None:
        return
    if hello.is_wanted(team):
        plans.deliveries += (hello.delivery(one, lesson.tip_at) for one in _each(tx, team_ids))
    if team.delivery is DeliveryWay.CHANNEL:
        slot_at = at or schedule.slot(team.timetable, lesson.week)
        plans.posts.append((team_ids, _to_channel(team, lesson, DeliveryKind.TIP, slot_at, lesson.tip_at)))
    if team.direct_zones:
        for one in _each(tx, team_ids):
            plans.deliveries += _direct_tips(tx, one, lesson, now, at)
    if ends:
        for one in _each(tx, team_ids):
            plans.deliveries += _programme_end(tx, one, lesson, lesson.tip_at)


def _each(tx: Transaction, team_ids: Sequence[int]) -> Iterator[Team]:
    """The teams themselves, for what depends on who is in them."""
    for team_id in team_ids:
        if (team := tx.teams.get(team_id)) is not None:
            yield team


def _direct_tips(
    tx: Transaction, team: Team, lesson: Lesson, now: datetime, at: datetime | None
) -> Iterable[Delivery]:
    for member in tx.teams.receivers(team.id):
        slot_at = schedule.slot(team.timetable, lesson.week, member.zone)
        if at is not None:
            slot_at = schedule.next_working(team.timetable, at, member.zone)
        tip = _to_member(tx, team, lesson, DeliveryKind.TIP, slot_at, member)
        yield from still_useful.weigh(tx, team, member, tip, now)


def _to_channel(
    team: Team, lesson: Lesson, kind: DeliveryKind, slot_at: datetime, due_at: datetime
) -> Delivery:
    """For each of the teams like this one. A week's keys begin alike, so that they stand together."""
    key = f"{kind}/{lesson.week}/team-{EACH}"
    return Delivery(
        key, team.workspace_id, team.conversation_id, kind, slot_at, due_at, team_id=team.id, week=lesson.week
    )


def _to_member(
    tx: Transaction, team: Team, lesson: Lesson, kind: DeliveryKind, slot_at: datetime, member: Member
) -> Delivery:
    """The key names no team: one direct tip a week, whatever teams a member is in."""
    conversation = teams.direct_conversation(tx, member)
    return Delivery(
        f"{kind}/{lesson.week}/{member.id}",
        team.workspace_id,
        conversation.id,
        kind,
        slot_at,
        slot_at,
        team_id=team.id,
        week=lesson.week,
        member_id=member.id,
    )


def _programme_end(tx: Transaction, team: Team, lesson: Lesson, tip_at: datetime) -> Iterable[Delivery]:
    ask_at = schedule.next_working(team.timetable, tip_at)
    for manager in teams.managers(tx, team):
        conversation = teams.direct_conversation(tx, manager)
        yield Delivery(
            f"programme-end/{team.id}/{lesson.round}/{manager.id}",
            team.workspace_id,
            conversation.id,
            DeliveryKind.PROGRAMME_END,
            ask_at,
            ask_at,
            team_id=team.id,
            week=lesson.week,
            member_id=manager.id,
        )


def _plan_quiz(
    tx: Transaction, library: Library, alike: Alike, lesson: Lesson, now: datetime, plans: Plans
) -> Lesson:
    """Owes the lesson's question where its tip went; no question if the tip is gone from the library."""
    team_ids, team = alike.team_ids, alike.team
    plans.asked.setdefault(lesson.week, []).extend(team_ids)
    planned = replace(lesson, quiz_planned=True)
    if lesson.tip_id is None or lesson.quiz_at is None or team.timetable.quiz_after is None:
        return planned
    try:
        tip = library.tip(lesson.tip_id)
    except UnknownTip:
        return planned
    plans.quizzes += (quizzes.new_quiz(team_id, lesson.week, tip, now) for team_id in team_ids)
    if team.delivery is DeliveryWay.CHANNEL:
        at = max(weekly.quiz_at_in(team, lesson, team.timetable.zone), lesson.quiz_at)
        plans.posts.append((team_ids, _to_channel(team, lesson, DeliveryKind.QUIZ, at, at)))
    if team.direct_zones:
        for one in _each(tx, team_ids):
            plans.deliveries += _direct_questions(tx, one, lesson)
    return planned


def _direct_questions(tx: Transaction, team: Team, lesson: Lesson) -> Iterable[Delivery]:
    for tip in tx.deliveries.of_week(team.id, lesson.week, DeliveryKind.TIP):
        member = tx.members.get(tip.member_id) if tip.member_id is not None else None
        if member is not None:
            at = weekly.quiz_at_in(team, lesson, member.zone or team.timetable.zone, tip.slot_at)
            yield _to_member(tx, team, lesson, DeliveryKind.QUIZ, at, member)
