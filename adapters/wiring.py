"""Builds everything. The only file that sees all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from shutil import disk_usage
from typing import Self

from aiohttp import web

from adapters.connection import Connection
from adapters.delivery_log import FollowedStore
from adapters.local.listeners import Moved
from adapters.local.looks import Look, Looks
from adapters.local.people import WORKSPACE_ID
from adapters.local.platform import LocalPlatform
from adapters.local.steps import Steps, steps_taken
from adapters.logs import logger
from adapters.nightly import NightlyBackups
from adapters.readiness import Pulse
from adapters.roster import follow_directory, follow_room
from adapters.settings import Settings
from adapters.slack import slack_connection
from adapters.slack.render import message_of as slack_message_of
from adapters.teams import teams_connection
from adapters.teams.render import card_json
from bot.actions import (
    Action,
    ChangeTeam,
    ListTeams,
    OpenHome,
    PreviewHello,
    Reaction,
    SendFirstIdea,
    SetUpTeam,
    ShowFigures,
    ShowSummary,
)
from bot.cards import NOTHING, Card, Reply
from bot.coach import Actor, Coach
from bot.errors import Refusal, SendingFault, StoreBusy, StoreFailed
from bot.messages import Translator, translator
from bot.messages.talk import refusal_card
from bot.models import Platform, Workspace
from bot.outbox import Outbox
from bot.ports import Clock, Store, Transaction
from bot.summaries.sight import Sight, who_sees
from bot.tips import Library, load_library
from storage import database_file, open_store

log = logger(__name__)

TIPS = Path(__file__).parent.parent / "tips"
"""The lessons that come with Kindling."""

LOOKS: Looks = {"slack": Look("Slack", slack_message_of), "teams": Look("Teams", card_json)}
"""How else the local chat shows its cards."""

IDENTITIES_KEPT = timedelta(days=60)
"""How long a repeated event is known to be the same."""


LOOKS_AT_MANY = OpenHome | ListTeams | ShowSummary | ShowFigures | PreviewHello | SendFirstIdea
"""Acts that may look at everybody in a team, or at all teams: seconds where there are thousands."""


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
    return load_library(TIPS, settings.tips_dir) if settings.tips_dir is not None else _built_in(TIPS)


@cache
def _built_in(folder: Path) -> Library:
    """Read once for all that a process builds: nobody edits what came with it while it runs."""
    return load_library(folder)


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
        """`at` makes product time stand still there. Raises SetupFault for a platform that can't be."""
        self.store: Store = FollowedStore(store)
        self.backups = nightly_backups(settings)
        self.pulse = Pulse()
        self._file = database_file(store_address(settings)).absolute()
        self.library = library
        self.coach = Coach(library)
        self.local = local
        self.clock: Clock = _clock(local, at)
        self.connections = _connections(settings, self, local)
        self.outbox = Outbox(
            self.store,
            self.coach,
            {one.platform: one.messenger for one in self.connections},
            self.clock,
            paces={one.platform: one.pace for one in self.connections if one.pace is not None},
            quarantine=timedelta(seconds=settings.quarantine_seconds),
        )
        self._moving = asyncio.Lock()
        self._wake: Callable[[], None] | None = None

    def room(self) -> int:
        """Bytes free on the disk of the database."""
        return disk_usage(self._file.parent).free

    def wake_with(self, wake: Callable[[], None]) -> None:
        """What is called when a decision may have owed something: it has a pass made at once."""
        self._wake = wake

    def nudge(self) -> None:
        """Something may be owed."""
        if self._wake is not None:
            self._wake()

    def add_routes(self, site: web.Application) -> None:
        for connection in self.connections:
            connection.add_routes(site)

    async def open(self) -> None:
        """Before the first request: sockets, keys."""
        for connection in self.connections:
            await connection.open()

    async def settle(self) -> None:
        """Brings stored workspaces, people and places up to date. One that does not answer stays as it was.

        Raises SetupFault for a platform that refuses its settings.
        """
        for connection in self.connections:
            await connection.prepare()
            for workspace in await self.store.read(partial(_workspaces_of, connection.platform)):
                with _out_of_reach(workspace):
                    await follow_directory(self.store, connection.directory, workspace, self.clock.now())

    async def follow_workspace(self, workspace_id: str) -> None:
        """As settle() does for all."""
        connection, workspace = await self._found(workspace_id)
        if connection is not None and workspace is not None:
            with _out_of_reach(workspace):
                await follow_directory(self.store, connection.directory, workspace, self.clock.now())

    async def follow_channel(self, workspace_id: str, room: str) -> None:
        """Who is in that room now are its team's members."""
        connection, workspace = await self._found(workspace_id)
        if connection is not None and workspace is not None:
            with _out_of_reach(workspace):
                await follow_room(self.store, connection.directory, workspace, room, self.clock.now())

    async def _found(self, workspace_id: str) -> tuple[Connection | None, Workspace | None]:
        workspace = await self.store.read(lambda tx: tx.workspaces.get(workspace_id))
        if workspace is None or workspace.ended_at is not None:
            return None, None
        found = (one for one in self.connections if one.platform is workspace.platform)
        return next(found, None), workspace

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_fault: object) -> None:
        """Gives the lanes back and closes what is open."""
        with suppress(StoreBusy, StoreFailed):
            await self.outbox.release()
        for connection in self.connections:
            await connection.close()
        await self.store.close()

    async def act(
        self, actor: Actor, identity: str, action: Action, learn: Callable[[Transaction], None] | None = None
    ) -> Reply:
        """Also has a local channel's people follow its team, since the local chat is asked in no time."""
        if isinstance(action, Reaction) and not await self._heeds(actor, action):
            return NOTHING
        now = self.clock.now()

        def decide(tx: Transaction) -> Reply:
            if learn is not None:
                learn(tx)
            return self.coach.act(tx, actor, identity, action, now)

        reply = await self.store.decide(decide, apart=isinstance(action, LOOKS_AT_MANY))
        is_set_up = isinstance(action, SetUpTeam | ChangeTeam) and isinstance(reply, Card)
        if is_set_up and actor.workspace_id == WORKSPACE_ID:
            await self.settle()
            reply = await self.store.decide(decide)
        self.nudge()
        return reply

    async def _heeds(self, actor: Actor, action: Action) -> bool:
        return await self.store.read(lambda tx: self.coach.heeds(tx, actor, action))

    async def show(self, actor: Actor, action: Action) -> Reply:
        """What an action that only shows would answer."""
        now = self.clock.now()
        return await self.store.read(lambda tx: self.coach.show(tx, actor, action, now))

    async def refuse(self, actor: Actor, refusal: Refusal) -> Reply:
        """Nothing was asked that could be read, so nothing is kept."""
        return await self.store.read(lambda tx: refusal_card(_translator(tx, actor), refusal))

    async def decide_due(self) -> None:
        """Everything that the clock has to decide by now, in chunks, so that others can write in between."""
        now = self.clock.now()
        while await self.store.decide(lambda tx: self.coach.tick(tx, now), apart=True):
            pass
        self.pulse.tick()

    async def make_pass(self) -> int:
        """Decides what is due and sends what is owed. Answers how many posts went out."""
        await self.decide_due()
        return await self.outbox.drain()

    async def forget_identities(self) -> int:
        """Nobody presses a button of two months ago a second time and means the first."""
        before, forgotten = self.clock.now() - IDENTITIES_KEPT, 0
        while some := await self.store.decide(lambda tx: tx.identities.forget(before), apart=True):
            forgotten += some
        return forgotten

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


def _connections(
    settings: Settings, application: Application, local: LocalPlatform | None
) -> list[Connection]:
    """One line a platform: connected where it is asked for."""
    found: list[Connection] = []
    if local is not None:
        found.append(local.connect(application))
    if settings.has_slack:
        found.append(slack_connection(settings, application))
    if settings.has_teams:
        found.append(teams_connection(settings, application))
    return found


def _workspaces_of(platform: Platform, tx: Transaction) -> list[Workspace]:
    return [one for one in tx.workspaces.all() if one.platform is platform and one.ended_at is None]


@contextmanager
def _out_of_reach(workspace: Workspace) -> Iterator[None]:
    """A platform that does not answer is asked again with the next pass."""
    try:
        yield
    except SendingFault as fault:
        log.warning(
            "A workspace could not be asked who is there.", workspace=workspace.id, fault=type(fault).__name__
        )


def build(settings: Settings, *, local: bool | None = None, at: datetime | None = None) -> Application:
    """`local` gives it the local chat; None does so where one was made before.

    Raises BrokenTips, and SetupFault for a database that cannot be opened.
    """
    library = library_of(settings)
    file = chat_file(settings)
    with ExitStack() as opened:
        platform = LocalPlatform(file, LOOKS) if (file.exists() if local is None else local) else None
        if platform is not None:
            opened.callback(platform.chat.close)
        store = open_store(store_address(settings))
        opened.pop_all()
    return Application(settings, library, store, platform, at)
