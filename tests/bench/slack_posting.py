"""Posts to Slack through its SDK, against the same posts from bare aiohttp, in the same run.

Slack is the fake one in a process of its own, without limits. It does more for a post than this process, so
the requests a second are mostly its; the CPU is the sender's. For information: the outbox's own bars stand
with `posting`.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from adapters.collector import collect_seldom
from adapters.slack.render import message_of
from bot.models import Conversation, Platform
from bot.outbox import Outbox
from bot.ports import Messenger, Transaction
from storage import open_store
from tests.bench.lines import Line
from tests.bench.posting import Cost, MachineClock, all_at, cost_of, drain, medians
from tests.crash.platforms import CHOICES
from tests.fake_platform.owing import CARD, PlainCoach, deliveries, open_workspace
from tests.fake_slack import FakeSlack, bot_token, channel

RUNS = 5
POSTS = 2_000
WORKSPACES = [f"W{number}" for number in range(20)]
CHANNELS = [f"C{number}" for number in range(POSTS // len(WORKSPACES))]
IN_FLIGHT = 100
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


def run() -> list[Line]:
    collect_seldom()
    slack = FakeSlack.start()
    try:
        for name in WORKSPACES:
            slack.open_workspace(name, channels=[channel(one, one.lower()) for one in CHANNELS])
        with tempfile.TemporaryDirectory() as folder:
            rounds = [_round(slack, Path(folder) / f"{number}.db") for number in range(RUNS)]
    finally:
        slack.stop()
    bare, sdk, whole = zip(*rounds, strict=True)
    return [
        *_lines(f"{POSTS:,} posts through Slack's SDK alone", bare, sdk),
        *_lines(f"{POSTS:,} posts through the outbox and Slack's SDK", bare, whole),
    ]


def _lines(what: str, bare: tuple[Cost, ...], ours: tuple[Cost, ...]) -> list[Line]:
    speed = median(one.took / other.took for one, other in zip(bare, ours, strict=True))
    cpu = median(other.cpu / one.cpu for one, other in zip(bare, ours, strict=True))
    base, mine = medians(bare), medians(ours)
    return [
        Line(
            f"{what}: throughput",
            f"{speed:.2f} ({POSTS / mine.took:,.0f} a second)",
            f"aiohttp alone, {IN_FLIGHT} in flight: {POSTS / base.took:,.0f} a second",
        ),
        Line(
            f"{what}: the sender's CPU",
            f"{cpu:.2f} ({mine.cpu / POSTS * 1e6:.0f} µs a post)",
            f"aiohttp alone: {base.cpu / POSTS * 1e6:.0f} µs a post",
        ),
    ]


def _round(slack: FakeSlack, file: Path) -> tuple[Cost, Cost, Cost]:
    costs = []
    for work in (_bare(slack), _sdk(slack, file), _whole(slack, file.with_suffix(".whole.db"))):
        costs.append(asyncio.run(work))
        if len(set(slack.record().keys())) != POSTS:
            raise RuntimeError("not every post is there once")
        slack.forget()
    bare, sdk, whole = costs
    return bare, sdk, whole


async def _bare(slack: FakeSlack) -> Cost:
    numbers = iter(range(POSTS))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        return await cost_of(all_at(_post_each(session, slack.api, numbers) for _ in range(IN_FLIGHT)))


async def _post_each(session: aiohttp.ClientSession, api: str, numbers: Iterator[int]) -> None:
    for number in numbers:
        name, place = WORKSPACES[number % len(WORKSPACES)], CHANNELS[number % len(CHANNELS)]
        metadata = {"event_type": "bare", "event_payload": {"key": f"bare/{number}"}}
        body = {"channel": place, **message_of(CARD), "unfurl_links": False, "metadata": metadata}
        headers = {"Authorization": f"Bearer {bot_token(name)}"}
        async with session.post(f"{api}chat.postMessage", json=body, headers=headers) as answer:
            told: dict[str, Any] = await answer.json()
            if not told["ok"]:
                raise RuntimeError("a post was not taken")


async def _sdk(slack: FakeSlack, file: Path) -> Cost:
    store = open_store(str(file))
    rooms = await store.decide(_open_all)
    posts = iter([(place, f"sdk/{number}") for number, place in enumerate(rooms)])
    async with CHOICES["slack"].sender(slack.address, 10.0, store, None) as messenger:
        cost = await cost_of(all_at(_send_each(messenger, posts) for _ in range(IN_FLIGHT)))
    await store.close()
    return cost


async def _send_each(messenger: Messenger, posts: Iterator[tuple[Conversation, str]]) -> None:
    for place, key in posts:
        await messenger.send(place, CARD, key, None)


async def _whole(slack: FakeSlack, file: Path) -> Cost:
    store = open_store(str(file))
    rooms = await store.decide(_open_all)
    await store.decide(lambda tx: tx.deliveries.owe(deliveries("whole", rooms, POSTS, AT)))
    async with CHOICES["slack"].sender(slack.address, 10.0, store, None) as messenger:
        outbox = Outbox(store, PlainCoach(), {Platform.SLACK: messenger}, MachineClock())
        cost = await cost_of(drain(outbox, POSTS))
    await store.close()
    return cost


def _open_all(tx: Transaction) -> list[Conversation]:
    """Every channel of every workspace: as many as there are posts."""
    rooms = [place for name in WORKSPACES for place in open_workspace(tx, name, CHANNELS, AT)]
    CHOICES["slack"].install(tx, WORKSPACES)
    return rooms
