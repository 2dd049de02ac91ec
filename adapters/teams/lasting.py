"""What came of a press in somebody's own chat stays there as the message, when they come back to it.

Teams shows an invoke's answer until the chat is opened anew, and then the message as it was posted: a form
that was sent off long ago would ask again. In a channel others see the message, so nothing of it changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from adapters.later import Later
from adapters.teams.parse import Scope, Spot, Who
from bot.errors import SendingFault
from bot.ports import Store, Transaction

Json = dict[str, Any]


class Changing(Protocol):
    async def change(self, service_url: str, address: str, message_id: str, activity: Json) -> None:
        """Raises the faults of `bot.errors` that derive from SendingFault."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """The message that a button was pressed on, by whom and where."""

    who: Who
    spot: Spot
    message_id: str


class Lasting:
    def __init__(self, store: Store, out: Changing, later: Later) -> None:
        self._store = store
        self._out = out
        self._later = later
        self._latest: dict[str, Json] = {}

    def keep(self, pressed: Pressed, activity: Json) -> None:
        """Behind the answer to Teams; of several the last one stays. Once: pressing again shows it again."""
        if pressed.spot.scope is not Scope.PERSONAL or not pressed.message_id:
            return
        name = f"{pressed.spot.address}/{pressed.message_id}"
        self._latest[name] = activity
        self._later.do_once(name, lambda: self._change(pressed, name))

    async def _change(self, pressed: Pressed, name: str) -> None:
        activity = self._latest.pop(name, None)
        if activity is None or await self._store.read(lambda tx: _is_owed(tx, pressed)):
            return
        spot, message_id = pressed.spot, pressed.message_id
        try:
            await self._out.change(spot.service_url, spot.address, message_id, activity | {"id": message_id})
        except SendingFault:
            return


def _is_owed(tx: Transaction, pressed: Pressed) -> bool:
    """An idea, a summary or a thanks that was posted there keeps its words: it is no answer to anything."""
    tenant_id = pressed.spot.tenant_id
    member = tx.members.find(tenant_id, pressed.who.platform_id)
    room = tx.conversations.direct(member.id) if member is not None else None
    if room is None:
        return True
    return tx.deliveries.of_message(tenant_id, room.id, pressed.message_id) is not None
