"""Sending what is owed, once: one lane a workspace, each post written down before it leaves."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from bot.coach import Coach
from bot.errors import StoreBusy, StoreFailed
from bot.models import Platform
from bot.outbox.claims import Claims
from bot.outbox.lanes import Lane, Means
from bot.ports import Clock, Messenger, Pace, Store, Transaction

LEASE = timedelta(seconds=30)
STOP_WITHIN = 8.0
"""Seconds that what is on its way gets to be answered, once the process is asked to stop."""

_SETTLE_WITHIN = 1.0
_STORE_AGAIN = 1.0
_BREATH = 0.01
"""Between two looks, however often it is nudged."""

_log = logging.getLogger("kindling.outbox")


def machine_now() -> datetime:
    return datetime.now(UTC)


class Outbox:
    """Drains the lanes, each on its own: none waits for another.

    `clock` is product time. Leases and stored quarantines use `machine`; pauses, and quarantines that began
    in this process, use `steady`, which is never set. `quarantine` is how long nothing is done about a post
    whose fate is unknown: the request's timeout and a minute, since a request in flight can still land.
    """

    def __init__(
        self,
        store: Store,
        coach: Coach,
        messengers: Mapping[Platform, Messenger],
        clock: Clock,
        *,
        paces: Mapping[Platform, Pace] | None = None,
        quarantine: timedelta = timedelta(seconds=90),
        lease: timedelta = LEASE,
        machine: Callable[[], datetime] = machine_now,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._steady = steady
        self._owner = uuid.uuid4().hex
        claims = Claims(coach, self._owner, lease, quarantine)
        self._means = Means(
            store, claims, messengers, paces or {}, clock, machine, steady, lease, quarantine, self.nudge
        )
        self._lanes: dict[str, Lane] = {}
        self._nudged = asyncio.Event()

    def lane(self, workspace_id: str) -> Lane:
        """The workspace's lane in this process."""
        if workspace_id not in self._lanes:
            self._lanes[workspace_id] = Lane(workspace_id, self._means)
        return self._lanes[workspace_id]

    def nudge(self) -> None:
        """Something may be owed: look now."""
        self._nudged.set()

    async def run(self, stop: asyncio.Event, idle: float = 15.0, within: float = STOP_WITHIN) -> None:
        """Sends what is owed until `stop` is set, then finishes what is on its way within so many seconds.

        Looks when nudged, when the next delivery is due, and at least every `idle` seconds.
        """
        stopping = asyncio.create_task(stop.wait())
        while not stop.is_set():
            self._nudged.clear()
            rest = min(idle, await self._look())
            nudged = asyncio.create_task(self._nudged.wait())
            await asyncio.wait([nudged, stopping], timeout=rest, return_when=asyncio.FIRST_COMPLETED)
            nudged.cancel()
            await asyncio.wait([stopping], timeout=_BREATH)
        await self._finish(within)

    async def drain(self) -> int:
        """Sends everything that can go now, in every workspace. Answers how many posts went out.

        Raises StoreBusy or StoreFailed.
        """
        now = self._clock.now()
        owed = await self._store.read(lambda tx: tx.deliveries.workspaces_owed(now))
        lanes = [self.lane(one) for one in owed]
        before = sum(lane.sent for lane in lanes)
        for lane in lanes:
            lane.want()
        for fault in await asyncio.gather(*(lane.rest() for lane in lanes), return_exceptions=True):
            if isinstance(fault, BaseException):
                raise fault
        return sum(lane.sent for lane in lanes) - before

    async def release(self) -> None:
        """Gives the lanes back, so that another worker need not wait for the leases to end."""
        names = list(self._lanes)
        owner = self._owner

        def give_back(tx: Transaction) -> None:
            for name in names:
                tx.deliveries.release(name, owner)

        await self._store.decide(give_back)

    async def _look(self) -> float:
        """Sets the lanes to work that owe something. Answers in how many seconds to look again."""
        now = self._clock.now()
        try:
            owed, due, next_at = await self._store.read(
                lambda tx: (
                    tx.deliveries.workspaces_owed(now),
                    set(tx.deliveries.workspaces_due(now)),
                    tx.deliveries.next_due_at(now),
                )
            )
        except (StoreBusy, StoreFailed) as fault:
            _log.warning("what is owed can't be looked at just now: %s", type(fault).__name__)
            return _STORE_AGAIN
        except Exception as fault:  # noqa: BLE001 - whatever it is, what is owed is looked at again
            _log.error("what is owed can't be looked at just now", exc_info=fault)
            return _STORE_AGAIN
        for workspace_id in owed:
            if self._may_work(lane := self.lane(workspace_id), is_due=workspace_id in due):
                lane.want()
        waits = [lane.wake_at - self._steady() for lane in self._lanes.values() if lane.wake_at is not None]
        if next_at is not None:
            waits.append((next_at - now).total_seconds())
        return max(min(waits, default=float("inf")), 0.0)

    def _may_work(self, lane: Lane, *, is_due: bool) -> bool:
        """A lane at rest with nothing due but doubts is left alone until the first quarantine is over."""
        if lane.flow.is_paused():
            return False
        return is_due or lane.wake_at is None or lane.wake_at <= self._steady()

    async def _finish(self, within: float) -> None:
        """Settles what is answered in time; the rest is written down as in doubt. Nothing more leaves."""
        lanes = list(self._lanes.values())
        for lane in lanes:
            lane.finish()
        await _rested(lanes, within - _SETTLE_WITHIN)
        for lane in lanes:
            lane.break_off()
        await _rested(lanes, _SETTLE_WITHIN)
        for lane in lanes:
            await lane.abandon()
        try:
            await asyncio.wait_for(self.release(), _SETTLE_WITHIN)
        except (StoreBusy, StoreFailed, TimeoutError):
            _log.warning("the lanes could not be given back; their leases end by themselves")


async def _rested(lanes: list[Lane], within: float) -> None:
    working = [asyncio.create_task(lane.rest()) for lane in lanes if lane.works]
    if working:
        await asyncio.wait(working, timeout=within)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
