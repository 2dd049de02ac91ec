"""Everything between what Slack sends and what the core decides, built once a process."""

from __future__ import annotations

from slack_bolt.response import BoltResponse

from adapters.connection import Core
from adapters.later import Later
from adapters.slack.aftermath import Aftermaths
from adapters.slack.app import bolt_app, dispatch
from adapters.slack.calls import Calls
from adapters.slack.clients import Clients
from adapters.slack.directory import SlackDirectory
from adapters.slack.directs import Directs
from adapters.slack.homes import Homes
from adapters.slack.lines import Manner
from adapters.slack.listeners import Listeners
from adapters.slack.meanings import Meanings
from adapters.slack.payloads import Json
from adapters.slack.replies import Replies
from adapters.slack.rooms import Rooms
from adapters.slack.setup import Setup
from adapters.slack.ways import Ways

FINISHED_WITHIN = 1.5
"""Seconds for answers that are on their way when the process ends."""


class Inbound:
    def __init__(
        self, core: Core, clients: Clients, calls: Calls, directory: SlackDirectory, manner: Manner
    ) -> None:
        self.later = Later("What was to follow an answer to Slack failed.")
        ways, rooms = Ways(calls, clients), Rooms(core.store, calls)
        replies = Replies(ways, self.later, manner)
        listeners = Listeners(
            core,
            replies,
            Meanings(core.store, directory),
            Setup(core, rooms, self.later),
            Homes(core, ways, manner),
            Aftermaths(core, clients, directory, rooms, replies),
            Directs(core.store),
            self.later,
            manner,
        )
        self.app = bolt_app(listeners)

    async def hand(self, payload: Json, came_at: float) -> BoltResponse:
        return await dispatch(self.app, payload, came_at)

    async def close(self) -> None:
        await self.later.finish(FINISHED_WITHIN)
