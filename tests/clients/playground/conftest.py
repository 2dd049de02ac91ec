"""One Agents Playground for all, and for each test a whole Kindling at the address that it knows."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientError, ClientSession
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.wiring import Application, StandingClock, build
from tests.browser.conftest import pictures, readme_pictures
from tests.clients.playground import peer
from tests.clients.playground.peer import Playground

__all__ = ["pictures", "readme_pictures"]

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
PATIENCE = 60.0


@dataclass
class Kindling:
    """The whole application, whose time stands still until it is moved."""

    application: Application
    address: str

    async def move_to(self, at: datetime) -> None:
        """Through everything due on the way, each at its own time."""
        while (stop := await self._next_stop()) is not None and stop < at:
            await self._pass_at(stop)
        await self._pass_at(at)

    async def _next_stop(self) -> datetime | None:
        one, now = self.application, self.application.clock.now()
        return await one.store.read(lambda tx: one.coach.next_stop(tx, now))

    async def _pass_at(self, at: datetime) -> None:
        clock = self.application.clock
        assert isinstance(clock, StandingClock)
        clock._at = at
        await self.application.make_pass()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def port() -> int:
    """Where Kindling answers: the Playground has to know it before."""
    return free_port()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def teams(
    node_modules: Path, port: int, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Playground]:
    folder = tmp_path_factory.mktemp("playground")
    peer.people(folder)
    async with playing(node_modules, folder, port) as started:
        yield started


@asynccontextmanager
async def playing(node_modules: Path, folder: Path, port: int) -> AsyncIterator[Playground]:
    """A Playground that talks to Kindling at that port."""
    theirs = free_port()
    process = peer.start(node_modules, folder, theirs, f"http://127.0.0.1:{port}/api/messages")
    try:
        async with ClientSession() as session:
            started = Playground(session, f"http://127.0.0.1:{theirs}")
            await answers(session, f"{started.address}/_debug/ping")
            listening = asyncio.create_task(started.listen())
            yield started
            listening.cancel()
    finally:
        process.terminate()
        process.wait(30)


async def answers(session: ClientSession, address: str) -> None:
    """Waits until a process that has just been started answers there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(ClientError):
            async with session.get(address) as answer:
                if answer.status == 200:
                    return
        await asyncio.sleep(0.05)
    raise AssertionError(f"nothing answers at {address}")


@pytest_asyncio.fixture(loop_scope="session")
async def kindling(teams: Playground, port: int, tmp_path: Path) -> AsyncIterator[Kindling]:
    """A Tuesday morning, and nothing is set up."""
    teams.forget()
    settings = Settings.model_construct(
        **{
            **Settings().model_dump(),
            "database_url": SecretStr(f"sqlite:///{tmp_path / 'kindling.db'}"),
            "teams_emulator": True,
        }
    )
    async with build(settings, local=False, at=TUESDAY) as application:
        await application.settle()
        await application.open()
        stopped = asyncio.Event()
        application.wake_with(application.outbox.nudge)
        sending = asyncio.create_task(application.outbox.run(stopped, 0.5))
        server = TestServer(web_application(application, InHand(), 1.0), host="127.0.0.1", port=port)
        async with server:
            yield Kindling(application, f"http://127.0.0.1:{port}")
        stopped.set()
        await sending
