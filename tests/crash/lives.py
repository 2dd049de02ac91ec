"""A sender that lives until it is killed: a real process, with the real store and outbox, over the network.

Each life is forked from this process, which has everything loaded; so a life begins in milliseconds.
"""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from adapters.loop import run_long
from bot.errors import StoreBusy, StoreFailed
from bot.models import Conversation, DeliveryState, Platform
from bot.outbox import Outbox
from bot.ports import Transaction
from storage import open_store
from storage.backups import back_up
from storage.sqlite import SqliteStore
from tests.crash.platforms import CHOICES
from tests.fake_platform.owing import PlainCoach, delivery
from tests.world import lessons

T = TypeVar("T")
POINTS = (
    "owed",
    "sending committed",
    "request sent",
    "accepted",
    "before sent is written",
    "within a commit",
    "during backup",
)
"""The named points at which a life can end by itself; any other moment is "at random"."""


@dataclass(frozen=True)
class Timing:
    """Seconds. What lands late does so within `late` of the moment from which its fate is unknown.

    `settling` is what the quarantine adds to the request's timeout, as the minute does in earnest.
    """

    timeout: float = 0.4
    late: float = 1.2
    settling: float = 2.4
    lease: float = 0.5

    @property
    def quarantine(self) -> float:
        return self.timeout + self.settling


@dataclass(frozen=True)
class Plan:
    """What a life does: what it owes, in which order, on which platform, and where it ends by itself.

    `shifts` are by how much the machine's clock is off from when on, `disk_full` from when to when the disk
    takes nothing more; in seconds from the life's beginning.
    """

    platform: str
    file: Path
    address: str
    timing: Timing
    quarantine: float
    places: Sequence[Conversation]
    keys: Sequence[str]
    point: str | None = None
    passes: int = 1
    owes_together: int = 10
    owes_every: float = 0.0
    shifts: Sequence[tuple[float, float]] = ()
    disk_full: tuple[float, float] | None = None


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

    async def decide(self, decision: Callable[[Transaction], T], *, apart: bool = False) -> T:
        if self.accepted:
            self._at("before sent is written")

        def watched(tx: Transaction) -> T:
            decided = decision(tx)
            if self.accepted:
                self._at("within a commit")
            return decided

        return await self._store.decide(watched, apart=apart)

    async def read(self, question: Callable[[Transaction], T]) -> T:
        return await self._store.read(question)

    async def close(self) -> None:
        await self._store.close()


class MachineClock:
    """The machine's clock, which somebody sets."""

    def __init__(self, shifts: Sequence[tuple[float, float]]) -> None:
        self._shifts = shifts
        self._began = time.monotonic()

    def now(self) -> datetime:
        lived = time.monotonic() - self._began
        shift = next((by for after, by in reversed(self._shifts) if lived >= after), 0.0)
        return datetime.now(UTC) + timedelta(seconds=shift)


class Life:
    """A forked sender. `acknowledged` are keys whose decision was answered; `ended` is how it ended."""

    def __init__(self, plan: Plan) -> None:
        lessons()  # read by this process, not by each life
        reads, writes = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(reads)
            _live(plan, writes)
        os.close(writes)
        self._ended = False
        self._reads = reads
        self._told = b""
        os.set_blocking(reads, False)

    def wait(self, seconds: float) -> bool:
        """Whether it ended by itself within so many seconds."""
        until = time.monotonic() + seconds
        while not self._ended and time.monotonic() < until:
            self._listen()
            self._ended = os.waitpid(self.pid, os.WNOHANG)[0] != 0
            time.sleep(0 if self._ended else 0.01)
        return self._ended

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        self._ended = True

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
    """Never returns. Its log is not of interest: what it did is counted."""
    logging.disable(logging.CRITICAL)
    code = 1
    try:
        run_long(send_until_done(plan, lambda key: os.write(tells, f"{key}\n".encode())))
        code = 0
    finally:
        os._exit(code)


async def send_until_done(plan: Plan, acknowledge: Callable[[str], object]) -> None:
    """Owes what the plan says, and sends until nothing is left that could be sent."""
    at, clock = Killer(plan.point, plan.passes), MachineClock(plan.shifts)
    store = WatchedStore(open_store(str(plan.file), busy_seconds=0.5), at)

    def passed(point: str) -> None:
        store.accepted += point == "accepted"
        at(point)

    sender = CHOICES[plan.platform].sender(plan.address, plan.timing.timeout, store, passed)
    async with sender as messenger:
        outbox = Outbox(
            store,
            PlainCoach(),
            {Platform.SLACK: messenger},
            clock,
            quarantine=timedelta(seconds=plan.quarantine),
            lease=timedelta(seconds=plan.timing.lease),
            machine=clock.now,
        )
        stop = asyncio.Event()
        sending = asyncio.create_task(outbox.run(stop, idle=0.2, within=2.0))
        full = asyncio.create_task(_fill_disk(plan))
        await _owe_all(plan, store, outbox, clock, at, acknowledge)
        while await _anything_left(store):  # noqa: ASYNC110 - the store tells nobody
            await asyncio.sleep(0.05)
        stop.set()
        await sending
        await full
    await store.close()


async def _owe_all(
    plan: Plan,
    store: WatchedStore,
    outbox: Outbox,
    clock: MachineClock,
    at: Killer,
    acknowledge: Callable[[str], object],
) -> None:
    for first in range(0, len(plan.keys), plan.owes_together):
        keys = plan.keys[first : first + plan.owes_together]
        await _decide_at_last(store, partial(_owe, places=plan.places, keys=keys, clock=clock))
        outbox.nudge()
        at("owed")
        for key in keys:
            acknowledge(key)
        if plan.point == "during backup" and first == 0:
            await asyncio.to_thread(_back_up, plan.file, at)
        await asyncio.sleep(plan.owes_every)


def _back_up(file: Path, at: Killer) -> None:
    def passed() -> bool:
        at("during backup")
        return False

    back_up(file, backup_of(file), passed)


def backup_of(file: Path) -> Path:
    return file.with_name("backup.db")


async def _decide_at_last(store: WatchedStore, decision: Callable[[Transaction], object]) -> None:
    """As a platform does that repeats an event until it is acknowledged."""
    while True:
        try:
            await store.decide(decision)
        except (StoreBusy, StoreFailed):
            await asyncio.sleep(0.1)
        else:
            return


def _owe(
    tx: Transaction, *, places: Sequence[Conversation], keys: Sequence[str], clock: MachineClock
) -> None:
    tx.deliveries.owe([delivery(key, places[int(key) % len(places)], clock.now()) for key in keys])


async def _anything_left(store: WatchedStore) -> bool:
    unsettled = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.AMBIGUOUS)
    try:
        return await store.read(lambda tx: any(tx.deliveries.find(state=one, limit=1) for one in unsettled))
    except (StoreBusy, StoreFailed):
        return True


async def _fill_disk(plan: Plan) -> None:
    """No file of the process can grow for a while: to SQLite that is a disk that takes nothing more."""
    if plan.disk_full is None:
        return
    begins, ends = plan.disk_full
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    await asyncio.sleep(begins)
    log = plan.file.with_name(f"{plan.file.name}-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, most))
    await asyncio.sleep(ends - begins)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
