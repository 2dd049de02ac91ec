"""What a delivery comes to when it is about to be sent."""

from __future__ import annotations

from typing import NamedTuple

from bot.cards import Card
from bot.models import Conversation, Delivery
from bot.week.reviews import Later, Moot


class Outgoing(NamedTuple):
    """A card for a conversation. `edits` is the message it replaces, `thread` the one it belongs under.

    Every post is one, and a tuple is made in a third of the time of a frozen record.
    """

    delivery: Delivery
    conversation: Conversation
    card: Card
    edits: str | None = None
    thread: str | None = None


Composed = Outgoing | Later | Moot
