"""Where people talk with Kindling alone: Slack's id of that conversation, learnt when they do."""

from __future__ import annotations

from collections import OrderedDict

from adapters.slack.heard import Spot
from adapters.slack.ways import WITH_KINDLING
from bot import teams
from bot.models import Reference
from bot.ports import Store, Transaction

MOST_KEPT = 10_000


class Directs:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def is_news(self, spot: Spot) -> bool:
        """Whether this process has not kept it yet."""
        is_direct = spot.kind in WITH_KINDLING and spot.channel.startswith("D")
        return is_direct and (spot.workspace_id, spot.channel) not in self._known

    async def keep(self, spot: Spot) -> None:
        self._known[spot.workspace_id, spot.channel] = None
        if len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        await self._store.decide(lambda tx: _keep(tx, spot))


def _keep(tx: Transaction, spot: Spot) -> None:
    member = tx.members.find(spot.workspace_id, spot.person)
    if member is None or member.is_stranger:
        return
    conversation = teams.direct_conversation(tx, member)
    known = tx.references.get(conversation.id)
    if known is None or known.address != spot.channel:
        tx.references.put(Reference(conversation.id, address=spot.channel))
