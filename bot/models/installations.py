"""How a platform lets Kindling in, and where it reaches a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """Kindling in one workspace, as the platform granted it.

    `bot_id` is Kindling's own platform id there, `installed_by` that of who installed it. Tokens are sealed:
    the platform's adapter alone can open them. `expires_at` is when the token ends; None for one that stays.
    Until `renewing_until` one process has its renewal to itself.
    """

    workspace_id: str
    app_id: str
    bot_id: str
    installed_at: datetime
    scopes: tuple[str, ...] = ()
    installed_by: str | None = None
    sealed_token: str | None = None
    sealed_refresh: str | None = None
    expires_at: datetime | None = None
    renewing_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a platform reaches a conversation of ours, by its last authenticated word.

    `address` is the platform's id to post to: Slack's direct channel, Teams' conversation. Teams also needs
    the `service_url` of that conversation and, to open a direct one, `person`: their id for the bot.
    `group_id` is what a channel belongs to where the platform has groups of channels (a team, in Teams'
    words), and `added_by` the platform id of who added Kindling there: "" for somebody unknown, None where
    nobody did.
    """

    conversation_id: int
    address: str | None = None
    service_url: str | None = None
    person: str | None = None
    group_id: str | None = None
    added_by: str | None = None
