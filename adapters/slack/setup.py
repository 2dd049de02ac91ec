"""Setting a team up from Slack: Kindling comes into the channel before the form is taken."""

from __future__ import annotations

import asyncio

from adapters.connection import Core
from adapters.later import Later
from adapters.slack.rooms import Rooms
from bot.actions import ChangeTeam, SetUpTeam
from bot.cards import Card, Reply
from bot.coach import Actor

FOLLOWED_WITHIN = 0.7
"""Seconds to learn who is in the channel, of the three until the acknowledgement; else it comes later."""


class NotEntered(str):
    """What keeps Kindling out of the channel, for the form to say at its field. Nothing was decided."""

    __slots__ = ()


class Setup:
    def __init__(self, core: Core, rooms: Rooms, later: Later) -> None:
        self._core = core
        self._rooms = rooms
        self._later = later

    async def decide(self, actor: Actor, identity: str, action: SetUpTeam | ChangeTeam) -> Reply | NotEntered:
        if action.channel and (wrong := await self._rooms.enter(actor.workspace_id, action.channel)):
            return NotEntered(wrong)
        reply = await self._core.act(actor, identity, action)
        if not isinstance(reply, Card):
            return reply
        if await self._followed(actor.workspace_id, action.channel):
            # Asked again, it shows the same with who is there.
            return await self._core.act(actor, identity, action)
        return reply

    async def _followed(self, workspace_id: str, room: str) -> bool:
        """Whether who is in the channel is known already. It is learnt anyway."""
        done = asyncio.Event()

        async def follow() -> None:
            await self._core.follow_channel(workspace_id, room)
            done.set()

        self._later.do(follow)
        try:
            await asyncio.wait_for(done.wait(), FOLLOWED_WITHIN)
        except TimeoutError:
            return False
        return True
