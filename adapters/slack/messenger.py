"""The Messenger port over Slack."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Any

from adapters.pace import Window
from adapters.sealing import Signer
from adapters.slack.addresses import Addresses
from adapters.slack.calls import About, Calls, Json
from adapters.slack.pace import MethodRooms
from bot.cards import Card
from bot.errors import CannotAsk, MessageGone, Refused, Unreachable
from bot.models import Conversation
from bot.ports import Store

EVENT = "kindling_delivery"
"""The type of the metadata by which Kindling finds its own post."""

EDITS: tuple[Window, ...] = ((45, 60.0),)
"""Slack counts chat.update and chat.delete as tier 3: each about 50 a minute for a workspace."""

SKEW = timedelta(minutes=10)
"""By how much Slack's clock may be behind this machine's."""

NOT_TOLD = {"missing_scope", "not_allowed_token_type"}
"""Codes of a history that the workspace did not let Kindling read."""


class SlackMessenger:
    """`draw` makes `text` and `blocks` of a card, `signer` the mark that only Kindling knows a post by.

    Anybody in the workspace can read a message's metadata, so the key itself never goes there.
    """

    def __init__(
        self,
        calls: Calls,
        store: Store,
        signer: Signer,
        draw: Callable[[Card], Json],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._calls = calls
        self._addresses = Addresses(calls, store, steady)
        self._signer = signer
        self._draw = draw
        self._rooms = MethodRooms(EDITS, steady)

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        mark = {"event_type": EVENT, "event_payload": {"key": self._signer.mark(key)}}
        body = {**self._draw(card), "unfurl_links": False, "unfurl_media": False, "metadata": mark}
        if thread is not None:
            body["thread_ts"] = thread
        told = await self._addresses.post(conversation, "chat.postMessage", body)
        return str(told["ts"])

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        await self._change(conversation, "chat.update", {"ts": message_id, **self._draw(card)})

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        await self._change(conversation, "chat.delete", {"ts": message_id})

    async def look_up(
        self, conversation: Conversation, key: str, since: datetime, thread: str | None
    ) -> str | None:
        """Reads history, and of that nothing but the mark of each message."""
        marks = self._signer.marks(key)
        try:
            async with aclosing(await self._said(conversation, since - SKEW, thread)) as pages:
                async for message in (one async for page in pages for one in page):
                    if _mark_of(message) in marks:
                        return str(message["ts"])
        except Refused as fault:
            if fault.code in NOT_TOLD:
                raise CannotAsk from fault
            if fault.code != "thread_not_found":
                raise
        except Unreachable as fault:
            raise CannotAsk from fault
        return None

    async def _said(
        self, conversation: Conversation, since: datetime, thread: str | None
    ) -> AsyncGenerator[list[Any], None]:
        """What was said there, page by page: newest first, in a thread oldest first."""
        about: About = {
            "channel": await self._addresses.of(conversation),
            "ts": thread,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
        }
        method = "conversations.history" if thread is None else "conversations.replies"
        return self._calls.pages(conversation.workspace_id, method, "messages", about, patience=0.0)

    async def _change(self, conversation: Conversation, method: str, body: Mapping[str, Any]) -> None:
        try:
            with self._rooms.one(conversation.workspace_id, method):
                await self._addresses.post(conversation, method, body)
        except Refused as fault:
            if fault.code == "message_not_found":
                raise MessageGone from fault
            raise


def _mark_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return None
    mark = (metadata.get("event_payload") or {}).get("key")
    return mark if isinstance(mark, str) else None
