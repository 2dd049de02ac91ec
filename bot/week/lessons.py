"""A lesson's life in the store: planned when its slot comes, looked at again when it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import quizzes, schedule, teams
from bot.models import (
    Delivery,
    DeliveryKind,
    DeliveryWay,
    Lesson,
    LessonState,
    Quiz,
    Team,
)
from bot.people import still_useful
from bot.ports import DueTeam, Look, Transaction, Waiting
from bot.teams import hello
from bot.tips import Library, UnknownTip
from bot.week import weekly


@dataclass(slots=True)
class Plans:
    """What one pass of the clock decided, written in a few statements for all its teams."""

    lessons: list[Lesson] = field(default_factory=list)
    quizzes: list[Quiz] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    rounds: list[Team] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)

    def write(self, tx: Transaction) -> None:
        for team in self.rounds:
            tx.teams.save(team)
        tx.lessons.plan(self.lessons, self.looks)
        tx.quizzes.add(self.quizzes)
        tx.deliveries.owe(self.deliveries)


def plan_due(tx: Transaction, library: Library, now: datetime, limit: int) -> bool:
    """Plans what is due for up to `limit` teams. True if there may be more."""
    due = tx.teams.due(now, limit)
    plans = Plans()
    for one in due:
        _plan_team(tx, library, one, now, plans)
    plans.write(tx)
    is_due_again = any(look.at is not None and look.at <= now for look in plans.looks)
    return is_due_again or len(due) == limit


def _plan_team(tx: Transaction, library: Library, due: Waiting, now: datetime, plans: Plans) -> None:
    team, last, place = due.team, due.last, due.place
    if last is not None and last.quiz_at is not None and not last.quiz_planned and last.quiz_at <= now:
        last = _plan_quiz(tx, library, team, last, now, plans)
    if weeks := weekly.due_weeks(team, last, now):
        places = library.places_in(team.series)
        if (had := places.had_at(place)) is None:
            had = tx.lessons.had(team.id, team.round)
        for week in weeks:
            lesson, ends = weekly.plan_lesson(DueTeam(team, last, had), week, library, now)
            if lesson.round != team.round:
                team, had = replace(team, round=lesson.round), frozenset()
                plans.rounds.append(team)
            _add_lesson(tx, team, lesson, now, plans, ends=ends)
            last, had = lesson, had if lesson.tip_id is None else places.one_more(had, lesson.tip_id)
        place = places.name_of(had)
    plans.looks.append(Look(team.id, weekly.next_look(team, last, now), place))


def plan_now(tx: Transaction, library: Library, team: Team, now: datetime, at: datetime) -> Lesson:
    """Plans the week of `at`, which has nothing yet, for then instead of its slot.

    Stores nothing if the answer is a skipped week.
    """
    due = DueTeam(team, tx.lessons.last(team.id), tx.lessons.had(team.id, team.round))
    week = schedule.week_of(at, team.timetable.zone)
    lesson, ends = weekly.plan_lesson(due, week, library, now, at)
    if lesson.state is LessonState.PLANNED:
        plans = Plans(looks=[Look(team.id, weekly.next_look(team, lesson, now))])
        if lesson.round != team.round:
            team = replace(team, round=lesson.round)
            plans.rounds.append(team)
        _add_lesson(tx, team, lesson, now, plans, ends=ends, at=at)
        plans.write(tx)
        teams.refresh(tx, team, now)
    return lesson


def _add_lesson(
    tx: Transaction,
    team: Team,
    lesson: Lesson,
    now: datetime,
    plans: Plans,
    *,
    ends: bool,
    at: datetime | None = None,
) -> None:
    """`at`: when the tip is meant to go, where that is not its slot."""
    plans.lessons.append(lesson)
    plans.deliveries += hello.before(team, lesson)
    plans.deliveries += _tip_deliveries(tx, team, lesson, now, at)
    if ends:
        plans.deliveries += _programme_end(tx, team, lesson)


def _tip_deliveries(
    tx: Transaction, team: Team, lesson: Lesson, now: datetime, at: datetime | None
) -> Iterable[Delivery]:
    if lesson.state is not LessonState.PLANNED or lesson.tip_at is None:
        return
    if team.delivery is DeliveryWay.CHANNEL:
        slot_at = at or schedule.slot(team.timetable, lesson.week)
        yield _to_channel(team, lesson, DeliveryKind.TIP, slot_at, lesson.tip_at)
    if team.direct_zones:
        for member in teams.receivers(tx, team):
            slot_at = schedule.slot(team.timetable, lesson.week, member.zone)
            if at is not None:
                slot_at = schedule.next_working(team.timetable, at, member.zone)
            tip = _to_member(tx, team, lesson, DeliveryKind.TIP, slot_at, member.id)
            yield from still_useful.weigh(tx, team, member, tip, now)


def _to_channel(
    team: Team, lesson: Lesson, kind: DeliveryKind, slot_at: datetime, due_at: datetime
) -> Delivery:
    key = f"{kind}/{team.id}/{lesson.week}"
    return Delivery(
        key, team.workspace_id, team.conversation_id, kind, slot_at, due_at, team_id=team.id, week=lesson.week
    )


def _to_member(
    tx: Transaction, team: Team, lesson: Lesson, kind: DeliveryKind, slot_at: datetime, member_id: int
) -> Delivery:
    """The key names no team: one direct tip a week, whatever teams a member is in."""
    member = tx.members.get(member_id)
    if member is None:
        raise LookupError(f"no member {member_id}")
    conversation = teams.direct_conversation(tx, member)
    return Delivery(
        f"{kind}/{lesson.week}/{member_id}",
        team.workspace_id,
        conversation.id,
        kind,
        slot_at,
        slot_at,
        team_id=team.id,
        week=lesson.week,
        member_id=member_id,
    )


def _programme_end(tx: Transaction, team: Team, lesson: Lesson) -> Iterable[Delivery]:
    if lesson.tip_at is None:
        return
    ask_at = schedule.next_working(team.timetable, lesson.tip_at)
    for manager in teams.managers(tx, team):
        conversation = teams.direct_conversation(tx, manager)
        yield Delivery(
            f"programme-end/{team.id}/{team.round}/{manager.id}",
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
    tx: Transaction, library: Library, team: Team, lesson: Lesson, now: datetime, plans: Plans
) -> Lesson:
    """Owes the lesson's question where its tip went; no question if the tip is gone from the library."""
    planned = replace(lesson, quiz_planned=True)
    plans.lessons.append(planned)
    if lesson.tip_id is None or lesson.quiz_at is None or team.timetable.quiz_after is None:
        return planned
    try:
        plans.quizzes.append(quizzes.new_quiz(team, lesson, library.tip(lesson.tip_id), now))
    except UnknownTip:
        return planned
    if team.delivery is DeliveryWay.CHANNEL:
        at = weekly.quiz_at_in(team, lesson, team.timetable.zone)
        at = max(at, lesson.quiz_at)
        plans.deliveries.append(_to_channel(team, lesson, DeliveryKind.QUIZ, at, at))
    if team.direct_zones:
        for tip in tx.deliveries.of_week(team.id, lesson.week, DeliveryKind.TIP):
            if tip.member_id is not None:
                plans.deliveries.append(_question_after(tx, team, lesson, tip))
    return planned


def _question_after(tx: Transaction, team: Team, lesson: Lesson, tip: Delivery) -> Delivery:
    member = tx.members.get(tip.member_id or 0)
    zone = (member.zone if member is not None else None) or team.timetable.zone
    at = weekly.quiz_at_in(team, lesson, zone, tip.slot_at)
    return _to_member(tx, team, lesson, DeliveryKind.QUIZ, at, tip.member_id or 0)


def tip_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """A tip that went on another day than planned takes its question with it."""
    if delivery.team_id is None or delivery.week is None or delivery.member_id is not None:
        return
    team, lesson = tx.teams.get(delivery.team_id), tx.lessons.get(delivery.team_id, delivery.week)
    if team is None or lesson is None:
        return
    moved = with_tip_at(team, lesson, now)
    if moved != lesson:
        tx.lessons.put([moved])
        teams.refresh(tx, team, now)


def with_tip_at(team: Team, lesson: Lesson, now: datetime) -> Lesson:
    """The lesson as it is if its tip goes out now: a question not owed yet is counted from that day."""
    sent_on = schedule.local(now, team.timetable.zone).date()
    if lesson.tip_at is None or sent_on == lesson.tip_on or lesson.quiz_planned:
        return lesson
    moved = replace(lesson, tip_on=sent_on, tip_at=now)
    return replace(moved, quiz_at=weekly.first_quiz_at(team, moved))


def tip_lost(tx: Transaction, delivery: Delivery, reason: str) -> None:
    """The channel's tip never went out: the week is skipped, and its tip comes again."""
    if delivery.team_id is None or delivery.week is None or delivery.member_id is not None:
        return
    lesson = tx.lessons.get(delivery.team_id, delivery.week)
    if lesson is None or lesson.state is LessonState.SKIPPED:
        return
    kept = reason if reason in {weekly.Skipped.PAUSED, weekly.Skipped.DAY} else weekly.Skipped.NOT_SENT
    tx.lessons.put([replace(lesson, state=LessonState.SKIPPED, quiz_at=None, reason=kept)])


def quiz_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """The first post of a quiz opens it."""
    if delivery.team_id is None or delivery.week is None:
        return
    quiz = tx.quizzes.of_lesson(delivery.team_id, delivery.week)
    team = tx.teams.get(delivery.team_id)
    if quiz is not None and quiz.posted_at is None and team is not None:
        closes_at = schedule.quiz_closes_at(now, team.timetable.zone)
        tx.quizzes.set_posted(quiz.id, now, closes_at)
