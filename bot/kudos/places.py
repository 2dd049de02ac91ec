"""Where a gift goes, how each receiver hears of it, and when somebody may be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot import schedule
from bot.models import (
    WITH_TEAM,
    Conversation,
    GiftPlace,
    Member,
    Origin,
    Receipt,
    Team,
    ThanksWay,
    Timetable,
    Told,
)
from bot.ports import Transaction

MOST_ANNOUNCED = 3
"""Announcements in a channel in a day; the rest gather for the round-up."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Route:
    """`team` is the one it is shared with or meant for."""

    place: GiftPlace
    team: Team | None
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the giver asked for: who, whether only they are to know, and where it was given from."""

    giver: Member
    receivers: tuple[Member, ...]
    only: bool
    origin: Origin | None
    here: Conversation | None


def find_route(tx: Transaction, asked: Asked, now: datetime) -> Route:
    """DESIGN section 3, "Kudos", *Where*."""
    team = _team_for(tx, asked)
    place = _place(tx, asked, team, now)
    receipts = tuple(Receipt(one.id, told(tx, one, place, team, now)) for one in asked.receivers)
    return Route(place, team, receipts)


def keeps_private(member: Member) -> bool:
    """Whether thanks to this member may not stand where others read."""
    return member.thanks_private or member.stopped_at is not None


def _team_for(tx: Transaction, asked: Asked) -> Team | None:
    """The team of the place it was given in, if a receiver is in it; the giver's; or the first receiver's."""
    candidates = _candidates(tx, asked.receivers)
    for conversation_id in _given_in(tx, asked):
        for team, _ in candidates.values():
            if team.conversation_id == conversation_id:
                return team
    own = [team.id for team, _ in tx.teams.of_member(asked.giver.id) if team.id in candidates]
    if own:
        return candidates[max(own, key=lambda team_id: candidates[team_id][1])][0]
    return next((team for team, _ in candidates.values()), None)


def _candidates(tx: Transaction, receivers: Iterable[Member]) -> dict[int, tuple[Team, int]]:
    """The receivers' teams in the order of receivers, and how many of them are in its channel.

    Those whose channel can't be written to only where there is no other.
    """
    found: dict[int, tuple[Team, int]] = {}
    for receiver in receivers:
        homes = sorted(tx.teams.of_member(receiver.id), key=lambda home: not home[1].in_channel)
        for team, membership in homes:
            _, count = found.get(team.id, (team, 0))
            found[team.id] = team, count + membership.in_channel
    return {team.id: (team, count) for team, count in found.values() if _is_open(tx, team)} or found


def _is_open(tx: Transaction, team: Team) -> bool:
    conversation = tx.conversations.get(team.conversation_id)
    return conversation is not None and conversation.ended is None


def _given_in(tx: Transaction, asked: Asked) -> list[int]:
    """The conversation of the message it was given from, then the one it was given in."""
    origin = None
    if asked.origin is not None:
        origin = tx.conversations.find(asked.giver.workspace_id, asked.origin.conversation)
    return [one.id for one in (origin, asked.here) if one is not None]


def _place(tx: Transaction, asked: Asked, team: Team | None, now: datetime) -> GiftPlace:
    if asked.only:
        return GiftPlace.ONLY
    if any(keeps_private(one) for one in asked.receivers):
        return GiftPlace.DIRECTLY
    if team is None:
        return GiftPlace.NO_TEAM
    if not _is_open(tx, team):
        return GiftPlace.UNREACHABLE
    if team.thanks is ThanksWay.WEEKLY or _announced_today(tx, team, now) >= MOST_ANNOUNCED:
        return GiftPlace.ROUND_UP
    conversation = tx.conversations.get(team.conversation_id)
    if asked.origin and conversation and asked.origin.conversation == conversation.platform_id:
        return GiftPlace.THREAD
    return GiftPlace.CHANNEL


def _announced_today(tx: Transaction, team: Team, now: datetime) -> int:
    zone = team.timetable.zone
    today = schedule.local(now, zone).date()
    from_at = schedule.to_utc(today, time(0), zone)
    return tx.gifts.count_announced(team.id, from_at, day_ends_at(today, zone))


def day_ends_at(day: date, zone: str) -> datetime:
    return schedule.to_utc(day + _DAY, time(0), zone)


def is_in_channel(tx: Transaction, team: Team, member_id: int) -> bool:
    return any(found.id == team.id and one.in_channel for found, one in tx.teams.of_member(member_id))


def told(tx: Transaction, member: Member, place: GiftPlace, team: Team | None, now: datetime) -> Told:
    """Who is mentioned in a channel they are in has been told; who is away or paused is told on return."""
    if member.stopped_at is not None:
        return Told.HOME
    if place not in WITH_TEAM or team is None or not is_in_channel(tx, team, member.id):
        return Told.DIRECT
    if place is GiftPlace.ROUND_UP:
        return Told.ROUND_UP
    return Told.CHANNEL if back_on(member, now, team.timetable.zone) is None else Told.DIRECT


def back_on(member: Member, now: datetime, zone: str) -> date | None:
    """The day on which somebody away or paused is back; None for who is here. `zone` if theirs is unknown."""
    today = schedule.local(now, member.zone or zone).date()
    days = [day for day in (member.away_until_on, member.paused_until_on) if day is not None and day > today]
    return max(days, default=None)


def tell_at(tx: Transaction, member: Member, now: datetime) -> datetime:
    """When a member may next be written to unasked: in working hours, and when they are back."""
    teams = tx.teams.of_member(member.id)
    timetable = teams[0][0].timetable if teams else Timetable()
    zone = member.zone or timetable.zone
    day = back_on(member, now, zone)
    at = now if day is None else max(now, schedule.to_utc(day, timetable.work_from, zone))
    return schedule.next_working(timetable, at, zone)
