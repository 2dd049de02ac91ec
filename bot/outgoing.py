"""What a delivery comes to when it is about to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards import Card
from bot.models import Conversation, Delivery
from bot.week.reviews import Later, Moot


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A card for a conversation. `edits` is the message it replaces, `thread` the one it belongs under."""

    delivery: Delivery
    conversation: Conversation
    card: Card
    edits: str | None = None
    thread: str | None = None


Composed = Outgoing | Later | Moot
