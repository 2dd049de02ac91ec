"""Whether what the week owes may go now: the rules are looked at again when it is about to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot import schedule, teams
from bot.models import Delivery, DeliveryKind, DeliveryState, Lesson, Team
from bot.people.reach import may_be_written_to
from bot.ports import Transaction
from bot.week import weekly


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: to be looked at again at `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Moot:
    """Not any more, and why."""

    reason: str


PAST_USE = "past-use"


def review_tip(tx: Transaction, delivery: Delivery, team: Team, now: datetime) -> Later | Moot | None:
    """Whether a tip may go now: None says yes. Rules are looked at again, since much can change."""
    if delivery.week is None:
        return Moot("no-week")
    zone = _zone_of(tx, delivery, team)
    if (found := _kept_back(tx, delivery, team, now, zone)) is not None:
        return found
    return _when(tx, delivery, team, now, weekly.tip_until(team, delivery.week, zone))


def review_quiz(
    tx: Transaction, delivery: Delivery, team: Team, lesson: Lesson, now: datetime
) -> Later | Moot | None:
    zone = _zone_of(tx, delivery, team)
    if (found := _behind_its_tip(tx, delivery, now)) is not None:
        return found
    if (found := _kept_back(tx, delivery, team, now, zone)) is not None:
        return found
    if _had_question(tx, delivery, now, zone):
        return Moot("had-one")
    return _when(tx, delivery, team, now, weekly.quiz_until(team, lesson))


def _when(
    tx: Transaction, delivery: Delivery, team: Team, now: datetime, until: datetime
) -> Later | Moot | None:
    """Its time, late or not; in working hours if a new timetable has made that no time of the team's."""
    zone = _zone_of(tx, delivery, team)
    at = schedule.catch_up(team.timetable, delivery.slot_at, now, until, zone)
    if at is not None and not _is_chosen(tx, delivery, team, zone):
        at = schedule.next_working(team.timetable, at, zone)
    return Moot(PAST_USE) if at is None or at >= until else Later(at) if at > now else None


def _had_question(tx: Transaction, quiz: Delivery, now: datetime, zone: str) -> bool:
    """Whether its conversation heard a question in this week: a late one, or one before a new timetable."""
    week = schedule.week_of(now, zone)
    return any(
        one.key != quiz.key
        and one.conversation_id == quiz.conversation_id
        and one.state in _OUT
        and schedule.week_of(one.sent_at or one.due_at, zone) == week
        for one in _questions_before(tx, quiz)
    )


def _questions_before(tx: Transaction, quiz: Delivery) -> list[Delivery]:
    if quiz.member_id is not None:
        return tx.deliveries.of_member(quiz.member_id, DeliveryKind.QUIZ, _LOOK_BACK)
    if quiz.team_id is None or quiz.week is None:
        return []
    weeks = (quiz.week.plus(-back) for back in range(1, _LOOK_BACK))
    return [one for week in weeks for one in tx.deliveries.of_week(quiz.team_id, week, DeliveryKind.QUIZ)]


def _is_chosen(tx: Transaction, delivery: Delivery, team: Team, zone: str) -> bool:
    """Whether it was meant for working hours, for the team's slot, or to come with such a tip."""
    if schedule.is_working(team.timetable, delivery.slot_at, zone):
        return True
    tip = tx.deliveries.get(tip_key(delivery))
    if tip is None or tip.week is None or not timedelta(0) <= delivery.slot_at - tip.slot_at <= schedule.LATE:
        return False
    return tip.slot_at == schedule.slot(team.timetable, tip.week, zone) or tip.key != delivery.key


def review_programme_end(
    tx: Transaction, delivery: Delivery, team: Team, now: datetime
) -> Later | Moot | None:
    """What comes after the last tip is asked of who leads the team, while they work; else it is not asked."""
    if team.ended_at is not None:
        return Moot("team-ended")
    is_manager = any(manager.id == delivery.member_id for manager in teams.managers(tx, team))
    if not is_manager or not may_be_written_to(tx, team, delivery.member_id, now):
        return Moot("not-wanted")
    zone = team.timetable.zone
    day = schedule.local(now, zone).date()
    reason = weekly.hindrance(team, day)
    if reason == weekly.Skipped.PAUSED:
        return Moot(reason)
    from_at = schedule.to_utc(day + timedelta(days=1), time(0), zone) if reason is not None else now
    at = schedule.next_working(team.timetable, from_at)
    return Later(at) if at > now else None


def _zone_of(tx: Transaction, delivery: Delivery, team: Team) -> str:
    if delivery.member_id is None:
        return team.timetable.zone
    member = tx.members.get(delivery.member_id)
    return (member.zone if member is not None else None) or team.timetable.zone


_SOON = timedelta(minutes=5)
_LOOK_BACK = 4
_OUT = {DeliveryState.SENDING, DeliveryState.AMBIGUOUS, DeliveryState.SENT, DeliveryState.HELD}


def tip_key(quiz: Delivery) -> str:
    """The key of the tip that a question belongs to."""
    return quiz.key.replace(f"{DeliveryKind.QUIZ}/", f"{DeliveryKind.TIP}/", 1)


def behind_its_post(post: Delivery, edit: Delivery) -> Later | Moot | None:
    """An edit waits until its post's fate is known, and is moot if it was never sent."""
    if post.state is DeliveryState.SENT:
        return None
    if post.state is DeliveryState.DEAD:
        return Moot("never-sent")
    return Later(edit.due_at + _SOON)


def _behind_its_tip(tx: Transaction, quiz: Delivery, now: datetime) -> Later | Moot | None:
    """A question waits until its tip is out, and goes nowhere if the tip did not."""
    tip = tx.deliveries.get(tip_key(quiz))
    if tip is None or tip.state is DeliveryState.DEAD:
        return Moot("no-tip")
    return None if tip.state in {DeliveryState.SENT, DeliveryState.HELD} else Later(now + _SOON)


def _kept_back(
    tx: Transaction, delivery: Delivery, team: Team, now: datetime, zone: str
) -> Later | Moot | None:
    if team.ended_at is not None:
        return Moot("team-ended")
    day = schedule.local(now, zone).date()
    reason = weekly.hindrance(team, day)
    if reason == weekly.Skipped.DAY and delivery.kind is DeliveryKind.QUIZ:
        next_day = schedule.to_utc(day + timedelta(days=1), team.timetable.work_from, zone)
        return Later(schedule.next_working(team.timetable, next_day, zone))
    if reason is not None:
        return Moot(reason)
    if delivery.member_id is None:
        return None
    member = tx.members.get(delivery.member_id)
    if member is None or not teams.gets_directly(team, member):
        return Moot("not-wanted")
    if all(found.id != team.id or not one.in_channel for found, one in tx.teams.of_member(member.id)):
        return Moot("left")
    for until_on in (member.paused_until_on, member.away_until_on):
        if until_on is not None and day < until_on:
            return Moot("away")
    return None
