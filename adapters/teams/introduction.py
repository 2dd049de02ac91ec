"""Who added Kindling, by name: Teams tells of it by ids alone, and nobody is greeted by an id."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Protocol

from adapters.teams import happenings
from adapters.teams.happenings import Told
from adapters.teams.parse import Scope
from bot.errors import SendingFault
from bot.ports import Store, Transaction

NAMED_WITHIN = 3.0
"""Seconds to ask for a name, of the fifteen until Teams tells again; without it the greeting waits for the
roster, and then goes without a name."""


class Names(Protocol):
    async def name_of(self, service_url: str, address: str, person: str) -> str:
        """That of somebody in a conversation, by their id for the bot; "" where Teams has none.

        Raises the faults of `bot.errors` that derive from SendingFault.
        """


class Introduction:
    def __init__(self, store: Store, names: Names) -> None:
        self._store = store
        self._names = names

    async def named(self, told: Told) -> Told:
        """The same event, with the name of who caused it if they are to be greeted by it."""
        who, spot = told.who, told.spot
        if who is None or who.name or not happenings.greets(told):
            return told
        if await self._store.read(lambda tx: _is_named(tx, spot.tenant_id, who.platform_id)):
            return told
        address = spot.address if spot.scope is Scope.PERSONAL else spot.group_id
        try:
            name = await asyncio.wait_for(
                self._names.name_of(spot.service_url, address, who.person), NAMED_WITHIN
            )
        except (SendingFault, TimeoutError):
            return told
        return replace(told, who=replace(who, name=name))


def _is_named(tx: Transaction, tenant_id: str, platform_id: str) -> bool:
    member = tx.members.find(tenant_id, platform_id)
    return member is not None and member.name != platform_id
