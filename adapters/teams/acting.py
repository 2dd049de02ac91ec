"""From somebody's press or words to the core's answer, whatever is wrong with them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from adapters.connection import Core
from adapters.later import Later
from adapters.teams.acquaintance import Acquaintance, Person
from adapters.teams.entered import TYPED, pressed_action
from adapters.teams.roster import people_to_choose
from bot.actions import Action, ChangeTeam, SetUpTeam, ShowQuiz, ShowTry
from bot.cards import Card, Mention, Reply
from bot.errors import NotHere, Refusal
from bot.messages import translator
from bot.messages.talk import not_installed_card
from bot.ports import Transaction

FOLLOWED_WITHIN = 3.0
"""Seconds to learn who is in a channel, of the fifteen until Teams asks again; else it comes later."""

Shown = ShowQuiz | ShowTry
"""What a client asks for by itself, when somebody comes back to a card."""


class Acting:
    def __init__(self, core: Core, acquaintance: Acquaintance, later: Later) -> None:
        self._core = core
        self._acquaintance = acquaintance
        self._later = later

    async def press(
        self, person: Person, identity: str, data: Mapping[str, Any], *, by_itself: bool = False
    ) -> tuple[Reply, Action | None]:
        """What a button's data leads to, and what it meant. `by_itself`: nobody pressed, the client asked."""
        try:
            action = pressed_action(data, await self._nameable(person, data))
        except Refusal as refusal:
            return await self._core.refuse(person.actor, refusal), None
        if by_itself and isinstance(action, Shown):
            return await self._show(person, action), action
        return await self.act(person, identity, action), action

    async def act(self, person: Person, identity: str, action: Action) -> Reply:
        """Together with what it proves of the person, which is stored in the same decision."""
        try:
            learn = self._acquaintance.unlearnt(person)
            reply = await self._core.act(person.actor, identity, action, learn)
            self._acquaintance.remember(person)
            if isinstance(action, SetUpTeam | ChangeTeam) and isinstance(reply, Card):
                await self._follow(person.spot.tenant_id, action.channel)
                reply = await self._core.act(person.actor, identity, action)
        except NotHere:
            return not_installed_card(translator("en"))
        return reply

    async def _show(self, person: Person, action: Action) -> Reply:
        await self._acquaintance.meet(person)
        try:
            return await self._core.show(person.actor, action)
        except NotHere:
            return not_installed_card(translator("en"))

    async def _nameable(self, person: Person, data: Mapping[str, Any]) -> tuple[Mention, ...]:
        """Only where names were typed: they are looked for among all."""
        if not any(key.endswith(TYPED) and value for key, value in data.items()):
            return ()
        tenant_id, platform_id = person.spot.tenant_id, person.who.platform_id
        return await self._core.store.read(lambda tx: people_to_choose(tx, tenant_id, platform_id))

    async def _follow(self, tenant_id: str, channel: str) -> None:
        """A team that was just set up shows who is in its channel, if Teams says so in time."""
        room = await self._core.store.read(lambda tx: _room(tx, tenant_id, channel))
        done = asyncio.Event()

        async def follow() -> None:
            await self._core.follow_channel(tenant_id, room)
            done.set()

        self._later.do(follow)
        try:
            await asyncio.wait_for(done.wait(), FOLLOWED_WITHIN)
        except TimeoutError:
            return


def _room(tx: Transaction, tenant_id: str, channel: str) -> str:
    """A channel as the form takes it: by its id, or by a name that only one has."""
    if tx.conversations.find(tenant_id, channel) is not None:
        return channel
    named = tx.conversations.channels_named(tenant_id, channel.strip().removeprefix("#"))
    return named[0].platform_id if len(named) == 1 else channel
