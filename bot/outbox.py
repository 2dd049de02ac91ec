"""Sending what is owed, once: one lane a workspace, each post written down before it leaves."""

from __future__ import annotations

import asyncio
import logging
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby

from bot.coach import Coach
from bot.errors import CannotAsk, OutcomeUnknown, SendingFault, Unavailable
from bot.lessons import PAST_USE, Later, Moot
from bot.models import Conversation, Delivery, DeliveryKind, DeliveryState, Platform, UnknownOutcome
from bot.outcomes import Outcome, Sent, Settlement, longer_pause, settle
from bot.outgoing import Outgoing
from bot.ports import Clock, Messenger, Store, Transaction

LEASE = timedelta(seconds=30)
BATCH = 100

_log = logging.getLogger("kindling.outbox")


def machine_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one decision gave a lane to do: posts to send, and posts whose fate is to be asked."""

    fence: int
    platform: Platform
    outgoing: list[Outgoing]
    doubtful: list[tuple[Delivery, Conversation]]
    more: bool


@dataclass(slots=True)
class Lane:
    """A workspace's queue in this process. `pause` is the last pause in seconds, for the jitter."""

    workspace_id: str
    paused_until: datetime | None = None
    pause: float = 0.0
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


class Outbox:
    """Drains the lanes. `clock` is product time; leases, pauses and the quarantine use the machine's.

    `quarantine` is how long nothing is done about a post whose fate is unknown: the request's timeout
    and a minute, since a request in flight can still land.
    """

    def __init__(
        self,
        store: Store,
        coach: Coach,
        messengers: Mapping[Platform, Messenger],
        clock: Clock,
        *,
        quarantine: timedelta = timedelta(seconds=90),
        machine: Callable[[], datetime] = machine_now,
    ) -> None:
        self._store = store
        self._coach = coach
        self._messengers = messengers
        self._clock = clock
        self._quarantine = quarantine
        self._machine = machine
        self._owner = uuid.uuid4().hex
        self._lanes: dict[str, Lane] = {}
        self._nudged = asyncio.Event()
        self._chance = random.Random()  # noqa: S311 - jitter, not a secret

    def nudge(self) -> None:
        """Something may be owed: look now."""
        self._nudged.set()

    async def run(self, stop: asyncio.Event, idle: float = 15.0) -> None:
        """Drains until `stop` is set, finishing what is in hand; looks at least every `idle` seconds."""
        while not stop.is_set():
            self._nudged.clear()
            await self.drain()
            waits = [asyncio.create_task(self._nudged.wait()), asyncio.create_task(stop.wait())]
            _, pending = await asyncio.wait(waits, timeout=idle, return_when=asyncio.FIRST_COMPLETED)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        await self.release()

    async def drain(self) -> int:
        """One pass over every workspace that owes something due. Answers how many posts went out."""
        now = self._clock.now()
        owed = await self._store.read(lambda tx: tx.deliveries.workspaces_owed(now))
        lanes = [self._lanes.setdefault(one, Lane(one)) for one in owed]
        return sum(await asyncio.gather(*(self._drain_lane(lane) for lane in lanes)))

    async def release(self) -> None:
        """Gives the lanes back, so that another worker need not wait for the leases to end."""
        names = list(self._lanes)
        owner = self._owner

        def give_back(tx: Transaction) -> None:
            for name in names:
                tx.deliveries.release(name, owner)

        await self._store.decide(give_back)

    async def _drain_lane(self, lane: Lane) -> int:
        sent, more = 0, True
        async with lane.busy:
            while more and (lane.paused_until is None or self._machine() >= lane.paused_until):
                claim = await self._store.decide(lambda tx: self._claim(tx, lane))
                if claim is None:
                    return sent
                await self._ask(claim)
                sent += await self._send(lane, claim)
                more = claim.more
        return sent

    def _claim(self, tx: Transaction, lane: Lane) -> Claim | None:
        """Takes the lane and what is due in it; None if another worker has it."""
        machine, now = self._machine(), self._clock.now()
        workspace = tx.workspaces.get(lane.workspace_id)
        fence = tx.deliveries.lease(lane.workspace_id, self._owner, machine, machine + LEASE)
        if fence is None or workspace is None:
            return None
        doubtful = self._doubtful(tx, lane.workspace_id, fence, machine)
        due = tx.deliveries.due(lane.workspace_id, now, BATCH)
        outgoing = [one for delivery in due if (one := self._prepare(tx, delivery, fence, now, machine))]
        return Claim(fence, workspace.platform, outgoing, doubtful, len(due) == BATCH)

    def _doubtful(
        self, tx: Transaction, workspace_id: str, fence: int, machine: datetime
    ) -> list[tuple[Delivery, Conversation]]:
        """Posts left over by a dead worker become ambiguous; those out of quarantine are to be asked."""
        found = []
        for delivery in tx.deliveries.unsettled(workspace_id):
            if delivery.state is DeliveryState.SENDING and delivery.fence < fence:
                state = DeliveryState.PENDING if delivery.edits else DeliveryState.AMBIGUOUS
                tx.deliveries.save([replace(delivery, state=state, changed_at=machine)])
            elif delivery.state is DeliveryState.AMBIGUOUS and self._is_out(delivery, machine):
                conversation = tx.conversations.get(delivery.conversation_id)
                if conversation is not None:
                    found.append((delivery, conversation))
        return found

    def _is_out(self, delivery: Delivery, machine: datetime) -> bool:
        return delivery.changed_at is None or machine - delivery.changed_at >= self._quarantine

    def _prepare(
        self, tx: Transaction, delivery: Delivery, fence: int, now: datetime, machine: datetime
    ) -> Outgoing | None:
        """Marks a delivery as being sent, before it leaves; or puts it off, or ends it."""
        composed = self._coach.compose(tx, delivery, now)
        match composed:
            case Later(at=at):
                tx.deliveries.save([replace(delivery, due_at=at)])
            case Moot(reason=reason):
                ended = replace(delivery, state=DeliveryState.DEAD, reason=reason, changed_at=machine)
                tx.deliveries.save([ended])
                self._coach.lost(tx, delivery, reason)
            case Outgoing():
                marked = replace(delivery, state=DeliveryState.SENDING, fence=fence, changed_at=machine)
                tx.deliveries.save([marked])
                return replace(composed, delivery=marked)
        return None

    async def _send(self, lane: Lane, claim: Claim) -> int:
        """Sends to all conversations at once, in order within each, and writes down what came of it."""
        by_conversation = groupby(
            sorted(claim.outgoing, key=lambda one: one.conversation.id), key=lambda one: one.conversation.id
        )
        queues = [list(queue) for _, queue in by_conversation]
        counts = await asyncio.gather(*(self._send_queue(lane, claim, queue) for queue in queues))
        return sum(counts)

    async def _send_queue(self, lane: Lane, claim: Claim, queue: list[Outgoing]) -> int:
        count = 0
        for place, one in enumerate(queue):
            if lane.paused_until is not None and self._machine() < lane.paused_until:
                await self._put_back([left.delivery for left in queue[place:]], claim.fence)
                return count
            outcome = await self._post(self._messengers[claim.platform], one)
            await self._settle(lane, claim.fence, one.delivery, outcome)
            count += isinstance(outcome, Sent)
        return count

    async def _post(self, messenger: Messenger, one: Outgoing) -> Outcome:
        try:
            if one.delivery.kind is DeliveryKind.KUDOS_DELETE and one.edits is not None:
                await messenger.delete(one.conversation, one.edits)
                return Sent(one.edits)
            if one.edits is not None:
                await messenger.edit(one.conversation, one.edits, one.card)
                return Sent(one.edits)
            return Sent(await messenger.send(one.conversation, one.card, one.delivery.key, one.thread))
        except SendingFault as fault:
            return fault
        except Exception:  # noqa: BLE001 - whatever else went wrong, the post may have left
            _log.exception("posting failed in an unforeseen way", extra={"key": one.delivery.key})
            return OutcomeUnknown()

    async def _settle(self, lane: Lane, fence: int, delivery: Delivery, outcome: Outcome) -> None:
        settled = settle(delivery, outcome, self._clock.now(), self._machine())
        self._pause(lane, settled, outcome)
        await self._store.decide(lambda tx: self._record(tx, settled, fence))
        _log.info("%s is %s", delivery.key, settled.delivery.state, extra={"key": delivery.key})

    def _pause(self, lane: Lane, settled: Settlement, outcome: Outcome) -> None:
        if isinstance(outcome, Sent):
            lane.pause = 0.0
        if settled.pause <= 0:
            return
        if isinstance(outcome, Unavailable | OutcomeUnknown):
            lane.pause = longer_pause(lane.pause, self._chance)
        else:
            lane.pause = settled.pause
        until = self._machine() + timedelta(seconds=lane.pause)
        lane.paused_until = max(until, lane.paused_until or until)

    def _record(self, tx: Transaction, settled: Settlement, fence: int) -> None:
        """Nothing is written by a worker whose lane another has taken: its post is ambiguous to that one."""
        delivery = settled.delivery
        if tx.deliveries.fence(delivery.workspace_id) != fence:
            return
        tx.deliveries.save([delivery])
        if settled.unreachable is not None:
            tx.conversations.end(delivery.conversation_id, settled.unreachable)
        if delivery.state is DeliveryState.SENT:
            self._coach.sent(tx, delivery, delivery.sent_at or self._clock.now())
        elif delivery.state is DeliveryState.DEAD:
            self._coach.lost(tx, delivery, delivery.reason or PAST_USE)

    async def _put_back(self, deliveries: list[Delivery], fence: int) -> None:
        """The lane paused before these left: they are pending again."""

        def pending(tx: Transaction) -> None:
            if deliveries and tx.deliveries.fence(deliveries[0].workspace_id) == fence:
                tx.deliveries.save([replace(one, state=DeliveryState.PENDING) for one in deliveries])

        await self._store.decide(pending)

    async def _ask(self, claim: Claim) -> None:
        for delivery, conversation in claim.doubtful:
            fate = await self._fate(self._messengers[claim.platform], delivery, conversation)
            if fate is not None:
                await self._store.decide(partial(self._record_fate, fate=fate, fence=claim.fence))

    async def _fate(
        self, messenger: Messenger, delivery: Delivery, conversation: Conversation
    ) -> Delivery | None:
        """What became of a post in doubt; None if the platform does not answer just now."""
        since = (delivery.changed_at or self._machine()) - self._quarantine
        try:
            message_id = await messenger.look_up(conversation, delivery.key, since)
        except CannotAsk:
            return replace(delivery, state=DeliveryState.HELD, reason="cannot-ask")
        except SendingFault:
            return None
        if message_id is None:
            return replace(delivery, state=DeliveryState.PENDING, reason="looked-up: not there")
        sent_at = self._clock.now()
        return replace(
            delivery, state=DeliveryState.SENT, message_id=message_id, sent_at=sent_at, reason="looked-up"
        )

    def _record_fate(self, tx: Transaction, fate: Delivery, fence: int) -> None:
        workspace = tx.workspaces.get(fate.workspace_id)
        if workspace is None or tx.deliveries.fence(fate.workspace_id) != fence:
            return
        if fate.state is DeliveryState.HELD and workspace.unknown_outcome is UnknownOutcome.RESEND:
            fate = replace(fate, state=DeliveryState.PENDING, reason="resent without knowing")
        tx.deliveries.save([replace(fate, changed_at=self._machine())])
        if fate.state is DeliveryState.SENT:
            self._coach.sent(tx, fate, fate.sent_at or self._clock.now())
