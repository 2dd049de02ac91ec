"""Slack: the only folder that knows of it."""

from __future__ import annotations

from adapters.connection import Connection, Core
from adapters.settings import Settings


def slack_connection(settings: Settings, core: Core) -> Connection:
    """Slack's kits take half a second to import: only who has Slack waits for them."""
    from adapters.slack.connection import SlackConnection

    return SlackConnection(settings, core)
