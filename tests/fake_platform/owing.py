"""Workspaces, channels and deliveries for the fake platform, and a coach that says one plain card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.cards import Card, Text, Title
from bot.coach import Coach
from bot.models import (
    Conversation,
    ConversationKind,
    Delivery,
    DeliveryKind,
    Platform,
    UnknownOutcome,
    Workspace,
)
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from tests.world import lessons

CARD = Card(
    "Look up when somebody comes in.",
    (
        Title(("Look up",)),
        Text(("Someone at the counter waits longer than it feels to you. Look up, nod, and say when.",)),
    ),
)


class PlainCoach(Coach):
    """Says the same to everybody: what is looked at is the sending."""

    def __init__(self) -> None:
        super().__init__(lessons())

    def compose(
        self, tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime
    ) -> Composed:
        post = tx.deliveries.get(delivery.edits) if delivery.edits is not None else None
        return Outgoing(delivery, conversation, CARD, edits=None if post is None else post.message_id)


def open_workspace(
    tx: Transaction,
    name: str,
    channels: Iterable[str],
    at: datetime,
    unknown_outcome: UnknownOutcome = UnknownOutcome.RESEND,
) -> list[Conversation]:
    tx.workspaces.put(Workspace(name, Platform.SLACK, name, at, unknown_outcome))
    return [
        tx.conversations.put(Conversation(0, name, channel, ConversationKind.CHANNEL, channel))
        for channel in channels
    ]


def delivery(key: str, place: Conversation, at: datetime) -> Delivery:
    return Delivery(key, place.workspace_id, place.id, DeliveryKind.HELLO, at, at)


def deliveries(prefix: str, places: Sequence[Conversation], count: int, at: datetime) -> list[Delivery]:
    """So many, to the places in turn."""
    return [delivery(f"{prefix}/{number}", places[number % len(places)], at) for number in range(count)]
