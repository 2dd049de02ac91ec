"""Twenty workspaces at ten o'clock, through the outbox, against a platform that enforces its limits."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from adapters.collector import collect_seldom
from adapters.loop import run_long
from adapters.pace import Window, WindowPace
from bot.models import Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from tests.bench.lines import Line
from tests.bench.posting import MachineClock
from tests.crash.platforms import Choice
from tests.fake_platform.owing import PlainCoach, deliveries, open_workspace
from tests.fake_platform.process import Record
from tests.fake_platform.rules import Fault, Limit, Rules

WORKSPACES = [f"W{number:02}" for number in range(20)]
THROTTLED, STALLED, *OTHERS = WORKSPACES
LONG = 600.0
TIME_BAR, OTHERS_BAR = 1.05, 1.10
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Ten:
    """What is owed at ten on one platform. `posts`: how many to each channel of every workspace, those first
    that have to be first. `channel` and `workspace` are the windows that the platform enforces.
    """

    name: str
    choice: Choice
    pace: Callable[[], WindowPace]
    posts: Mapping[str, int]
    channel: tuple[Window, ...]
    workspace: tuple[Window, ...]
    least: float
    """Seconds that the pace alone makes it take."""
    runs: int = 3


@dataclass(frozen=True, slots=True)
class Morning:
    """Seconds from ten o'clock until the last post of each workspace, and how often the platform said no."""

    took: Mapping[str, float]
    throttled: int


def least(windows: tuple[Window, ...], posts: int) -> float:
    """Seconds from the first of so many to the last, if each leaves as soon as the windows let it."""
    limit, at = Limit(windows), 0.0
    for _ in range(posts):
        at += max(limit.wait(at), 0.0)
        limit.let_in(at)
    return at


def measure(ten: Ten) -> list[Line]:
    collect_seldom()
    plain, troubled = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ten.runs):
            plain.append(_morning(ten, Path(folder) / f"{number}.db", trouble=False))
            troubled.append(_morning(ten, Path(folder) / f"{number}-troubled.db", trouble=True))
    slowest = median(max(one.took.values()) / ten.least for one in plain)
    pairs = zip(plain, troubled, strict=True)
    others = median(_others(beside) / _others(one) for one, beside in pairs)
    refused = sum(one.throttled for one in plain)
    what = f"{len(WORKSPACES)} {ten.name} workspaces at 10:00, {sum(ten.posts.values())} posts each"
    return [
        Line(f"{what}: 429", f"{refused} times", "", "0", met=refused == 0),
        Line(
            f"{what}: the last post of the slowest",
            f"{slowest:.3f} of the least time",
            f"least at that pace: {ten.least:.0f} s",
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


def _morning(ten: Ten, file: Path, *, trouble: bool) -> Morning:
    """`trouble`: one is told at its first post to wait ten minutes, a channel of another never answers."""
    platform, first = ten.choice.start(), next(iter(ten.posts))
    rules = Rules(channel=ten.channel, workspace=ten.workspace, retry_after=LONG, stall=LONG)
    try:
        for name in WORKSPACES:
            ten.choice.open(platform, name, list(ten.posts))
            platform.set_up(name, rules)
        if trouble:
            platform.script(THROTTLED, first, [Fault.THROTTLE])
            platform.script(STALLED, first, [Fault.STALL])
        began = run_long(_send(ten, platform.address, file, OTHERS if trouble else WORKSPACES))
        record = platform.record()
    finally:
        platform.stop()
    _check(ten, record)
    last = {post["workspace"]: post["at"] - began for post in record.posts}
    return Morning(last, record.throttled)


def _check(ten: Ten, record: Record) -> None:
    landed = Counter((post["workspace"], post["channel"]) for post in record.posts)
    owed = {(name, channel): many for name in OTHERS for channel, many in ten.posts.items()}
    if any(landed[place] != many for place, many in owed.items()):
        raise RuntimeError("not every post is there once")


async def _send(ten: Ten, address: str, file: Path, awaited: Sequence[str]) -> float:
    """Until those that are waited for owe nothing. Answers when it began, by the machine's clock."""
    store = open_store(str(file))
    await store.decide(lambda tx: _owe_all(tx, ten))
    async with ten.choice.sender(address, 10.0, store, None) as messenger:
        outbox = Outbox(
            store,
            PlainCoach(),
            {Platform.SLACK: messenger},
            MachineClock(),
            paces={Platform.SLACK: ten.pace()},
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


def _owe_all(tx: Transaction, ten: Ten) -> None:
    for name in WORKSPACES:
        places = open_workspace(tx, name, ten.posts, AT)
        in_turn = [
            place
            for number in range(max(ten.posts.values()))
            for place in places
            if number < ten.posts[place.platform_id]
        ]
        tx.deliveries.owe(deliveries(name, in_turn, len(in_turn), AT))
    ten.choice.install(tx, WORKSPACES)
