"""The whole demo, six weeks in, on a port of its own, and pages of a real Chromium."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Page, async_playwright
from pydantic import SecretStr

from adapters.cli.front_desk import set_up_front_desk
from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.wiring import Application, build

WEEKS = 6


def settings_for(folder: Path) -> Settings:
    return Settings(database_url=SecretStr(str(folder / "demo.db")))


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a demo that has its weeks behind it, for tests to copy."""
    folder = tmp_path_factory.mktemp("played")

    async def play() -> None:
        async with build(settings_for(folder), local=True) as application:
            await set_up_front_desk(application, WEEKS)

    thread = threading.Thread(target=asyncio.run, args=(play(),))
    thread.start()
    thread.join()
    return folder


@dataclass
class Demo:
    """The served demo, and a browser to look at it with."""

    application: Application
    url: str
    new_page: Callable[..., Awaitable[Page]]


@pytest.fixture
async def demo(played: Path, tmp_path: Path, chromium_options: dict[str, Any]) -> AsyncIterator[Demo]:
    """The demo as somebody finds it who has just started it. Nothing may be thrown or blocked on a page."""
    shutil.copytree(played, tmp_path / "demo")
    faults: list[str] = []
    async with served(tmp_path / "demo") as (application, url), async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium_options)

        async def new_page(**options: Any) -> Page:
            context = await browser.new_context(reduced_motion="reduce", **options)
            page = await context.new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            return page

        yield Demo(application, url, new_page)
        await browser.close()
    assert faults == []


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[Application, str]]:
    async with build(settings_for(folder), local=True) as application:
        await set_up_front_desk(application, WEEKS)
        stop = asyncio.Event()
        application.wake_with(application.outbox.nudge)
        sending = asyncio.create_task(application.outbox.run(stop, 0.5))
        site: web.Application = web_application(application, InHand(), 1.0)
        async with TestClient(TestServer(site, host="127.0.0.1")) as client:
            yield application, str(client.make_url("/"))
        stop.set()
        await sending


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots are kept after the run, for somebody to look at."""
    folder = Path(os.environ.get("KINDLING_TEST_OUTPUT", "test-output")) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
