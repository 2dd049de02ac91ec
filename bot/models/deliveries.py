"""What is owed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from bot.models.calendar import Week


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    AMBIGUOUS = "ambiguous"
    HELD = "held"
    SENT = "sent"
    DEAD = "dead"


class DeliveryKind(StrEnum):
    """What a delivery says; its card is built when it is sent, from this and the ids in `about`."""

    HELLO = "hello"
    TIP = "tip"
    QUIZ = "quiz"
    QUIZ_CLOSED = "quiz-closed"
    PROGRAMME_END = "programme-end"
    SUMMARY = "summary"
    QUESTION_AGAIN = "question-again"
    ROUND_UP = "round-up"
    KUDOS = "kudos"
    KUDOS_DIRECT = "kudos-direct"
    KUDOS_UPDATE = "kudos-update"
    KUDOS_DELETE = "kudos-delete"
    WELCOME = "welcome"
    TROUBLE = "trouble"
    STILL_USEFUL = "still-useful"
    UNDELIVERED = "undelivered"
    EXPIRY = "expiry"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message owed to a conversation. `key` is unique for ever.

    `slot_at` is when it was meant to go (lateness counts from there), `due_at` when it may go next.
    `edits` is the key of the delivery whose message this one changes or deletes; the `revision` of
    such an edit grows, and the newest wins. `about` holds ids only, never words.
    """

    key: str
    workspace_id: str
    conversation_id: int
    kind: DeliveryKind
    slot_at: datetime
    due_at: datetime
    about: Mapping[str, int | str] = field(default_factory=dict)
    team_id: int | None = None
    week: Week | None = None
    member_id: int | None = None
    edits: str | None = None
    revision: int = 0
    state: DeliveryState = DeliveryState.PENDING
    fence: int = 0
    tries: int = 0
    reason: str | None = None
    message_id: str | None = None
    sent_at: datetime | None = None
    changed_at: datetime | None = None


class Arrived(NamedTuple):
    """A post that the platform took: its message, when that was (product time), and the reason that stays.

    Each post passes here: the changed delivery, a record of 19 fields, would cost ten times as much.
    """

    delivery: Delivery
    message_id: str
    at: datetime
    reason: str | None
