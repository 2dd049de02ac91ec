"""What is asked of Slack after an event was stored. Nobody waits for it."""

from __future__ import annotations

from adapters.connection import Core
from adapters.logs import logger
from adapters.slack.clients import Clients
from adapters.slack.directory import SlackDirectory
from adapters.slack.happenings import Aftermath
from adapters.slack.heard import Spot, SpotKind
from adapters.slack.replies import Replies
from adapters.slack.rooms import Rooms
from bot.errors import SendingFault
from bot.teams import comings

log = logger(__name__)


class Aftermaths:
    def __init__(
        self, core: Core, clients: Clients, directory: SlackDirectory, rooms: Rooms, replies: Replies
    ) -> None:
        self._core = core
        self._clients = clients
        self._directory = directory
        self._rooms = rooms
        self._replies = replies

    async def follow(self, workspace_id: str, after: Aftermath) -> None:
        if after.ended:
            self._clients.drop(workspace_id)
            log.warning("Kindling was taken out of a workspace: no more is sent.", workspace=workspace_id)
            return
        try:
            if after.newcomer:
                await self._welcome(workspace_id, after)
            if after.entered:
                await self._rooms.look(workspace_id, after.entered)
        except SendingFault:
            log.info("Slack does not say who or what came; the next pass asks.", workspace=workspace_id)
        if after.entered and after.inviter:
            await self._ask(workspace_id, after.entered, after.inviter)
        if after.follow:
            await self._core.follow_channel(workspace_id, after.follow)

    async def _welcome(self, workspace_id: str, after: Aftermath) -> None:
        """Nothing is sent: it is learnt who came into the channel."""
        now, store = self._core.clock.now(), self._core.store
        workspace = await store.read(lambda tx: tx.workspaces.get(workspace_id))
        if workspace is None or (person := await self._directory.person(workspace, after.newcomer)) is None:
            return
        await store.decide(lambda tx: comings.joined(tx, workspace_id, after.room, person, now))

    async def _ask(self, workspace_id: str, room: str, inviter: str) -> None:
        """Only who invited Kindling is asked, and only where there is no team."""
        card = await self._core.store.read(lambda tx: comings.invited_card(tx, workspace_id, room, inviter))
        if card is not None:
            spot = Spot(SpotKind.CHANNEL, workspace_id, inviter, 0.0, channel=room)
            self._replies.place(spot, card)
