"""Cards that are owed for a team or for how somebody stands: the hello, and a farewell to who is silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import schedule, teams
from bot.cards import Card, Mention
from bot.messages import setup as words
from bot.messages import translator
from bot.messages.useful import farewell_card
from bot.models import Conversation, Delivery, DeliveryWay, Team
from bot.outgoing import Composed, Outgoing
from bot.ports import DueTeam, Transaction
from bot.quizzes import is_counted
from bot.tips import Library
from bot.week import weekly
from bot.week.reviews import PAST_USE, Later, Moot


def compose_hello(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """Said only in the channel that the team lives in, and not while it is paused."""
    team = tx.teams.get(delivery.team_id) if delivery.team_id is not None else None
    if team is None or team.ended_at is not None or team.conversation_id != conversation.id:
        return Moot("team-gone")
    if teams.is_paused(team, now):
        return Later(schedule.week_ends_at(schedule.week_of(now, team.timetable.zone), team.timetable.zone))
    return Outgoing(delivery, conversation, hello_card(tx, library, team, now))


def hello_card(tx: Transaction, library: Library, team: Team, now: datetime) -> Card:
    """The hello as it would be said at `now`."""
    room = tx.conversations.get(team.conversation_id)
    if room is None:
        raise LookupError(f"team {team.id} has no conversation")
    added_by = tx.members.get(team.created_by) if team.created_by is not None else None
    facts = words.HelloFacts(
        team,
        room,
        Mention(added_by.platform_id, added_by.name) if added_by is not None else None,
        tuple(Mention(one.platform_id, one.name) for one in teams.managers(tx, team)),
        sum(is_counted(one, member) for one, member in tx.teams.people(team.id)),
        _quiz_weekday(tx, library, team, now),
    )
    return words.hello_card(translator(team.language), facts)


def _quiz_weekday(tx: Transaction, library: Library, team: Team, now: datetime) -> int | None:
    """The weekday on which the next idea's question falls; None where questions are off."""
    due = DueTeam(team, tx.lessons.last(team.id), tx.lessons.had(team.id, team.round))
    for week in weekly.plan_weeks(due, library, now, 1):
        if week.quiz_at is not None:
            return schedule.local(week.quiz_at, team.timetable.zone).weekday()
    return None


def hello_sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    team = tx.teams.get(delivery.team_id) if delivery.team_id is not None else None
    if team is not None and team.said_hello_at is None:
        tx.teams.save(replace(team, said_hello_at=now))


def compose_farewell(
    tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """To who gets nothing directly any more, where their idea would have come."""
    team = tx.teams.get(delivery.team_id) if delivery.team_id is not None else None
    member = tx.members.get(delivery.member_id) if delivery.member_id is not None else None
    if team is None or team.ended_at is not None or delivery.week is None or member is None:
        return Moot("team-gone")
    zone = member.zone or team.timetable.zone
    until = weekly.tip_until(team, delivery.week, zone)
    at = schedule.catch_up(team.timetable, delivery.slot_at, now, until, zone)
    if at is None or at > now:
        return Moot(PAST_USE) if at is None else Later(at)
    has_channel = team.delivery is DeliveryWay.CHANNEL
    return Outgoing(delivery, conversation, farewell_card(translator(team.language), has_channel=has_channel))
