"""The whole demo, some weeks in, on a port of its own, and pages of a real Chromium."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from adapters.cli.front_desk import set_up_front_desk
from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.wiring import build
from tests.conftest import NewPage

WEEKS = 2
"""Enough for every kind of card to stand there. What axe and the keyboard take grows with each week."""

FIRST_MINUTE = 6
"""The weeks that `kindling demo` has behind it."""


def settings_for(folder: Path) -> Settings:
    return Settings(database_url=SecretStr(str(folder / "demo.db")))


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo that has its weeks behind it, for tests to copy."""
    return play(tmp_path_factory.mktemp("played"), WEEKS)


@pytest.fixture(scope="session")
def played_for_readme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return play(tmp_path_factory.mktemp("readme"), FIRST_MINUTE)


def play(folder: Path, weeks: int) -> Path:
    """In a thread of its own, since whoever asks is in a loop."""

    async def begin() -> None:
        async with build(settings_for(folder), local=True) as application:
            await set_up_front_desk(application, weeks)

    thread = threading.Thread(target=asyncio.run, args=(begin(),))
    thread.start()
    thread.join()
    return folder


@dataclass
class Demo:
    """The served demo, and a browser to look at it with."""

    url: str
    new_page: NewPage


@pytest_asyncio.fixture(loop_scope="session")
async def address(played: Path, tmp_path: Path) -> AsyncIterator[str]:
    """Where the demo answers, as somebody finds it who has just started it."""
    shutil.copytree(played, tmp_path / "demo")
    async with served(tmp_path / "demo") as url:
        yield url


@pytest.fixture
def demo(address: str, new_page: NewPage) -> Demo:
    return Demo(address, partial(new_page, reduced_motion="reduce"))


@pytest_asyncio.fixture(loop_scope="session")
async def readme_address(played_for_readme: Path, tmp_path: Path) -> AsyncIterator[str]:
    shutil.copytree(played_for_readme, tmp_path / "demo")
    async with served(tmp_path / "demo") as url:
        yield url


@pytest.fixture
def readme_demo(readme_address: str, new_page: NewPage) -> Demo:
    """As `kindling demo` opens, for the README's pictures."""
    return Demo(readme_address, partial(new_page, reduced_motion="reduce"))


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    async with build(settings_for(folder), local=True) as application:
        await set_up_front_desk(application, WEEKS)
        stop = asyncio.Event()
        application.wake_with(application.outbox.nudge)
        sending = asyncio.create_task(application.outbox.run(stop, 0.5))
        site: web.Application = web_application(application, InHand(), 1.0)
        async with TestClient(TestServer(site, host="127.0.0.1")) as client:
            yield str(client.make_url("/"))
        stop.set()
        await sending


@pytest.fixture(scope="session")
def readme_pictures() -> Path:
    folder = Path(os.environ.get("TEST_OUTPUT", "test-output")) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def pictures(readme_pictures: Path) -> Path | None:
    """Where screenshots are kept for somebody to look at: in CI, and where a folder is named."""
    looked_at = os.environ.get("CI") == "true" or "TEST_OUTPUT" in os.environ
    return readme_pictures if looked_at else None
