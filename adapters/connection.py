"""What a chat platform brings to the process, and what it gets of the product."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.actions import Action
from bot.cards import Reply
from bot.coach import Actor
from bot.errors import Refusal
from bot.models import Platform
from bot.ports import Clock, Directory, Messenger, Pace, Store, Transaction
from bot.tips import Library


class Core(Protocol):
    """The product, as a platform sees it."""

    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def library(self) -> Library: ...

    async def act(
        self, actor: Actor, identity: str, action: Action, learn: Callable[[Transaction], None] | None = None
    ) -> Reply:
        """A fault of the person who acts is a reply too. Raises NotHere for a workspace that has ended.

        `learn` stores what the act proves of people and places, before it and in the same decision.
        """

    async def show(self, actor: Actor, action: Action) -> Reply:
        """What an action that only shows would answer, with no trace that anybody did anything.

        For what a platform asks for by itself. Raises NotHere as act() does.
        """

    async def refuse(self, actor: Actor, refusal: Refusal) -> Reply:
        """The reply that says why an action could not even be read."""

    async def follow_channel(self, workspace_id: str, room: str) -> None:
        """Asks who is in that room (a platform id) and makes them its team's members."""

    async def follow_workspace(self, workspace_id: str) -> None:
        """Asks the platform who and what is in the workspace, and stores it."""

    def nudge(self) -> None:
        """Something may be owed: it is looked at now."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """Work of a platform's own that comes back every so many seconds, such as keys to fetch anew."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[object]]


class Connection(Protocol):
    """A platform in this process.

    Commands prepare and settle it and send through it; a serving process also adds its routes and opens it.
    """

    @property
    def platform(self) -> Platform: ...
    @property
    def messenger(self) -> Messenger: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def pace(self) -> Pace | None:
        """None where posts may leave as fast as they can."""

    @property
    def recurring(self) -> Sequence[Recurring]: ...

    async def prepare(self) -> None:
        """Makes the workspaces that the settings name. Raises SetupFault if the platform refuses them."""

    def add_routes(self, site: web.Application) -> None: ...

    async def open(self) -> None:
        """Before the first request: fetches keys, opens sockets. Needs the event loop that serves."""

    async def close(self) -> None:
        """Harmless where it was never opened."""
