"""10,000 posts through the outbox, against the same posts from bare aiohttp, in the same run.

The chat is the fake platform in a process of its own. What is counted is the sender's: its requests a
second, and the CPU of its process, every commit (FULL) included. Ours runs on the loop that `serve` runs on,
the bare posts on Python's own.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from adapters.collector import collect_seldom
from adapters.local.render import card_parts
from adapters.loop import run_long
from bot.models import Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from tests.bench.lines import Line
from tests.fake_platform.messenger import FakeMessenger
from tests.fake_platform.owing import CARD, PlainCoach, deliveries, open_workspace
from tests.fake_platform.process import FakePlatform

RUNS = 5
POSTS = 10_000
WORKSPACES = 20
IN_FLIGHT = 100
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
SPEED_BAR, CPU_BAR = 0.80, 1.3


@dataclass(frozen=True, slots=True)
class Cost:
    """Of all posts together, in seconds."""

    took: float
    cpu: float


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def run() -> list[Line]:
    collect_seldom()
    platform = FakePlatform.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            rounds = [_round(platform, Path(folder) / f"{number}.db") for number in range(RUNS)]
    finally:
        platform.stop()
    speed = median(bare.took / ours.took for bare, ours in rounds)
    cpu = median(ours.cpu / bare.cpu for bare, ours in rounds)
    bare, ours = (medians(column) for column in zip(*rounds, strict=True))
    what = f"{POSTS:,} posts through the outbox, {WORKSPACES} workspaces"
    return [
        Line(
            f"{what}: throughput",
            f"{speed:.2f} ({POSTS / ours.took:,.0f} a second)",
            f"aiohttp alone, {IN_FLIGHT} in flight: {POSTS / bare.took:,.0f} a second",
            f">= {SPEED_BAR:.2f}",
            met=speed >= SPEED_BAR,
        ),
        Line(
            f"{what}: the sender's CPU",
            f"{cpu:.2f} ({ours.cpu / POSTS * 1e6:.0f} µs a post)",
            f"aiohttp alone: {bare.cpu / POSTS * 1e6:.0f} µs a post",
            f"<= {CPU_BAR}",
            met=cpu <= CPU_BAR,
        ),
    ]


def medians(costs: tuple[Cost, ...]) -> Cost:
    return Cost(median(one.took for one in costs), median(one.cpu for one in costs))


def _round(platform: FakePlatform, file: Path) -> tuple[Cost, Cost]:
    bare = asyncio.run(_bare(platform.address))
    _check(platform)
    ours = run_long(_ours(platform.address, file))
    _check(platform)
    return bare, ours


def _check(platform: FakePlatform) -> None:
    keys = platform.record().keys()
    if len(keys) != POSTS or len(set(keys)) != POSTS:
        raise RuntimeError("not every post is there once")
    platform.forget()


async def _bare(address: str) -> Cost:
    numbers = iter(range(POSTS))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        return await cost_of(all_at(_post_each(session, address, numbers) for _ in range(IN_FLIGHT)))


async def _post_each(session: aiohttp.ClientSession, address: str, numbers: Iterator[int]) -> None:
    for number in numbers:
        body = {
            "channel": f"C{number}",
            "key": f"bare/{number}",
            "thread": None,
            "push": CARD.push,
            "parts": card_parts(CARD),
        }
        path = f"{address}/w/W{number % WORKSPACES}/messages"
        async with session.post(path, json=body) as answer:
            told: dict[str, Any] = await answer.json()
            if not told["id"]:
                raise RuntimeError("a post was not taken")


async def all_at(work: Iterator[Awaitable[None]]) -> None:
    await asyncio.gather(*work)


async def _ours(address: str, file: Path) -> Cost:
    store = open_store(str(file))
    await store.decide(_owe_all)
    async with FakeMessenger(address) as messenger:
        outbox = Outbox(store, PlainCoach(), {Platform.SLACK: messenger}, MachineClock())
        cost = await cost_of(drain(outbox, POSTS))
    await store.close()
    return cost


def _owe_all(tx: Transaction) -> None:
    each = POSTS // WORKSPACES
    for number in range(WORKSPACES):
        places = open_workspace(tx, f"W{number}", [f"C{one}" for one in range(each)], AT)
        tx.deliveries.owe(deliveries(f"post/{number}", places, each, AT))


async def drain(outbox: Outbox, posts: int) -> None:
    if await outbox.drain() != posts:
        raise RuntimeError("not every post went out at once")


async def cost_of(work: Awaitable[None]) -> Cost:
    cpu, began = time.process_time(), time.perf_counter()
    await work
    return Cost(time.perf_counter() - began, time.process_time() - cpu)
