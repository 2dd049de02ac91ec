"""One workspace's lane in this process: what is in hand, and how much more may leave."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import OutcomeUnknown, StoreBusy, StoreFailed
from bot.models import Platform
from bot.outbox.claims import Claim, Claims, Turn
from bot.outbox.doubts import Doubts
from bot.outbox.flow import Flow
from bot.outbox.hand import Hand
from bot.outbox.outcomes import Outcome, Sent
from bot.outgoing import Outgoing
from bot.ports import Clock, Messenger, Pace, Store

SWEEP_EVERY = 1.0
STORE_AGAIN = 0.5
GATHERING = 0.2
BUSY_GATHERING = 1.0
"""Seconds that answers wait to be settled together, until most of what is in hand is answered. The longer one
holds while more waits to leave: settling sooner would let nothing leave sooner.
"""

EARLY = 0.005
"""Seconds by which an event loop may call too early: uvloop counts whole milliseconds from when its turn
began. A lane that wakes before its pace is free takes a turn, and a commit, for nothing.
"""

_log = logging.getLogger("kindling.outbox")


@dataclass(frozen=True, slots=True)
class Means:
    """What every lane of a worker sends with. `steady` counts seconds and is never set.

    `rested` is called by a lane that has to be woken at a certain time.
    """

    store: Store
    claims: Claims
    messengers: Mapping[Platform, Messenger]
    paces: Mapping[Platform, Pace]
    clock: Clock
    machine: Callable[[], datetime]
    steady: Callable[[], float]
    lease: timedelta
    quarantine: timedelta
    rested: Callable[[], None]
    chance: random.Random = field(default_factory=random.Random)


class Lane:
    """Works while there is something to send or to settle, then rests until it is wanted again.

    A turn at a time: one decision settles what was answered and claims what may leave next, while what was
    claimed before is on its way. `sent` counts what went out.
    """

    def __init__(self, workspace_id: str, means: Means) -> None:
        self.workspace_id = workspace_id
        self.sent = 0
        self.flow = Flow(means.steady, means.chance)
        self._means = means
        self._stir = asyncio.Event()
        self._doubts = Doubts(means.clock, means.steady, means.quarantine, self._stir.set)
        self._task: asyncio.Task[None] | None = None
        self._wanted = False
        self._stopping = False
        self._hand = Hand(means.clock, means.steady, self._may_leave, self._learn, self._stir.set)
        self._leased_until = 0.0
        self._swept_at = means.steady() - SWEEP_EVERY
        self._lost_until = 0.0
        self._opened_at = means.clock.now()
        self._was_paused = False
        self._platform: Platform | None = None
        self._more = False

    def want(self) -> None:
        """Something may be owed: looks now."""
        self._wanted = True
        self._stir.set()
        if not self.works:
            self._task = asyncio.create_task(self._work(), name=f"lane {self.workspace_id}")
            self._task.add_done_callback(_log_fault)

    @property
    def works(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def wake_at(self) -> float | None:
        """When a lane at rest has something to do again by itself, in steady seconds."""
        return None if self.works else self._next_at()

    def _next_at(self) -> float | None:
        stops = [self.flow.paused_until] if self._more and self.flow.paused_until is not None else []
        if (ready_at := self._doubts.next_at()) is not None:
            stops.append(max(ready_at, self._swept_at + SWEEP_EVERY))
        if self._lost_until > 0:
            stops.append(self._lost_until)
        return min(stops, default=None)

    async def rest(self) -> None:
        """Returns when there is nothing to do just now. Raises what stopped it, such as StoreBusy."""
        while self.works and self._task is not None:
            await asyncio.wait([self._task])
        if self._task is not None and not self._task.cancelled():
            self._task.result()

    def finish(self) -> None:
        """Lets nothing more leave; what is on its way is still settled."""
        self._stopping = True
        self._hand.withhold()
        self._stir.set()

    def break_off(self) -> None:
        """Waits for no answer any more: what is on its way is in doubt."""
        self._doubts.break_off()
        self._hand.break_off()

    async def abandon(self) -> None:
        """Ends the work whatever it is at. What it leaves marked as being sent is found to be in doubt."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await self._task

    async def _work(self) -> None:
        try:
            while self._wanted or self._is_in_motion or self._may_claim:
                self._wanted = False
                if not await self._take_turn():
                    return
                await self._wait()
        except Exception:
            self._lost_until = self._means.steady() + STORE_AGAIN
            raise
        finally:
            self._let_go()
            if self._next_at() is not None:
                self._means.rested()

    @property
    def _is_in_motion(self) -> bool:
        return bool(self._hand) or self._doubts.are_asked

    @property
    def _may_claim(self) -> bool:
        return self._more and self._is_open()

    def _is_open(self) -> bool:
        if self._stopping or self._platform not in self._means.messengers:
            return False
        if self.flow.is_paused():
            self._was_paused = True
            return False
        if self._was_paused:
            self._was_paused, self._opened_at = False, self._means.clock.now()
        return True

    async def _take_turn(self) -> bool:
        """False if another worker has the lane."""
        turn, means, began = self._turn(), self._means, self._means.steady()
        try:
            claim = await means.store.decide(
                lambda tx: means.claims.take(tx, turn, means.clock.now(), means.machine())
            )
        except (StoreBusy, StoreFailed):
            if not self._is_in_motion:
                raise
            _log.warning("the store can't take what was sent yet", extra={"workspace": self.workspace_id})
            await asyncio.sleep(STORE_AGAIN)
            return True
        lease_ends = began + means.lease.total_seconds()
        if claim is None:
            self._lost_until = lease_ends
            return False
        self._leased_until, self._lost_until = lease_ends, 0.0
        self._take_in(turn, claim)
        return True

    def _turn(self) -> Turn:
        busy = self._hand.busy
        room = max(self.flow.window - len(busy), 0) if self._is_open() else 0
        cooling: list[int] = []
        if room and (pace := self._pace()) is not None:
            room = min(room, pace.room(self.workspace_id))
            cooling = pace.cooling(self.workspace_id)
        sweeps = self._means.steady() - self._swept_at >= SWEEP_EVERY
        return Turn(
            self.workspace_id,
            answered=tuple(self._hand.answered),
            asked=tuple(self._doubts.asked),
            room=room,
            busy=busy,
            cooling=cooling,
            in_hand=self._hand.keys if sweeps else frozenset(),
            opened_at=self._opened_at,
            sweeps=sweeps,
        )

    def _pace(self) -> Pace | None:
        return None if self._platform is None else self._means.paces.get(self._platform)

    def _take_in(self, turn: Turn, claim: Claim) -> None:
        """The turn is committed: forgets what it settled, and lets leave what it claimed."""
        self._hand.settle(turn.answered)
        self._doubts.forget(turn.asked)
        # A lane whose platform was not known yet could claim nothing.
        self._more = claim.more or self._platform is None
        self._platform = claim.platform
        messenger = self._means.messengers.get(claim.platform)
        if messenger is None:
            return
        if (pace := self._pace()) is not None:
            for one in claim.outgoing:
                pace.took(one.conversation)
        self._hand.take(claim.outgoing, claim.fence, messenger, at_once=pace is not None)
        if turn.sweeps:
            self._swept_at = self._means.steady()
            if not self._stopping:
                self._doubts.look_into(claim.in_doubt, messenger)

    def _may_leave(self, one: Outgoing) -> bool:
        """Looks at the lease once more: a worker that was frozen may have lost its lane."""
        if self._stopping or self.flow.is_paused() or self._means.steady() >= self._leased_until:
            self._landed(one)
            return False
        return True

    def _learn(self, one: Outgoing, outcome: Outcome, took: float) -> None:
        self._landed(one)
        self.flow.learn(outcome, took)
        self.sent += isinstance(outcome, Sent)
        if isinstance(outcome, OutcomeUnknown) and one.delivery.edits is None:
            self._doubts.add(one.delivery.key)

    def _landed(self, one: Outgoing) -> None:
        if (pace := self._pace()) is not None:
            pace.landed(one.conversation)

    async def _wait(self) -> None:
        """Until there is something to settle, more may leave, or the lease has to be renewed."""
        if not (self._wanted or self._hand.answered or self._doubts.asked):
            await self._rest_for(self._patience())
        if self._hand.answered and not (self._wanted or self._doubts.asked or self._hand.is_gathered):
            await self._rest_for(BUSY_GATHERING if self._hand.waits else GATHERING)

    async def _rest_for(self, seconds: float) -> None:
        """Or until something stirs."""
        self._stir.clear()
        if seconds > 0:
            timer = asyncio.get_running_loop().call_later(seconds + EARLY, self._stir.set)
            await self._stir.wait()
            timer.cancel()

    def _patience(self) -> float:
        renewal = self._means.lease.total_seconds() / 3 if self._is_in_motion else 0.0
        if not self._may_claim or len(self._hand) >= self.flow.window:
            return renewal
        pace = self._pace()
        if pace is None:
            return 0.0
        until = pace.wait(self.workspace_id)
        return min(until, renewal) if self._is_in_motion else until

    def _let_go(self) -> None:
        """What is still in hand belongs to the lane's next owner: its answers are nobody's."""
        self._hand.let_go()
        self._doubts.break_off()


def _log_fault(task: asyncio.Task[None]) -> None:
    if task.cancelled() or (fault := task.exception()) is None:
        return
    if isinstance(fault, StoreBusy | StoreFailed):
        _log.warning("a lane waits for the store: %s", type(fault).__name__)
    else:
        _log.error("a lane stopped; it is tried again", exc_info=fault)
