"""Microsoft Teams as a platform of the process: its door, its keys and token, and its way out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from aiohttp import web

from adapters.connection import Core, Recurring
from adapters.later import Later
from adapters.logs import logger
from adapters.settings import Settings
from adapters.teams.authentication import Authentication
from adapters.teams.cloud import Cloud, cloud_of
from adapters.teams.dispatch import Dispatch
from adapters.teams.door import PATH, Door
from adapters.teams.gate import EmulatorGate, Gate, TeamsGate
from adapters.teams.hearing import TeamsHearing
from adapters.teams.keys import KeySet
from adapters.teams.learning import Registration, know_tenant
from adapters.teams.outgoing import UNREGISTERED, outgoing
from adapters.teams.secret import warning
from bot import secret_ends
from bot.errors import SetupFault
from bot.models import Platform

SECRET_EVERY = 6 * 60 * 60.0
KEYS_EVERY = 60 * 60.0
"""Seconds between two looks at Microsoft's keys: a new one is published long before it is used."""

WARMED_WITHIN = 3.0
"""Seconds for which the process waits for keys and token before it listens: the other platforms wait too."""

FINISHED_WITHIN = 2.0
"""Seconds for answers that are on their way when the process ends."""


log = logger(__name__)


class NotRegistered(SetupFault):
    """TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID: write all three, or none of them."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class TeamsConnection:
    """The Connection port over Teams, registered or played by the Agents Playground."""

    platform = Platform.TEAMS

    def __init__(self, settings: Settings, core: Core, cloud: Cloud | None = None) -> None:
        """`cloud`: where Microsoft is; without it, where the settings say."""
        self._settings = settings
        self._core = core
        self._cloud = cloud or cloud_of(settings)
        self._out = outgoing(settings, self._cloud, core.store, core.clock)
        self._keys = KeySet(self._cloud.metadata_url) if not settings.teams_emulator else None
        self._later = Later("What was to follow something in Teams failed.")
        self.messenger = self._out.messenger
        self.directory = self._out.directory
        self.pace = self._out.pace

    @property
    def recurring(self) -> Sequence[Recurring]:
        if self._keys is None:
            return ()
        return (
            Recurring("teams keys", KEYS_EVERY, self._keys.refresh),
            Recurring("teams secret", SECRET_EVERY, self.warn_of_secret),
            *self._out.recurring,
        )

    async def prepare(self) -> None:
        tenant_id, now = self._settings.teams_tenant_id, self._core.clock.now()
        if tenant_id is not None:
            await self._core.store.decide(lambda tx: know_tenant(tx, tenant_id, now))

    def add_routes(self, site: web.Application) -> None:
        registration = Registration(self._settings.teams_app_id or UNREGISTERED)
        hearing = TeamsHearing(self._core, registration, self.messenger, self.directory, self._later)
        site.router.add_post(PATH, Door(self._gate(), Dispatch(hearing)).answer)

    def _gate(self) -> Gate:
        """botbuilder lets everybody in where its app id is empty, so that never gets as far as a route."""
        settings = self._settings
        if settings.teams_emulator:
            return EmulatorGate(self._cloud, settings.teams_tenant_id)
        if self._keys is None or not settings.teams_app_id or not settings.teams_tenant_id:
            raise NotRegistered
        authentication = Authentication(settings.teams_app_id, self._cloud, self._keys)
        return TeamsGate(authentication, self._cloud, settings.teams_tenant_id)

    async def open(self) -> None:
        """What can't be had in time is waited for behind, and asked for again by the clock."""
        if self._keys is None:
            log.warning("Teams is played by a program on this machine: everybody here is believed.")
            return
        await self.warn_of_secret()
        ready = asyncio.Event()
        keys, tokens = self._keys, self._out.tokens

        async def warm() -> None:
            await asyncio.gather(keys.refresh(), tokens.renew())
            ready.set()

        self._later.do(warm)
        with suppress(TimeoutError):
            await asyncio.wait_for(ready.wait(), WARMED_WITHIN)

    async def warn_of_secret(self) -> None:
        """In the log, and to an admin in Teams."""
        now, ends_on = self._core.clock.now(), self._settings.teams_secret_ends
        tenant_id = self._settings.teams_tenant_id
        if (sentence := warning(self._settings, now.date())) is not None:
            log.warning(sentence)
        if ends_on is not None and tenant_id is not None:
            await self._core.store.decide(lambda tx: secret_ends.notice(tx, tenant_id, ends_on, now))

    async def close(self) -> None:
        await self._later.finish(FINISHED_WITHIN)
        if self._keys is not None:
            await self._keys.close()
        await self._out.connector.close()
