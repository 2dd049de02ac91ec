"""Posts through a platform's own messenger, alone and behind the outbox, against the same from bare aiohttp.

The platform is the fake one in a process of its own, without limits. It does more for a post than this
process, so the requests a second are mostly its; the CPU is the sender's.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from adapters.collector import collect_seldom
from adapters.loop import run_long
from bot.models import Conversation, Platform
from bot.outbox import Outbox
from bot.ports import Messenger, Transaction
from storage import open_store
from tests.bench.lines import Line
from tests.bench.posting import CPU_BAR, SPEED_BAR, Cost, MachineClock, all_at, cost_of, drain, medians
from tests.crash.platforms import Choice
from tests.fake_platform.owing import CARD, PlainCoach, deliveries, open_workspace
from tests.fake_platform.process import FakePlatform

RUNS = 5
WORKSPACES = [f"W{number}" for number in range(20)]
IN_FLIGHT = 100
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)

Json = dict[str, Any]
Request = tuple[str, Mapping[str, str], Json]
"""An address, headers and a body."""


@dataclass(frozen=True, slots=True)
class Through:
    """`bare`: given the platform, what makes the request of one post, to a channel of a workspace.

    `held`: whether the outbox's bars hold here too; otherwise the figures are for information.
    """

    name: str
    choice: Choice
    bare: Callable[[FakePlatform], Callable[[str, str, int], Request]]
    channels: int
    held: bool = False

    @property
    def rooms(self) -> list[str]:
        return [f"C{number}" for number in range(self.channels)]

    @property
    def posts(self) -> int:
        """One to every channel of every workspace."""
        return self.channels * len(WORKSPACES)


def measure(what: Through) -> list[Line]:
    collect_seldom()
    platform = what.choice.start()
    try:
        for name in WORKSPACES:
            what.choice.open(platform, name, what.rooms)
        with tempfile.TemporaryDirectory() as folder:
            rounds = [_round(what, platform, Path(folder) / f"{number}.db") for number in range(RUNS)]
    finally:
        platform.stop()
    bare, alone, whole = zip(*rounds, strict=True)
    return [
        *_lines(what.posts, f"through {what.name} alone", bare, alone, held=False),
        *_lines(what.posts, f"through the outbox and {what.name}", bare, whole, held=what.held),
    ]


def _lines(posts: int, how: str, bare: tuple[Cost, ...], ours: tuple[Cost, ...], *, held: bool) -> list[Line]:
    speed = median(one.took / other.took for one, other in zip(bare, ours, strict=True))
    cpu = median(other.cpu / one.cpu for one, other in zip(bare, ours, strict=True))
    base, mine = medians(bare), medians(ours)
    what = f"{posts:,} posts {how}"
    return [
        Line(
            f"{what}: throughput",
            f"{speed:.2f} ({posts / mine.took:,.0f} a second)",
            f"aiohttp alone, {IN_FLIGHT} in flight: {posts / base.took:,.0f} a second",
            f">= {SPEED_BAR:.2f}" if held else None,
            met=speed >= SPEED_BAR or not held,
        ),
        Line(
            f"{what}: the sender's CPU",
            f"{cpu:.2f} ({mine.cpu / posts * 1e6:.0f} µs a post)",
            f"aiohttp alone: {base.cpu / posts * 1e6:.0f} µs a post",
            f"<= {CPU_BAR}" if held else None,
            met=cpu <= CPU_BAR or not held,
        ),
    ]


def _round(what: Through, platform: FakePlatform, file: Path) -> tuple[Cost, Cost, Cost]:
    costs = []
    address, aside = platform.address, file.with_suffix(".whole.db")
    for run, work in (
        (asyncio.run, _bare(what, platform)),
        (run_long, _alone(what, address, file)),
        (run_long, _whole(what, address, aside)),
    ):
        costs.append(run(work))
        landed = Counter((post["workspace"], post["channel"]) for post in platform.record().posts)
        if len(landed) != what.posts or set(landed.values()) != {1}:
            raise RuntimeError("not every post is there once")
        platform.forget()
    bare, alone, whole = costs
    return bare, alone, whole


async def _bare(what: Through, platform: FakePlatform) -> Cost:
    request = what.bare(platform)
    places = enumerate((name, room) for name in WORKSPACES for room in what.rooms)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def post_each() -> None:
            for number, (name, room) in places:
                address, headers, body = request(name, room, number)
                async with session.post(address, json=body, headers=headers) as answer:
                    told: Json = await answer.json()
                    if not (told.get("ok") or told.get("id")):
                        raise RuntimeError("a post was not taken")

        return await cost_of(all_at(post_each() for _ in range(IN_FLIGHT)))


async def _alone(what: Through, address: str, file: Path) -> Cost:
    store = open_store(str(file))
    rooms = await store.decide(lambda tx: _open_all(tx, what))
    posts = iter([(place, f"alone/{number}") for number, place in enumerate(rooms)])
    async with what.choice.sender(address, 10.0, store, None) as messenger:
        cost = await cost_of(all_at(_send_each(messenger, posts) for _ in range(IN_FLIGHT)))
    await store.close()
    return cost


async def _send_each(messenger: Messenger, posts: Iterator[tuple[Conversation, str]]) -> None:
    for place, key in posts:
        await messenger.send(place, CARD, key, None)


async def _whole(what: Through, address: str, file: Path) -> Cost:
    store = open_store(str(file))
    rooms = await store.decide(lambda tx: _open_all(tx, what))
    await store.decide(lambda tx: tx.deliveries.owe(deliveries("whole", rooms, what.posts, AT)))
    async with what.choice.sender(address, 10.0, store, None) as messenger:
        outbox = Outbox(store, PlainCoach(), {Platform.SLACK: messenger}, MachineClock())
        cost = await cost_of(drain(outbox, what.posts))
    await store.close()
    return cost


def _open_all(tx: Transaction, what: Through) -> list[Conversation]:
    """Every channel of every workspace: as many as there are posts."""
    rooms = [place for name in WORKSPACES for place in open_workspace(tx, name, what.rooms, AT)]
    what.choice.install(tx, WORKSPACES)
    return rooms
