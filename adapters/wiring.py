"""Builds everything. The only file that sees all of it."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from aiohttp import web

from adapters.delivery_log import FollowedStore
from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.directory import LocalDirectory
from adapters.local.listeners import Moved, add_routes
from adapters.local.messenger import LocalMessenger
from adapters.local.people import WORKSPACE_ID
from adapters.local.steps import Steps, steps_taken
from adapters.nightly import NightlyBackups
from adapters.readiness import Pulse
from adapters.roster import follow_directory
from adapters.settings import Settings
from bot.actions import Action, ChangeTeam, SetUpTeam
from bot.cards import Card, Reply
from bot.coach import Actor, Coach
from bot.errors import BadTeamValue, Refusal, SetupFault, StoreBusy, StoreFailed
from bot.messages import Translator, translator
from bot.messages.talk import refusal_card
from bot.models import Platform, Workspace
from bot.outbox import Outbox
from bot.ports import Clock, Messenger, Store, Transaction
from bot.summaries.sight import Sight, who_sees
from bot.tips import Library, load_library
from storage import database_file, open_store

TIPS = Path(__file__).parent.parent / "tips"
"""The lessons that come with Kindling."""

IDENTITIES_KEPT = timedelta(days=60)
"""How long a repeated event is known to be the same."""

CHANNEL_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}", re.ASCII)
NEARLY = 0.85
"""How much alike two channels' names are when one is taken for a slip of the other."""


class MachineClock:
    """Product time that is the machine's."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class StandingClock:
    """Product time that stands still: for one pass at a given instant."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


def store_address(settings: Settings) -> str | None:
    return settings.database_url.get_secret_value() if settings.database_url is not None else None


def nightly_backups(settings: Settings) -> NightlyBackups | None:
    """None where the settings name no folder for them."""
    if settings.backup_dir is None:
        return None
    return NightlyBackups(database_file(store_address(settings)), settings.backup_dir, settings.backups_kept)


def chat_file(settings: Settings) -> Path:
    """Where the local chat keeps its messages: beside the database. Raises SetupFault if that is no file."""
    file = database_file(store_address(settings))
    return file.with_name(f"{file.stem}-chat.db")


def library_of(settings: Settings) -> Library:
    """Raises BrokenTips."""
    return load_library(TIPS, settings.tips_dir)


class LocalPlatform:
    """The local chat with what the core needs of it."""

    def __init__(self, file: Path) -> None:
        """Raises SetupFault for a file that can't hold the chat."""
        try:
            self.chat = Chat(file)
        except (OSError, sqlite3.Error):
            raise SetupFault(
                f"The local chat can't be kept in {file}. Move what has this name away, or let Kindling "
                "write in that folder."
            ) from None
        self.clock = DemoClock(self.chat)
        self.directory = LocalDirectory(self.chat)

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

    async def settle(self, store: Store, now: datetime) -> None:
        """Makes the workspace `local` where it is missing, and stores the chat's people and places."""
        workspace = await store.decide(lambda tx: _local_workspace(tx, now))
        await follow_directory(store, self.directory, workspace, now)


def _local_workspace(tx: Transaction, now: datetime) -> Workspace:
    found = tx.workspaces.get(WORKSPACE_ID)
    if found is None:
        found = Workspace(WORKSPACE_ID, Platform.LOCAL, "Local chat", now)
        tx.workspaces.put(found)
    return found


class Application:
    """One running Kindling: the store, the coach, the outbox, and the platforms that are set up."""

    def __init__(
        self,
        settings: Settings,
        library: Library,
        store: Store,
        local: LocalPlatform | None,
        at: datetime | None = None,
    ) -> None:
        """`at` makes product time stand still there."""
        self.store: Store = FollowedStore(store)
        self.backups = nightly_backups(settings)
        self.pulse = Pulse()
        self.library = library
        self.coach = Coach(library)
        self.local = local
        self.clock: Clock = _clock(local, at)
        self.outbox = Outbox(
            self.store,
            self.coach,
            _messengers(local, self.clock),
            self.clock,
            quarantine=timedelta(seconds=settings.quarantine_seconds),
        )
        self._moving = asyncio.Lock()
        self._wake: Callable[[], None] | None = None

    def wake_with(self, wake: Callable[[], None]) -> None:
        """What is called when a decision may have owed something: it has a pass made at once."""
        self._wake = wake

    def add_routes(self, site: web.Application) -> None:
        if self.local is not None:
            add_routes(site, self.local.chat, self, self.local.clock)

    async def settle(self) -> None:
        """Brings stored people and places up to date."""
        if self.local is not None:
            await self.local.settle(self.store, self.clock.now())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_fault: object) -> None:
        """Gives the lanes back and closes what is open."""
        with suppress(StoreBusy, StoreFailed):
            await self.outbox.release()
        await self.store.close()
        if self.local is not None:
            self.local.chat.close()

    async def act(self, actor: Actor, identity: str, action: Action) -> Reply:
        now = self.clock.now()
        reply = await self.store.decide(lambda tx: self.coach.act(tx, actor, identity, action, now))
        if isinstance(action, SetUpTeam | ChangeTeam) and isinstance(reply, Card):
            await self.settle()  # a channel's people become the team's; the reply again then counts them
            reply = await self.store.decide(lambda tx: self.coach.act(tx, actor, identity, action, now))
        if self._wake is not None:
            self._wake()
        return reply

    async def refuse(self, actor: Actor, refusal: Refusal) -> Reply:
        """Nothing was asked that could be read, so nothing is kept."""
        return await self.store.read(lambda tx: refusal_card(_translator(tx, actor), refusal))

    async def decide_due(self) -> None:
        """Everything that the clock has to decide by now, in chunks, so that others can write in between."""
        now = self.clock.now()
        while await self.store.decide(lambda tx: self.coach.tick(tx, now)):
            pass
        self.pulse.tick()

    async def make_pass(self) -> int:
        """Decides what is due and sends what is owed. Answers how many posts went out."""
        await self.decide_due()
        return await self.outbox.drain()

    async def forget_identities(self) -> int:
        """Nobody presses a button of two months ago a second time and means the first."""
        before = self.clock.now() - IDENTITIES_KEPT
        return await self.store.decide(lambda tx: tx.identities.forget(before))

    async def next_due(self) -> tuple[datetime, str] | None:
        now = self.clock.now()
        return await self.store.read(lambda tx: self.coach.next_due(tx, now))

    async def who_sees(self, person_id: str) -> tuple[Sight, ...]:
        """For the demo: who sees what of the latest question, as that person may know it."""

        def look(tx: Transaction) -> tuple[Sight, ...]:
            member = tx.members.find(WORKSPACE_ID, person_id)
            return who_sees(tx, member) if member is not None else ()

        return await self.store.read(look)

    async def steps_taken(self, person_id: str, since: datetime) -> Steps:
        now = self.clock.now()
        return await self.store.read(lambda tx: steps_taken(tx, person_id, since, now))

    async def advance(self, to: datetime | None) -> Moved:
        """Moves the demo's clock through everything due, each at its own time; None: to the next thing."""
        async with self._moving:
            due = await self.next_due() if to is None else None
            until, what = due if due is not None else (to or self.clock.now(), None)
            await self.make_pass()
            while (stop := await self._next_stop()) is not None and stop < until:
                await self._move(stop, what)
            return await self._move(until, what)

    async def _next_stop(self) -> datetime | None:
        now = self.clock.now()
        return await self.store.read(lambda tx: self.coach.next_stop(tx, now))

    async def _move(self, at: datetime, what: str | None) -> Moved:
        if self.local is not None and at > self.clock.now():
            self.local.clock.move_to(at)
        await self.make_pass()
        return Moved(self.clock.now(), what)


def _translator(tx: Transaction, actor: Actor) -> Translator:
    member = tx.members.find(actor.workspace_id, actor.platform_id)
    teams = tx.teams.of_member(member.id) if member is not None else []
    return translator(teams[0][0].language if teams else "en")


def _clock(local: LocalPlatform | None, at: datetime | None) -> Clock:
    if at is not None:
        return StandingClock(at)
    return local.clock if local is not None else MachineClock()


def _messengers(local: LocalPlatform | None, clock: Clock) -> dict[Platform, Messenger]:
    return {Platform.LOCAL: LocalMessenger(local.chat, clock)} if local is not None else {}


def build(settings: Settings, *, local: bool | None = None, at: datetime | None = None) -> Application:
    """`local` gives it the local chat; None does so where one was made before.

    Raises BrokenTips, and SetupFault for a database that cannot be opened.
    """
    library = library_of(settings)
    file = chat_file(settings)
    with ExitStack() as opened:
        platform = LocalPlatform(file) if (file.exists() if local is None else local) else None
        if platform is not None:
            opened.callback(platform.chat.close)
        store = open_store(store_address(settings))
        opened.pop_all()
    return Application(settings, library, store, platform, at)
