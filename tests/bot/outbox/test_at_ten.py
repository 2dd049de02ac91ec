"""Several workspaces at ten o'clock, over the network: the real outbox and pace, and a chat with limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.pace import Window, WindowPace
from bot.models import DeliveryState, Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.databases import new_database
from tests.fake_platform.messenger import FakeMessenger
from tests.fake_platform.owing import PlainCoach, deliveries, open_workspace
from tests.fake_platform.process import FakePlatform
from tests.fake_platform.rules import Fault, Rules

CHANNELS, POSTS = 6, 12
CHANNEL: tuple[Window, ...] = ((1, 0.1),)
WORKSPACE: tuple[Window, ...] = ((5, 0.1),)
SLOWER = 6.0
"""By how much our windows are longer here, so that a busy machine may carry a post for half a second."""

WORKSPACES = ("W1", "W2", "W3", "W4")


@pytest.fixture(scope="module")
def running() -> Iterator[FakePlatform]:
    platform = FakePlatform.start()
    yield platform
    platform.stop()


@pytest.fixture
def platform(running: FakePlatform) -> FakePlatform:
    """With everybody's limits, and nothing there."""
    running.forget()
    for name in WORKSPACES:
        running.set_up(name, Rules(channel=CHANNEL, workspace=WORKSPACE, retry_after=600, stall=600))
    return running


def slower(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    return tuple((count, SLOWER * seconds) for count, seconds in windows)


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@asynccontextmanager
async def at_ten(platform: FakePlatform, folder: Path, pace: WindowPace) -> AsyncIterator[SqliteStore]:
    """An outbox at work on everything that is due at ten."""
    store = open_store(str(new_database(folder)))
    await store.decide(owe_all)
    async with FakeMessenger(platform.address, timeout=60) as messenger:
        paces, stop = {Platform.SLACK: pace}, asyncio.Event()
        outbox = Outbox(store, PlainCoach(), {Platform.SLACK: messenger}, MachineClock(), paces=paces)
        sending = asyncio.create_task(outbox.run(stop, within=1.1))
        yield store
        stop.set()
        await sending
    await store.close()


def owe_all(tx: Transaction) -> None:
    now = datetime.now(UTC)
    for name in WORKSPACES:
        places = open_workspace(tx, name, [f"C{one}" for one in range(CHANNELS)], now)
        tx.deliveries.owe(deliveries(name, places, POSTS, now))


async def sent_of(store: SqliteStore, name: str) -> int:
    return len(await store.read(lambda tx: tx.deliveries.find(name, DeliveryState.SENT)))


async def until_sent(store: SqliteStore, many: dict[str, int]) -> None:
    async with asyncio.timeout(60):
        for name, count in many.items():
            while await sent_of(store, name) < count:  # noqa: ASYNC110 - the store tells nobody
                await asyncio.sleep(0.02)


async def test_at_the_pace_nobody_is_told_to_slow_down(platform: FakePlatform, tmp_path: Path) -> None:
    async with at_ten(platform, tmp_path, WindowPace(slower(CHANNEL), slower(WORKSPACE))) as store:
        await until_sent(store, dict.fromkeys(WORKSPACES, POSTS))
    record = platform.record()
    assert record.throttled == 0
    assert sorted(record.keys()) == sorted(f"{name}/{n}" for name in WORKSPACES for n in range(POSTS))


async def test_without_a_pace_somebody_is(platform: FakePlatform, tmp_path: Path) -> None:
    """So that the test above could fail."""
    async with at_ten(platform, tmp_path, WindowPace()):
        async with asyncio.timeout(60):
            while platform.record().throttled == 0:  # noqa: ASYNC110 - the platform tells nobody
                await asyncio.sleep(0.02)


async def test_a_throttled_workspace_and_a_stalled_channel_hold_up_nobody(
    platform: FakePlatform, tmp_path: Path
) -> None:
    """One may send nothing for ten minutes; of another a channel never answers."""
    platform.script("W1", "C0", [Fault.THROTTLE])
    platform.script("W2", "C0", [Fault.STALL])
    in_stalled = POSTS // CHANNELS
    async with at_ten(platform, tmp_path, WindowPace(slower(CHANNEL), slower(WORKSPACE))) as store:
        await until_sent(store, {"W2": POSTS - in_stalled, "W3": POSTS, "W4": POSTS})
        assert await sent_of(store, "W1") < POSTS
    record = platform.record()
    landed = {(post["workspace"], post["channel"]) for post in record.posts}
    assert ("W1", "C0") not in landed
    assert ("W2", "C0") not in landed
    assert sum(post["workspace"] == "W2" for post in record.posts) == POSTS - in_stalled
