"""Who comes into a team's channel and who leaves it, as the platform's events tell it; Kindling too."""

from __future__ import annotations

from datetime import datetime

from bot import teams
from bot.cards import Card
from bot.messages import invited as words
from bot.messages import translator
from bot.models import Member, Team
from bot.ports import Person, Transaction


def joined(tx: Transaction, workspace_id: str, room: str, person: Person, now: datetime) -> Member:
    """Somebody came into a room (a platform id). In a team's channel that makes them a member of the team.

    They get nothing for it: the team's next idea is the first they hear. The same event again changes
    nothing. What the platform says of them is stored, whatever room it is.
    """
    member = teams.know_person(tx, workspace_id, person, now)
    team = _team_in(tx, workspace_id, room)
    if team is not None and not member.is_app:
        teams.join(tx, team, member, now, tx.teams.membership(team.id, member.id))
        teams.refresh(tx, team, now)
    return member


def left(tx: Transaction, workspace_id: str, room: str, platform_id: str, now: datetime) -> None:
    """Somebody left a room. A manager goes on managing; anybody else has left the team with it."""
    team = _team_in(tx, workspace_id, room)
    member = tx.members.find(workspace_id, platform_id)
    if team is None or member is None:
        return
    known = tx.teams.membership(team.id, member.id)
    if known is not None and known.in_channel and known.left_at is None:
        teams.leave(tx, known, now)
        teams.refresh(tx, team, now)


def invited_card(tx: Transaction, workspace_id: str, room: str, inviter: str) -> Card | None:
    """What the one who invited Kindling into a room (platform ids) is asked; None where it has a team."""
    conversation = tx.conversations.find(workspace_id, room)
    if conversation is None or tx.teams.of_conversation(conversation.id) is not None:
        return None
    member = tx.members.find(workspace_id, inviter)
    can_set_up = member is not None and member.is_admin
    return words.invited_card(translator("en"), conversation, can_set_up=can_set_up)


def _team_in(tx: Transaction, workspace_id: str, room: str) -> Team | None:
    conversation = tx.conversations.find(workspace_id, room)
    return tx.teams.of_conversation(conversation.id) if conversation is not None else None
