"""Channels that Kindling has to be in: looked at, and joined where anybody may join."""

from __future__ import annotations

import asyncio
from typing import Any

from adapters.slack.calls import Calls
from adapters.slack.directory import room_of_channel
from bot.errors import Refused, SendingFault, Unreachable
from bot.messages import setup as words
from bot.messages import translator
from bot.models import Conversation, ConversationKind
from bot.ports import Store

ENTERED_WITHIN = 1.2
"""Seconds that Slack has to let Kindling in, of the three until the acknowledgement."""

ARCHIVED = "is_archived"


class Rooms:
    def __init__(self, store: Store, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def enter(self, workspace_id: str, room: str) -> str | None:
        """Makes sure that Kindling can post in the channel. What is in its way, as a sentence for the form.

        A channel that Slack does not show is left to the core: Kindling is not in it.
        """
        t = translator("en")
        try:
            async with asyncio.timeout(ENTERED_WITHIN):
                known = await self.look(workspace_id, room)
                if known is not None and known.public and known.ended is None:
                    await self._calls.post(workspace_id, "conversations.join", {"channel": room})
        except (Refused, Unreachable):
            return words.channel_not_joined(t)
        except (SendingFault, TimeoutError):
            return words.platform_silent(t)
        return None

    async def look(self, workspace_id: str, room: str) -> Conversation | None:
        """The channel as Slack has it, stored; None for one that it does not show. Raises SendingFault."""
        try:
            told = await self._calls.ask(workspace_id, "conversations.info", {"channel": room}, patience=0.0)
        except (Refused, Unreachable):
            return None
        found = _conversation(workspace_id, told["channel"])
        return await self._store.decide(lambda tx: tx.conversations.put(found)) if found else None


def _conversation(workspace_id: str, channel: dict[str, Any]) -> Conversation | None:
    """None for what is no channel, and for a private one that Kindling is not in."""
    if channel.get("is_im") or channel.get("is_mpim"):
        return None
    room, kind = room_of_channel(channel), ConversationKind.CHANNEL
    if not (room.public or room.entered):
        return None
    ended = ARCHIVED if room.archived else None
    return Conversation(0, workspace_id, room.platform_id, kind, room.name, public=room.public, ended=ended)
