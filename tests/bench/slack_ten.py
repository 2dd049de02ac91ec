"""Twenty Slack workspaces at ten o'clock, against a Slack that enforces its limits.

A hundred posts each, through the outbox and Slack's SDK. The fake lets one a second into a channel, to the
millisecond, and 525 a minute into a workspace: Slack says "several hundred", and that is what a vendor holds.
Kindling keeps to five a second, and the least time is by that.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from adapters.collector import collect_seldom
from adapters.slack.pace import CHANNEL, WORKSPACE, slack_pace
from bot.models import Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from tests.bench.lines import Line
from tests.bench.posting import MachineClock
from tests.crash.platforms import CHOICES
from tests.fake_platform.owing import PlainCoach, deliveries, open_workspace
from tests.fake_platform.rules import Fault, Rules
from tests.fake_slack import FakeSlack, channel

RUNS = 3
WORKSPACES = [f"W{number:02}" for number in range(20)]
THROTTLED, STALLED, *OTHERS = WORKSPACES
POSTS = 100
CHANNELS = [f"C{number:02}" for number in range(50)]
LONG = 600.0
TIME_BAR, OTHERS_BAR = 1.05, 1.10
HELD_BY_OTHERS = ((525, 60.0),)
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Morning:
    """Seconds from ten o'clock until the last post of each workspace, and how often Slack said no."""

    took: Mapping[str, float]
    throttled: int


def least() -> float:
    """Seconds that the pace alone makes it take."""
    (at_once, seconds), *_ = WORKSPACE
    return (-(-POSTS // at_once) - 1) * seconds


def run() -> list[Line]:
    collect_seldom()
    plain, troubled = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS):
            plain.append(_morning(Path(folder) / f"{number}.db", trouble=False))
            troubled.append(_morning(Path(folder) / f"{number}-troubled.db", trouble=True))
    slowest = median(max(one.took.values()) / least() for one in plain)
    pairs = zip(plain, troubled, strict=True)
    others = median(_others(beside) / _others(one) for one, beside in pairs)
    refused = sum(one.throttled for one in plain)
    what = f"{len(WORKSPACES)} Slack workspaces at 10:00, {POSTS} posts each"
    return [
        Line(f"{what}: 429", f"{refused} times", "", "0", met=refused == 0),
        Line(
            f"{what}: the last post of the slowest",
            f"{slowest:.3f} of the least time",
            f"least at that pace: {least():.0f} s",
            f"<= {TIME_BAR}",
            met=slowest <= TIME_BAR,
        ),
        Line(
            f"{what}: beside one told to wait and one with a stalled channel, the others",
            f"{others:.3f} of their time without that",
            f"{median(_others(one) for one in plain):.1f} s",
            f"<= {OTHERS_BAR:.2f}",
            met=others <= OTHERS_BAR,
        ),
    ]


def _others(one: Morning) -> float:
    return max(one.took[name] for name in OTHERS)


def _morning(file: Path, *, trouble: bool) -> Morning:
    """`trouble`: one is told at its first post to wait ten minutes, a channel of another never answers."""
    slack = FakeSlack.start()
    try:
        for name in WORKSPACES:
            slack.open_workspace(name, channels=[channel(one, one.lower()) for one in CHANNELS])
            slack.set_up(name, Rules(channel=CHANNEL, workspace=HELD_BY_OTHERS, retry_after=LONG, stall=LONG))
        if trouble:
            slack.script(THROTTLED, CHANNELS[0], [Fault.THROTTLE])
            slack.script(STALLED, CHANNELS[0], [Fault.STALL])
        began = asyncio.run(_send(slack.address, file, OTHERS if trouble else WORKSPACES))
        record = slack.record()
    finally:
        slack.stop()
    theirs = [post["key"] for post in record.posts if post["workspace"] in OTHERS]
    if len(set(theirs)) != len(theirs) or len(theirs) != len(OTHERS) * POSTS:
        raise RuntimeError("not every post is there once")
    last = {post["workspace"]: post["at"] - began for post in record.posts}
    return Morning(last, record.throttled)


async def _send(address: str, file: Path, awaited: Sequence[str]) -> float:
    """Until those that are waited for owe nothing. Answers when it began, by the machine's clock."""
    store = open_store(str(file))
    await store.decide(_owe_all)
    async with CHOICES["slack"].sender(address, 10.0, store, None) as messenger:
        outbox = Outbox(
            store,
            PlainCoach(),
            {Platform.SLACK: messenger},
            MachineClock(),
            paces={Platform.SLACK: slack_pace()},
        )
        stop = asyncio.Event()
        began = time.time()
        sending = asyncio.create_task(outbox.run(stop, within=2.0))
        while not set(awaited).isdisjoint(await store.read(_owing)):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.25)
        stop.set()
        await sending
    await store.close()
    return began


def _owing(tx: Transaction) -> list[str]:
    return tx.deliveries.workspaces_owed(datetime.now(UTC))


def _owe_all(tx: Transaction) -> None:
    for name in WORKSPACES:
        places = open_workspace(tx, name, CHANNELS, AT)
        tx.deliveries.owe(deliveries(name, places, POSTS, AT))
    CHOICES["slack"].install(tx, WORKSPACES)
