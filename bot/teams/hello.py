"""The hello: posted once in the channel of a team that somebody set up in chat."""

from __future__ import annotations

from datetime import datetime

from bot.models import Delivery, DeliveryKind, DeliveryWay, Team


def delivery(team: Team, at: datetime) -> Delivery:
    """The hello, owed for then."""
    return Delivery(
        key(team), team.workspace_id, team.conversation_id, DeliveryKind.HELLO, at, at, team_id=team.id
    )


def key(team: Team) -> str:
    """The team's alone: its hello is said once."""
    return f"{DeliveryKind.HELLO}/{team.id}"


def is_wanted(team: Team) -> bool:
    """Before a tip, since nobody meets an idea in their channel without a word on who brought it.

    Not for a team that an operator set up, since nobody of the workspace could be named, and not where
    ideas go to each person, who is told with the first of them.
    """
    return team.created_by is not None and team.delivery is DeliveryWay.CHANNEL and team.said_hello_at is None
