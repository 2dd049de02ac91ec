"""Where an answer goes that no invoke carries: into somebody's own chat, and never where others read it.

Each is sent once and not kept: asking again shows it again.
"""

from __future__ import annotations

from typing import Any, Protocol

from adapters.later import Later
from adapters.logs import logger
from adapters.teams.lasting import Changing
from adapters.teams.parse import Scope, Spot, Who
from adapters.teams.render import Refresh, card_json, for_dialog, form_json, message
from adapters.teams.roster import language_of, people_to_choose
from bot import teams
from bot.actions import Action
from bot.cards import Card, Reply
from bot.errors import SendingFault
from bot.messages import translator
from bot.messages.placed import answered_directly_card, not_reached_card
from bot.models import Conversation
from bot.ports import Store, Transaction

Json = dict[str, Any]
MOST_KEPT = 10_000
log = logger(__name__)


class Out(Changing, Protocol):
    """The way out to Teams. Each raises the faults of `bot.errors` that derive from SendingFault."""

    async def post(self, service_url: str, address: str, activity: Json) -> None: ...

    async def write(self, room: Conversation, activity: Json) -> None:
        """To a direct conversation, which is opened if it never was."""


class Replies:
    def __init__(self, store: Store, out: Out, later: Later) -> None:
        self._store = store
        self._out = out
        self._later = later
        self._placed: dict[str, None] = {}

    async def draw(
        self, reply: Reply, who: Who, tenant_id: str, *, again: Action | None = None, in_dialog: bool = False
    ) -> Json:
        """The card of an answer, for that person. `again` shows it to them when they come back to it."""
        if isinstance(reply, Card) and in_dialog:
            return for_dialog(card_json(reply))
        if isinstance(reply, Card):
            return card_json(reply, Refresh(again, (who.person,)) if again is not None else None)

        def look(tx: Transaction) -> Json:
            t, people = (
                language_of(tx, tenant_id, who.platform_id),
                people_to_choose(tx, tenant_id, who.platform_id),
            )
            return form_json(reply, t, people, in_dialog=in_dialog)

        return await self._store.read(look)

    def place(
        self, reply: Reply, who: Who, spot: Spot, key: str, *, public: bool = False, quiet: bool = False
    ) -> None:
        """Behind the answer to Teams, once for each `key`, however often Teams asks.

        `public`: it may stand where it was asked; `quiet`: nobody needs to be told that it stands elsewhere.
        """
        if key in self._placed or (isinstance(reply, Card) and reply.is_empty):
            return
        self._placed[key] = None
        if len(self._placed) > MOST_KEPT:
            del self._placed[next(iter(self._placed))]
        if spot.scope is Scope.PERSONAL or public:
            self._later.do(lambda: self._post(reply, who, spot))
        else:
            self._later.do(lambda: self._write(reply, who, spot, quiet=quiet))

    async def _post(self, reply: Reply, who: Who, spot: Spot) -> None:
        activity = message(reply, await self.draw(reply, who, spot.tenant_id))
        try:
            await self._out.post(spot.service_url, spot.address, activity)
        except SendingFault as fault:
            _log_lost(spot, fault)

    async def _write(self, reply: Reply, who: Who, spot: Spot, *, quiet: bool) -> None:
        """In the thread that they asked in they are told where the answer is, not what it is."""
        t = translator("en")
        room = await self._store.decide(lambda tx: _chat_with(tx, who, spot))
        activity = message(reply, await self.draw(reply, who, spot.tenant_id))
        try:
            if room is None:
                return
            await self._out.write(room, activity)
            said = None if quiet else answered_directly_card(t)
        except SendingFault as fault:
            _log_lost(spot, fault)
            said = not_reached_card(t)
        if said is not None and spot.scope is Scope.CHANNEL:
            await self._post(said, who, spot)


def _chat_with(tx: Transaction, who: Who, spot: Spot) -> Conversation | None:
    member = tx.members.find(spot.tenant_id, who.platform_id)
    return teams.direct_conversation(tx, member) if member is not None else None


def _log_lost(spot: Spot, fault: SendingFault) -> None:
    log.warning(
        "An answer did not reach who asked; asking again shows it.",
        workspace=spot.tenant_id,
        fault=type(fault).__name__,
    )
