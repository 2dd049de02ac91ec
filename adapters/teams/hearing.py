"""Everything that Teams may tell, by its kind: people's words and presses, and what happened."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from adapters.connection import Core
from adapters.later import Later
from adapters.teams import happenings
from adapters.teams.acquaintance import Acquaintance
from adapters.teams.acting import Acting
from adapters.teams.dispatch import Invoke
from adapters.teams.extension import KudosExtension
from adapters.teams.happenings import Aftermath, Told
from adapters.teams.introduction import Introduction, Names
from adapters.teams.lasting import Lasting
from adapters.teams.learning import Registration
from adapters.teams.listeners import Listeners
from adapters.teams.parse import Spot, Who
from adapters.teams.payloads import Json, id_at
from adapters.teams.presses import Presses, identity_of
from adapters.teams.replies import Out, Replies
from bot.messages import translator
from bot.messages.welcome import closed_channel_card


class TeamsHearing:
    def __init__(self, core: Core, registration: Registration, out: Out, names: Names, later: Later) -> None:
        self._core = core
        self._registration = registration
        self._later = later
        self._introduction = Introduction(core.store, names)
        self._acquaintance = Acquaintance(core.store, core.clock, registration)
        self._replies = Replies(core.store, out, later)
        presses, acting = Presses(), Acting(core, self._acquaintance, later)
        lasting = Lasting(core.store, out, later)
        self._listeners = Listeners(core, self._acquaintance, acting, self._replies, lasting, presses)
        extension = KudosExtension(core, acting, self._replies, presses)
        self.invokes: Mapping[str, Invoke] = {
            "adaptiveCard/action": self._listeners.answer_press,
            "composeExtension/fetchTask": extension.open,
            "composeExtension/submitAction": extension.submit,
        }

    async def hear(self, activity: Json, spot: Spot, who: Who) -> None:
        await self._listeners.hear(activity, spot, who)

    async def take(self, activity: Json, spot: Spot, who: Who | None) -> None:
        """Stored before Teams has its answer; what else has to be asked of Teams comes behind."""
        heard = Told(activity, spot, who, id_at(activity, "recipient", "id"), _identity(activity, spot))
        told = await self._introduction.named(heard)
        now = self._core.clock.now()
        after = await self._core.store.decide(
            lambda tx: happenings.take(tx, told, self._registration, now), apart=True
        )
        self._acquaintance.forget()
        self._core.nudge()
        self._follow(after, spot, told.identity)

    def _follow(self, after: Aftermath, spot: Spot, identity: str) -> None:
        tenant_id = spot.tenant_id
        if after.follow:
            self._later.do_once(tenant_id, partial(self._core.follow_workspace, tenant_id))
        for room in after.rooms:
            self._later.do_once(f"{tenant_id}/{room}", partial(self._core.follow_channel, tenant_id, room))
        if after.refused is not None:
            card = closed_channel_card(translator("en"), spot.channel_name)
            self._replies.place(card, after.refused, spot, identity, quiet=True)


def _identity(activity: Json, spot: Spot) -> str:
    own = id_at(activity, "id") or json.dumps(activity, sort_keys=True)
    return identity_of("event", spot.address, own)
