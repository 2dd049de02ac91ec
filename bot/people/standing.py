"""How somebody stands with Kindling: what they chose, and the way back from stopping or pausing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from bot.cards import Card
from bot.context import Context
from bot.messages import people as words
from bot.models import DeliveryWay, Member


class Ideas(StrEnum):
    """Where somebody's ideas and questions come. `RARELY`: directly, every other week."""

    CHANNEL = "channel"
    DIRECT = "direct"
    RARELY = "rarely"
    STOPPED = "stopped"


class Thanks(StrEnum):
    CHANNEL = "channel"
    PRIVATE = "private"


def me_card(context: Context, member: Member) -> Card:
    """How somebody stands with Kindling, and the way back from there."""
    t, today = context.t(), context.today
    if member.stopped_at is not None:
        found = [pair for pair in context.tx.teams.of_member(member.id) if pair[1].in_channel]
        rooms = [
            room
            for team, _ in found
            if team.delivery is DeliveryWay.CHANNEL
            and (room := context.tx.conversations.get(team.conversation_id)) is not None
        ]
        manages = any(one.manages for _, one in context.tx.teams.of_member(member.id))
        return words.stopped_card(t, rooms, manages=manages)
    paused = coming(member.paused_until_on, today)
    away_until = coming(member.away_until_on, today)
    if paused is not None or away_until is not None:
        return words.paused_card(t, paused, away_until)
    return words.as_usual_card(t, ideas_of(context, member), thanks_private=member.thanks_private)


def coming(day: date | None, today: date) -> date | None:
    """The day, if it is still ahead."""
    return day if day is not None and day > today else None


def ideas_of(context: Context, member: Member) -> str:
    """A value of Ideas: what holds for the member now."""
    if member.stopped_at is not None:
        return Ideas.STOPPED
    if member.direct or only_directly(context, member):
        return Ideas.RARELY if member.every_other_week else Ideas.DIRECT
    return Ideas.CHANNEL


def only_directly(context: Context, member: Member) -> bool:
    """Whether all teams of the member send their ideas to each person."""
    found = [team for team, one in context.tx.teams.of_member(member.id) if one.in_channel]
    return bool(found) and all(team.delivery is DeliveryWay.DIRECT for team in found)
