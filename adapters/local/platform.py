"""The local chat as a platform of the process: its ports, its clock and its routes."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from aiohttp import web

from adapters.connection import Recurring
from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.directory import LocalDirectory
from adapters.local.listeners import Core as Listened
from adapters.local.listeners import add_routes
from adapters.local.looks import NO_LOOKS, Looks
from adapters.local.messenger import LocalMessenger
from adapters.local.people import WORKSPACE_ID
from bot import workspaces
from bot.errors import BadTeamValue, SetupFault
from bot.models import Platform, Workspace
from bot.ports import Clock, Store

CHANNEL_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
NEARLY = 0.85
"""How much alike two channels' names are when one is taken for a slip of the other."""


class Core(Listened, Protocol):
    """What the local chat needs of the product."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...


class LocalPlatform:
    """The chat in its file, with the clock that it moves."""

    def __init__(self, file: Path, looks: Looks = NO_LOOKS) -> None:
        """`looks` are how else a card can be shown. Raises SetupFault for a file that can't hold the chat."""
        try:
            self.chat = Chat(file)
        except (OSError, sqlite3.Error):
            raise SetupFault(
                f"The local chat can't be kept in {file}. Move what has this name away, or let Kindling "
                "write in that folder."
            ) from None
        self.clock = DemoClock(self.chat)
        self.directory = LocalDirectory(self.chat)
        self.looks = looks

    def connect(self, core: Core) -> LocalConnection:
        return LocalConnection(self, core)

    def open_channel(self, name: str) -> None:
        """Makes a channel with everybody in it, unless it is there.

        Raises BadTeamValue for a name that no channel can have, or that looks like a slip.
        """
        if (place := self.chat.place(name)) is not None and place.kind == "channel":
            return
        if place is not None or CHANNEL_NAME.fullmatch(name) is None:
            raise BadTeamValue("channel", f"{name!r} can't be a channel", "Write a name such as front-desk")
        names = [one.id for one in self.chat.places() if one.kind == "channel"]
        if near := get_close_matches(name, names, 1, NEARLY):
            raise BadTeamValue("channel", f"{name!r} is not there", f"Did you mean {near[0]}?")
        self.chat.make_channel(name, [person.id for person in self.chat.people()])


class LocalConnection:
    """The Connection port over the local chat."""

    platform = Platform.LOCAL
    pace = None
    recurring: Sequence[Recurring] = ()

    def __init__(self, local: LocalPlatform, core: Core) -> None:
        self._local = local
        self._core = core
        self.directory = local.directory
        self.messenger = LocalMessenger(local.chat, core.clock, local.looks)

    async def prepare(self) -> None:
        now = self._core.clock.now()
        workspace = Workspace(WORKSPACE_ID, Platform.LOCAL, "Local chat", now)
        await self._core.store.decide(lambda tx: workspaces.open_workspace(tx, workspace, now))

    def add_routes(self, site: web.Application) -> None:
        add_routes(site, self._local.chat, self._core, self._local.clock, self._local.looks)

    async def open(self) -> None:
        """There is nothing to open: the chat is a file."""

    async def close(self) -> None:
        self._local.chat.close()
