"""Twenty workspaces at ten o'clock, against a chat that enforces Slack's limits: how near to the least time.

The pace is the one that Kindling keeps towards Slack. Times are those at which posts stand on the fake
platform, a process of its own. The second round is the same with two workspaces in trouble: how much later the
others are then.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.collector import collect_seldom
from adapters.slack.pace import CHANNEL, WORKSPACE, slack_pace
from bot.models import Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.bench.lines import Line
from tests.fake_platform.messenger import FakeMessenger
from tests.fake_platform.owing import PlainCoach, deliveries, open_workspace
from tests.fake_platform.process import FakePlatform
from tests.fake_platform.rules import Fault, Rules

WORKSPACES = 20
CHANNELS, POSTS = 50, 100
THROTTLED, STALLED = "W00", "W01"
EVERYBODY = frozenset(f"W{number:02}" for number in range(WORKSPACES))
OTHERS = EVERYBODY - {THROTTLED, STALLED}
LONG = 600.0
GIVES_UP = 180.0
TIME_BAR, DELAY_BAR = 1.05, 1.10

(_EACH, _SECONDS) = WORKSPACE[0]
LEAST = (POSTS // _EACH - 1) * _SECONDS
"""Seconds that the limits leave no way around: so many at once, and as many more each time the window ends."""


@dataclass(frozen=True, slots=True)
class Morning:
    """When each workspace had its last post, in seconds after ten; `throttled` counts answers with 429."""

    ended: dict[str, float]
    throttled: int


def run() -> list[Line]:
    collect_seldom()
    quiet = _morning(_no_trouble, EVERYBODY)
    troubled = _morning(_two_in_trouble, OTHERS)
    slowest = max(quiet.ended.values())
    refused = quiet.throttled
    later = max(troubled.ended[one] / quiet.ended[one] for one in OTHERS)
    return [
        Line(
            f"{WORKSPACES} workspaces at ten, {POSTS} posts each, until the last has all: of the least possible",
            f"{slowest / LEAST:.3f} ({slowest:.2f} s, {refused} times 429)",
            f"what Slack's limits leave: {LEAST:.0f} s",
            f"<= {TIME_BAR:.2f}, no 429",
            met=slowest <= TIME_BAR * LEAST and refused == 0,
        ),
        Line(
            "The same with one workspace in Retry-After and one with a stalled channel: the others",
            f"{later:.3f} at the most ({troubled.throttled} times 429)",
            "the same workspaces with nobody in trouble",
            f"<= {DELAY_BAR:.2f}",
            met=later <= DELAY_BAR and troubled.throttled == 0,
        ),
    ]


def _no_trouble(platform: FakePlatform) -> None:
    for number in range(WORKSPACES):
        platform.set_up(f"W{number:02}", Rules(channel=CHANNEL, workspace=WORKSPACE))


def _two_in_trouble(platform: FakePlatform) -> None:
    """One is told to wait for ten minutes at its first post; in the other a channel never answers."""
    _no_trouble(platform)
    for name in (THROTTLED, STALLED):
        rules = Rules(channel=CHANNEL, workspace=WORKSPACE, retry_after=LONG, stall=LONG)
        platform.set_up(name, rules)
    platform.script(THROTTLED, "C00", [Fault.THROTTLE])
    platform.script(STALLED, "C00", [Fault.STALL] * POSTS)


def _morning(set_up: Callable[[FakePlatform], None], awaited: frozenset[str]) -> Morning:
    platform = FakePlatform.start()
    try:
        set_up(platform)
        with tempfile.TemporaryDirectory() as folder:
            began = asyncio.run(_send(platform.address, Path(folder) / "kindling.db", awaited))
        record = platform.record()
    finally:
        platform.stop()
    ended: dict[str, float] = {}
    for post in record.posts:
        ended[post["workspace"]] = post["at"] - began
    return Morning(ended, record.throttled)


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


async def _send(address: str, file: Path, awaited: frozenset[str]) -> float:
    """Until the workspaces that are waited for owe nothing. Answers when it began."""
    store = open_store(str(file))
    await store.decide(_owe_all)
    async with FakeMessenger(address) as messenger:
        outbox = Outbox(
            store,
            PlainCoach(),
            {Platform.SLACK: messenger},
            MachineClock(),
            paces={Platform.SLACK: slack_pace()},
        )
        stop, began = asyncio.Event(), time.time()
        sending = asyncio.create_task(outbox.run(stop, within=2.0))
        async with asyncio.timeout(GIVES_UP):
            while not awaited.isdisjoint(await _owing(store)):
                await asyncio.sleep(0.25)
        stop.set()
        await sending
    await store.close()
    return began


def _owe_all(tx: Transaction) -> None:
    now = datetime.now(UTC)
    for number in range(WORKSPACES):
        channels = [f"C{one:02}" for one in range(CHANNELS)]
        places = open_workspace(tx, f"W{number:02}", channels, now)
        tx.deliveries.owe(deliveries(f"post/{number}", places, POSTS, now))


async def _owing(store: SqliteStore) -> list[str]:
    now = datetime.now(UTC)
    return await store.read(lambda tx: tx.deliveries.workspaces_owed(now))
