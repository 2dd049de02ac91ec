"""A sender that lives until it is killed: a real process, with the real store and outbox, over the network.

Each life is forked from this process, which has everything loaded; so a life begins in milliseconds.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.models import Conversation, DeliveryState, Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.fake_platform.messenger import FakeMessenger
from tests.fake_platform.owing import PlainCoach, delivery

T = TypeVar("T")
POINTS = (
    "owed",
    "sending committed",
    "request sent",
    "accepted",
    "before sent is written",
    "within a commit",
)
"""The named points at which a life can end by itself; any other moment is "at random"."""


@dataclass(frozen=True)
class Timing:
    """Seconds. A dropped request lands within `late` of its request.

    `settling` is what the quarantine adds to the request's timeout.
    """

    timeout: float = 0.4
    late: float = 0.4
    settling: float = 1.2
    lease: float = 0.5

    @property
    def quarantine(self) -> float:
        return self.timeout + self.settling


@dataclass(frozen=True)
class Plan:
    """What a life does: what it owes, in which order, and where it ends by itself."""

    file: Path
    address: str
    timing: Timing
    quarantine: float
    places: Sequence[Conversation]
    keys: Sequence[str]
    point: str | None = None
    passes: int = 1
    owes_together: int = 10


class Killer:
    """Ends the process when a point is passed for the n-th time, as SIGKILL does: nothing is tidied up."""

    def __init__(self, point: str | None, passes: int) -> None:
        self._point = point
        self._left = passes

    def __call__(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)


class WatchedStore:
    """The store, with the points that only it can see."""

    def __init__(self, store: SqliteStore, at: Killer) -> None:
        self._store = store
        self._at = at
        self.accepted = 0

    async def decide(self, decision: Callable[[Transaction], T]) -> T:
        if self.accepted:
            self._at("before sent is written")

        def watched(tx: Transaction) -> T:
            decided = decision(tx)
            if self.accepted:
                self._at("within a commit")
            return decided

        return await self._store.decide(watched)

    async def read(self, question: Callable[[Transaction], T]) -> T:
        return await self._store.read(question)

    async def close(self) -> None:
        await self._store.close()


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Life:
    """A forked sender. `acknowledged` are keys whose decision was answered; `ended` is how it ended."""

    def __init__(self, plan: Plan) -> None:
        reads, writes = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reads)
            _live(plan, writes)
        os.close(writes)
        self._reads = reads
        self._told = b""
        os.set_blocking(reads, False)

    def wait(self, seconds: float) -> bool:
        """Whether it ended by itself within so many seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._listen()
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            time.sleep(0.01)
        return False

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def acknowledged(self) -> list[str]:
        """What it said it owes. Only after its end."""
        self._listen()
        os.close(self._reads)
        return self._told.decode().split()

    def _listen(self) -> None:
        with suppress(BlockingIOError):
            while chunk := os.read(self._reads, 65536):
                self._told += chunk


def _live(plan: Plan, tells: int) -> None:
    """Never returns."""
    code = 1
    try:
        asyncio.run(send_until_done(plan, lambda key: os.write(tells, f"{key}\n".encode())))
        code = 0
    finally:
        os._exit(code)


async def send_until_done(plan: Plan, acknowledge: Callable[[str], object]) -> None:
    """Owes what the plan says, and sends until nothing is left that could be sent."""
    at = Killer(plan.point, plan.passes)
    store = WatchedStore(open_store(str(plan.file)), at)

    def passed(point: str) -> None:
        store.accepted += point == "accepted"
        at(point)

    async with FakeMessenger(plan.address, plan.timing.timeout, passed) as messenger:
        outbox = Outbox(
            store,
            PlainCoach(),
            {Platform.SLACK: messenger},
            MachineClock(),
            quarantine=timedelta(seconds=plan.quarantine),
            lease=timedelta(seconds=plan.timing.lease),
        )
        stop = asyncio.Event()
        sending = asyncio.create_task(outbox.run(stop, idle=0.2, within=2.0))
        for keys in _together(plan.keys, plan.owes_together):
            await store.decide(partial(_owe, places=plan.places, keys=keys))
            outbox.nudge()
            at("owed")
            for key in keys:
                acknowledge(key)
        while await store.read(_anything_left):  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0.05)
        stop.set()
        await sending
    await store.close()


def _together(keys: Sequence[str], many: int) -> Iterable[Sequence[str]]:
    return (keys[first : first + many] for first in range(0, len(keys), many))


def _owe(tx: Transaction, *, places: Sequence[Conversation], keys: Sequence[str]) -> None:
    at = datetime.now(UTC)
    tx.deliveries.owe([delivery(key, places[int(key) % len(places)], at) for key in keys])


def _anything_left(tx: Transaction) -> bool:
    unsettled = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.AMBIGUOUS)
    return any(tx.deliveries.find(state=state, limit=1) for state in unsettled)
