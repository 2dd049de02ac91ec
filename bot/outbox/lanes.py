"""One workspace's lane in this process: what is in hand, and how much more may leave."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import OutcomeUnknown, SendingFault, StoreBusy, StoreFailed
from bot.models import DeliveryKind, Platform
from bot.outbox.claims import Answered, Claim, Claims, Turn
from bot.outbox.doubts import Doubts
from bot.outbox.flow import Flow
from bot.outbox.outcomes import Outcome, Sent, Withheld
from bot.outgoing import Outgoing
from bot.ports import Clock, Messenger, Pace, Store

SWEEP_EVERY = 1.0
STORE_AGAIN = 0.5
GATHERING = 0.003
"""Answers that come this close together, in seconds, are settled together."""

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
        self._hand: dict[str, Outgoing] = {}
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._answered: list[Answered] = []
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
        self._stir.set()

    def break_off(self) -> None:
        """Waits for no answer any more: what is on its way is in doubt."""
        self._doubts.break_off()
        for task in self._sending.values():
            task.cancel()

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
        known = {one.delivery.key for one in self._answered}
        busy = [one.conversation.id for key, one in self._hand.items() if key not in known]
        room = max(self.flow.window - len(busy), 0) if self._is_open() else 0
        cooling: list[int] = []
        if room and (pace := self._pace()) is not None:
            room = min(room, pace.room(self.workspace_id))
            cooling = pace.cooling(self.workspace_id)
        sweeps = self._means.steady() - self._swept_at >= SWEEP_EVERY
        return Turn(
            self.workspace_id,
            answered=tuple(self._answered),
            asked=tuple(self._doubts.asked),
            room=room,
            busy=busy,
            cooling=cooling,
            in_hand=frozenset(self._hand) if sweeps else frozenset(),
            opened_at=self._opened_at,
            sweeps=sweeps,
        )

    def _pace(self) -> Pace | None:
        return None if self._platform is None else self._means.paces.get(self._platform)

    def _take_in(self, turn: Turn, claim: Claim) -> None:
        """The turn is committed: forgets what it settled, and lets leave what it claimed."""
        for one in turn.answered:
            del self._hand[one.delivery.key], self._sending[one.delivery.key]
        del self._answered[: len(turn.answered)]
        self._doubts.forget(turn.asked)
        # A lane whose platform was not known yet could claim nothing.
        self._more = claim.more or self._platform is None
        self._platform = claim.platform
        pace = self._pace()
        for outgoing in claim.outgoing:
            key = outgoing.delivery.key
            self._hand[key] = outgoing
            self._sending[key] = asyncio.create_task(self._send(outgoing, claim.fence))
            if pace is not None:
                pace.took(outgoing.conversation)
        if turn.sweeps:
            self._swept_at = self._means.steady()
            if not self._stopping and (messenger := self._means.messengers.get(claim.platform)) is not None:
                self._doubts.look_into(claim.in_doubt, messenger)

    async def _send(self, one: Outgoing, fence: int) -> None:
        """Looks at the lease once more: a worker that was frozen may have lost its lane."""
        outcome: Outcome = Withheld()
        if self._means.steady() < self._leased_until:
            outcome = await self._post(one)
        if self._hand.get(one.delivery.key) is not one:
            return
        self._answered.append(Answered(one.delivery, fence, outcome, self._means.clock.now()))
        self.flow.learn(outcome)
        self.sent += isinstance(outcome, Sent)
        if isinstance(outcome, OutcomeUnknown) and one.delivery.edits is None:
            self._doubts.add(one.delivery.key)
        self._stir.set()

    async def _post(self, one: Outgoing) -> Outcome:
        try:
            messenger = self._means.messengers[self._platform or Platform.LOCAL]
            if one.edits is None:
                return Sent(await messenger.send(one.conversation, one.card, one.delivery.key, one.thread))
            if one.delivery.kind is DeliveryKind.KUDOS_DELETE:
                await messenger.delete(one.conversation, one.edits)
            else:
                await messenger.edit(one.conversation, one.edits, one.card)
            return Sent(one.edits)
        except SendingFault as fault:
            return fault
        except asyncio.CancelledError:
            return OutcomeUnknown()
        except Exception:  # noqa: BLE001 - whatever else went wrong, the post may have left
            _log.exception("posting failed in an unforeseen way", extra={"key": one.delivery.key})
            return OutcomeUnknown()

    async def _wait(self) -> None:
        """Until there is something to settle, more may leave, or the lease has to be renewed."""
        self._stir.clear()
        if not (self._wanted or self._answered or self._doubts.asked) and (patience := self._patience()) > 0:
            timer = asyncio.get_running_loop().call_later(patience, self._stir.set)
            await self._stir.wait()
            timer.cancel()
        if len(self._hand) > len(self._answered):
            await asyncio.sleep(GATHERING)

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
        self._hand.clear()
        self._sending.clear()
        self._answered.clear()
        self._doubts.break_off()


def _log_fault(task: asyncio.Task[None]) -> None:
    if task.cancelled() or (fault := task.exception()) is None:
        return
    if isinstance(fault, StoreBusy | StoreFailed):
        _log.warning("a lane waits for the store: %s", type(fault).__name__)
    else:
        _log.error("a lane stopped; it is tried again", exc_info=fault)
