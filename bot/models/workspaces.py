"""Installations of a chat platform, and where messages go in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Platform(StrEnum):
    LOCAL = "local"
    SLACK = "slack"
    TEAMS = "teams"


class UnknownOutcome(StrEnum):
    """What to do with a post whose fate cannot be asked (DESIGN, sending)."""

    RESEND = "resend"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Workspace:
    """`post_address` is how the address of a message is made: a template with `{conversation}`, the
    platform's id of it, and `{digits}`, those of the message's id. Empty where messages have no addresses.
    """

    id: str
    platform: Platform
    name: str
    created_at: datetime
    unknown_outcome: UnknownOutcome = UnknownOutcome.RESEND
    ended_at: datetime | None = None
    post_address: str = ""


class ConversationKind(StrEnum):
    CHANNEL = "channel"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a message can go. `platform_id` is the platform's name for it; `ended` why it no longer can."""

    id: int
    workspace_id: str
    platform_id: str
    kind: ConversationKind
    name: str
    public: bool = True
    member_id: int | None = None
    ended: str | None = None
