"""Where Teams reaches each conversation: kept in memory for a while, since each post asks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from adapters.teams.own_views import refresh_for
from adapters.teams.render import Refresh
from bot.actions import Action
from bot.models import Conversation, Reference
from bot.ports import Store, Transaction

KEPT_FOR = 60.0
"""Seconds until the store is asked again: another process may have learnt better."""

MOST_KEPT = 50_000
Found = Mapping[int, Reference]
"""By the conversation's id."""

Opened = Callable[[Reference, str], Awaitable[str]]


class References:
    def __init__(self, store: Store, steady: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._steady = steady
        self._kept: dict[int, tuple[Reference, float]] = {}
        self._opening: dict[int, asyncio.Lock] = {}
        self._one_at_a_time = asyncio.Lock()
        self._wanted: dict[int, Conversation] = {}
        self._asking: asyncio.Task[Found] | None = None
        self._forgotten = 0

    async def of(self, conversation: Conversation) -> Reference | None:
        """As kept; a service URL that is missing is that of the workspace's latest conversation."""
        kept, until = self._kept.get(conversation.id, (None, 0.0))
        if kept is not None and self._steady() < until:
            return kept
        found = await asyncio.shield(self._asked_together(conversation))
        return found.get(conversation.id)

    def _asked_together(self, conversation: Conversation) -> asyncio.Task[Found]:
        """Who asks while the store answers others is answered with all who do: at ten each post asks."""
        if self._asking is None:
            self._wanted = {}
            self._asking = asyncio.create_task(self._ask(self._wanted))
        self._wanted[conversation.id] = conversation
        return self._asking

    async def _ask(self, wanted: Mapping[int, Conversation]) -> Found:
        async with self._one_at_a_time:
            self._asking, forgotten = None, self._forgotten
            found = await self._store.read(lambda tx: _found(tx, wanted))
        if forgotten == self._forgotten:  # Otherwise what was read may be of before what was learnt.
            for reference in found.values():
                self._keep(reference)
        return found

    async def refresh(self, conversation: Conversation, view: Action) -> Refresh | None:
        """What brings people's own views of a post in that conversation back to them."""
        return await self._store.read(lambda tx: refresh_for(tx, conversation, view))

    def forget(self, conversation_id: int) -> None:
        """What was learnt of it has changed."""
        self._kept.pop(conversation_id, None)
        self._forgotten += 1

    async def opened(self, conversation: Conversation, reference: Reference, open_it: Opened) -> Reference:
        """Opens a direct conversation, once for all who wait for it, and keeps its address."""
        lock = self._opening.setdefault(conversation.id, asyncio.Lock())
        async with lock:
            known = await self.of(conversation)
            if known is not None and known.address is not None:
                return known
            address = await open_it(reference, conversation.workspace_id)
            fresh = await self._store.decide(lambda tx: _addressed(tx, reference, address))
            self._keep(fresh)
        self._opening.pop(conversation.id, None)
        return fresh

    def _keep(self, reference: Reference) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[reference.conversation_id] = (reference, self._steady() + KEPT_FOR)


def _found(tx: Transaction, wanted: Mapping[int, Conversation]) -> Found:
    found = {one.conversation_id: one for one in tx.references.of_all(wanted)}
    for one, reference in found.items():
        if reference.service_url is None:
            latest = tx.references.service_url(wanted[one].workspace_id)
            found[one] = replace(reference, service_url=latest)
    return found


def _addressed(tx: Transaction, reference: Reference, address: str) -> Reference:
    """What came in meanwhile, an address included, has the last word."""
    known = tx.references.get(reference.conversation_id) or reference
    fresh = replace(
        known, address=known.address or address, service_url=known.service_url or reference.service_url
    )
    tx.references.put(fresh)
    return fresh
