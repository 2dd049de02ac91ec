"""What every test may ask for, and the one rule no test gets round: talk to this machine only."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from tests.pages import PATIENCE_MS, Faults, Pages

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

NewPage = Callable[..., Awaitable["Page"]]

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NO_CHROMIUM = "no Chromium on this machine: install the package chromium"
MEMORY_DISK = Path("/dev/shm")
ROOM_FOR_TESTS = 2**30
GARBAGE_TO_LOOK_FOR = 50_000
"""New objects between two looks of Python's collector, which else takes a tenth of the tests' time."""


# A slow machine is no fault: no test measures time.
settings.register_profile("kindling", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("kindling")


def _keep_files_in_memory() -> None:
    """Every commit of thousands of small databases is flushed: on a disk in memory that takes no time."""
    given = "PYTEST_DEBUG_TEMPROOT" in os.environ
    if (
        not given
        and os.access(MEMORY_DISK, os.W_OK)
        and shutil.disk_usage(MEMORY_DISK).free >= ROOM_FOR_TESTS
    ):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY_DISK)


_keep_files_in_memory()
gc.set_threshold(GARBAGE_TO_LOOK_FOR)


class TalkedToTheWorld(RuntimeError):
    """A test tried to reach another machine."""

    def __init__(self, host: object) -> None:
        super().__init__(f"a test may connect to this machine only; it tried to reach {host}")


def _is_here(host: object) -> bool:
    if not isinstance(host, str):
        return False
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def _keep_at_home(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not _is_here(address[0]):
        raise TalkedToTheWorld(address[0])


sys.addaudithook(_keep_at_home)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that `-m "not browser"` leaves out exactly that.

    What takes long begins first: at the end no worker waits for another's long test.
    """
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: the collector need not look at it again and again."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _logs_are_heard() -> None:
    """Whatever a test before this one in the process did to logging: quietened it, or set it up anew."""
    logging.disable(logging.NOTSET)
    logging.getLogger().setLevel(logging.WARNING)
    for name in [one for one in logging.root.manager.loggerDict if one.startswith("kindling")]:
        logging.getLogger(name).disabled = False


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium. Without one the test is skipped; where CI is set it fails."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    if os.environ.get("CI") == "true":
        pytest.fail(NO_CHROMIUM)
    pytest.skip(NO_CHROMIUM)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One browser for all tests of a worker; they run in the session's loop, where its objects live."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pages(browser: Browser) -> Pages:
    return Pages(browser)


@pytest.fixture
def page_faults() -> Faults:
    """What was thrown or blocked on the test's pages; what a test expects there it takes out."""
    return Faults()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(pages: Pages, page_faults: Faults) -> AsyncIterator[NewPage]:
    """Opens pages, each for somebody new. Nothing may be thrown or blocked on any of them.

    Ask for it after the server that is looked at: then the pages are elsewhere before the server is gone.
    """
    lent: list[Page] = []

    async def open_page(**options: Any) -> Page:
        lent.append(await pages.lend(page_faults, **options))
        return lent[-1]

    yield open_page
    for page in lent:
        await pages.take_back(page, page_faults)
    assert page_faults.told == []
