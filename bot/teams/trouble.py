"""A team's channel that can't be written to any more: a manager is told, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot import schedule, teams
from bot.messages import translator
from bot.messages import trouble as words
from bot.models import Conversation, ConversationKind, Delivery, DeliveryKind, DeliveryState, Member, Team
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.week.reviews import Later, Moot


def lost_room(tx: Transaction, team: Team) -> Conversation | None:
    """The team's channel, if it can't be written to."""
    room = tx.conversations.get(team.conversation_id)
    return room if room is not None and room.ended is not None else None


def notice(tx: Transaction, lost: Delivery, now: datetime) -> None:
    """Owes the word to a manager, if what was lost was lost with its channel."""
    room = tx.conversations.get(lost.conversation_id)
    if room is None or room.ended is None or room.kind is not ConversationKind.CHANNEL:
        return
    team = tx.teams.of_conversation(room.id)
    person = _person_to_tell(tx, team) if team is not None else None
    if team is None or person is None:
        return
    told = replace(
        lost,
        key=f"{DeliveryKind.TROUBLE}/{team.id}/{room.id}",
        conversation_id=teams.direct_conversation(tx, person).id,
        kind=DeliveryKind.TROUBLE,
        slot_at=now,
        due_at=now,
        about={"room": room.id},
        team_id=team.id,
        week=None,
        member_id=person.id,
        edits=None,
        revision=0,
        state=DeliveryState.PENDING,
        fence=0,
        tries=0,
        reason=None,
        message_id=None,
        sent_at=None,
        changed_at=None,
    )
    tx.deliveries.owe([told])


def _person_to_tell(tx: Transaction, team: Team) -> Member | None:
    """The first manager who has not stopped, else who set the team up."""
    for member in teams.managers(tx, team):
        if member.stopped_at is None:
            return member
    return tx.members.get(team.created_by) if team.created_by is not None else None


def compose(tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime) -> Composed:
    """Goes in working hours, and only while the channel is still lost."""
    team = tx.teams.get(delivery.team_id) if delivery.team_id is not None else None
    member = tx.members.get(delivery.member_id) if delivery.member_id is not None else None
    room = tx.conversations.get(int(delivery.about["room"]))
    if team is None or team.ended_at is not None or member is None or member.stopped_at is not None:
        return Moot("not-wanted")
    if room is None or room.ended is None or room.id != team.conversation_id:
        return Moot("settled")
    if (at := _next_hour(team, member, now)) > now:
        return Later(at)
    return Outgoing(delivery, conversation, words.lost_channel_card(translator(team.language), team, room))


def _next_hour(team: Team, member: Member, now: datetime) -> datetime:
    """The next working hour in which the member is there."""
    zone = member.zone or team.timetable.zone
    back_on = max((member.paused_until_on or date.min, member.away_until_on or date.min))
    if back_on > schedule.local(now, zone).date():
        now = schedule.to_utc(back_on, team.timetable.work_from, zone)
    return schedule.next_working(team.timetable, now, zone)
