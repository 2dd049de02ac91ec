"""Where Slack reaches a conversation: a direct one is opened once, and its address kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.pace import Window
from adapters.slack.calls import Calls, Json
from adapters.slack.ids import person_of
from adapters.slack.pace import MethodRooms
from bot.errors import OutcomeUnknown, Unavailable, Unreachable
from bot.models import Conversation, Reference
from bot.ports import Store

LOST = "channel_not_found"
OPEN = "conversations.open"


OPENINGS: tuple[Window, ...] = ((45, 60.0),)
"""conversations.open is of Slack's tier 3: about 50 a minute for a workspace."""


class Addresses:
    def __init__(self, calls: Calls, store: Store, steady: Callable[[], float]) -> None:
        self._calls = calls
        self._store = store
        self._rooms = MethodRooms(OPENINGS, steady)
        self._kept: dict[int, str] = {}

    async def of(self, conversation: Conversation) -> str:
        """Raises SendingFault, but never OutcomeUnknown: opening a conversation twice opens one."""
        person = person_of(conversation)
        if person is None:
            return conversation.platform_id
        return await self._known(conversation) or await self._opened(conversation, person)

    async def post(self, conversation: Conversation, method: str, body: Mapping[str, Any]) -> Json:
        """Once. What an address that leads nowhere did not take goes to the one that is opened instead."""
        address = await self.of(conversation)
        try:
            return await self._post(conversation, method, body, address)
        except Unreachable as fault:
            person = person_of(conversation)
            if person is None or fault.code != LOST:
                raise
            fresh = await self._opened(conversation, person)
            if fresh == address:
                raise
            return await self._post(conversation, method, body, fresh)

    async def _post(
        self, conversation: Conversation, method: str, body: Mapping[str, Any], address: str
    ) -> Json:
        return await self._calls.post(conversation.workspace_id, method, {"channel": address, **body})

    async def _known(self, conversation: Conversation) -> str | None:
        if conversation.id not in self._kept:
            reference = await self._store.read(lambda tx: tx.references.get(conversation.id))
            if reference is None or reference.address is None:
                return None
            self._kept[conversation.id] = reference.address
        return self._kept[conversation.id]

    async def _opened(self, conversation: Conversation, person: str) -> str:
        try:
            with self._rooms.one(conversation.workspace_id, OPEN):
                told = await self._calls.post(conversation.workspace_id, OPEN, {"users": person})
        except OutcomeUnknown as fault:
            raise Unavailable from fault
        address = str(told["channel"]["id"])
        reference = Reference(conversation.id, address)
        await self._store.decide(lambda tx: tx.references.put(reference))
        self._kept[conversation.id] = address
        return address
