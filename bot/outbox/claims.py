"""What a lane's turn decides in the store: settles what was answered, finds what is in doubt, claims more."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.coach import Coach
from bot.errors import Refused, StoreBusy, StoreFailed, Unreachable
from bot.models import Conversation, Delivery, DeliveryKind, DeliveryState, Platform, Workspace
from bot.outbox import edits
from bot.outbox.outcomes import UNSURE, Fate, Outcome, Sent, arrival, resolve, settle
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.week.reviews import PAST_USE, Later, Moot

USEFUL_FOR = timedelta(days=1)
"""How long an announcement or a thanks that could go is worth sending."""

UNINSTALLED = "uninstalled"
"""Why nothing goes to a workspace that has ended."""

LONGEST_CLAIM = 0.02
"""Seconds after which a turn composes no more, since the event loop stands still: a summary takes some two
thousandths. The rest is the next turn's.
"""

_SHORT_LIVED = {DeliveryKind.KUDOS, DeliveryKind.KUDOS_DIRECT}
_AT_LEAST = timedelta(seconds=1)

_log = logging.getLogger("kindling.outbox")


class Answered(NamedTuple):
    """What came of one request, and when (product time). `fence` is the lane's at the time it left."""

    delivery: Delivery
    fence: int
    outcome: Outcome
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking for a post in doubt, and when (product time)."""

    delivery: Delivery
    fate: Fate
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What a lane brings to the store, and how much it can take.

    `in_hand` are the keys of posts on their way or waiting to be settled, for a turn that sweeps. `busy` are
    conversations with a post on its way, `cooling` those that the platform's limits close for now.
    `opened_at` is since when the lane could send (product time).
    """

    workspace_id: str
    answered: Sequence[Answered]
    asked: Sequence[Asked]
    room: int
    busy: Sequence[int]
    cooling: Sequence[int]
    in_hand: frozenset[str]
    opened_at: datetime
    sweeps: bool


@dataclass(frozen=True, slots=True)
class InDoubt:
    """A post whose fate is unknown, the message it was to stand under, and how long it is left alone."""

    delivery: Delivery
    conversation: Conversation
    thread: str | None
    left: timedelta


@dataclass(frozen=True, slots=True)
class Claim:
    """What a turn gave the lane: posts to send now, and posts in doubt.

    `more`: there is more that could go now, if there were room.
    """

    fence: int
    platform: Platform
    outgoing: list[Outgoing]
    in_doubt: list[InDoubt]
    more: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """One turn's view: the transaction, the lane's fence, and both clocks."""

    tx: Transaction
    workspace: Workspace
    fence: int
    now: datetime
    machine: datetime


class Claims:
    """The decisions of every lane of one worker. Holds nothing that changes: a decision may be run twice."""

    def __init__(self, coach: Coach, owner: str, lease: timedelta, quarantine: timedelta) -> None:
        self._coach = coach
        self._owner = owner
        self._lease = lease
        self._quarantine = quarantine

    def take(self, tx: Transaction, turn: Turn, now: datetime, machine: datetime) -> Claim | None:
        """One turn of a lane; None, and nothing was written, if another worker has the lane."""
        workspace = tx.workspaces.get(turn.workspace_id)
        fence = tx.deliveries.lease(turn.workspace_id, self._owner, machine, machine + self._lease)
        if fence is None or workspace is None:
            return None
        desk = _Desk(tx, workspace, fence, now, machine)
        self._settle(desk, turn.answered)
        self._resolve(desk, turn.asked)
        in_doubt = self._sweep(desk, turn.in_hand) if turn.sweeps else []
        outgoing, more = self._claim(desk, turn)
        return Claim(fence, workspace.platform, outgoing, in_doubt, more)

    def _settle(self, desk: _Desk, answered: Sequence[Answered]) -> None:
        arrived, settled, followed = [], [], []
        for one in answered:
            kept, outcome = self._known(desk, one), one.outcome
            if kept is None:
                continue
            if isinstance(outcome, Sent):
                arrived.append(arrival(kept, outcome.message_id, one.at))
                followed.append((kept, DeliveryState.SENT, one.at))
                continue
            changed = settle(kept, outcome, one.at, desk.machine, self._quarantine)
            settled.append(changed)
            followed.append((changed, changed.state, one.at))
            if isinstance(outcome, Unreachable):
                desk.tx.conversations.end(kept.conversation_id, outcome.code)
        if arrived:
            desk.tx.deliveries.finish(arrived, desk.machine)
        if settled:
            desk.tx.deliveries.save(settled)
        self._follow_all(desk, followed)

    def _known(self, desk: _Desk, one: Answered) -> Delivery | None:
        """The delivery to settle. If the lane was another's in between, only that it was sent is news."""
        if one.fence == desk.fence:
            return one.delivery
        kept = desk.tx.deliveries.get(one.delivery.key)
        if kept is None or not isinstance(one.outcome, Sent) or kept.state is DeliveryState.SENT:
            return None
        return kept

    def _resolve(self, desk: _Desk, asked: Sequence[Asked]) -> None:
        for one in asked:
            kept = desk.tx.deliveries.get(one.delivery.key)
            if kept is None or kept.state is not DeliveryState.AMBIGUOUS:
                continue
            delivery = resolve(kept, one.fate, desk.workspace.unknown_outcome, one.at, desk.machine)
            desk.tx.deliveries.save([delivery])
            if isinstance(one.fate, Unreachable):
                desk.tx.conversations.end(delivery.conversation_id, one.fate.code)
            self._follow(desk, delivery, delivery.state, one.at)

    def _follow_all(self, desk: _Desk, settled: list[tuple[Delivery, DeliveryState, datetime]]) -> None:
        """All at once; one at a time only if that fails for any."""
        if not settled:
            return
        try:
            with desk.tx.savepoint():
                for delivery, state, at in settled:
                    self._follow_one(desk, delivery, state, at)
        except (StoreBusy, StoreFailed):
            raise
        except Exception:  # noqa: BLE001 - found out about below, one by one
            for delivery, state, at in settled:
                self._follow(desk, delivery, state, at)

    def _follow_one(self, desk: _Desk, delivery: Delivery, state: DeliveryState, at: datetime) -> None:
        if state is DeliveryState.SENT:
            self._coach.sent(desk.tx, delivery, at)
        elif state is DeliveryState.DEAD:
            self._coach.lost(desk.tx, delivery, delivery.reason or PAST_USE, at)
        elif state is DeliveryState.HELD:
            self._coach.held(desk.tx, delivery, at)

    def _follow(self, desk: _Desk, delivery: Delivery, state: DeliveryState, at: datetime) -> None:
        """What follows from it. That this can't be done changes nothing about what was sent."""
        try:
            with desk.tx.savepoint():
                self._follow_one(desk, delivery, state, at)
        except (StoreBusy, StoreFailed):
            raise
        except Exception:  # noqa: BLE001 - whatever it is, it concerns this delivery alone
            _log.exception("what follows from a delivery can't be done", extra={"key": delivery.key})

    def _sweep(self, desk: _Desk, in_hand: frozenset[str]) -> list[InDoubt]:
        """Marked as being sent, and in nobody's hand: in doubt from now on. The lane is ours alone."""
        found = []
        for delivery in desk.tx.deliveries.unsettled(desk.workspace.id, in_hand):
            doubted = self._doubted(desk, delivery)
            if doubted is not delivery:
                desk.tx.deliveries.save([doubted])
            conversation = desk.tx.conversations.get(delivery.conversation_id)
            if doubted.state is DeliveryState.AMBIGUOUS and conversation is not None:
                since = doubted.changed_at or desk.machine
                thread = self._coach.thread_of(desk.tx, doubted)
                left = since + self._quarantine - desk.machine
                found.append(InDoubt(doubted, conversation, thread, left))
        return found

    def _doubted(self, desk: _Desk, delivery: Delivery) -> Delivery:
        if delivery.state is DeliveryState.AMBIGUOUS:
            if delivery.changed_at is None or delivery.changed_at > desk.machine:
                return replace(delivery, changed_at=desk.machine)
            return delivery
        doubted = replace(delivery, changed_at=desk.machine)
        if delivery.edits is None:
            return replace(doubted, state=DeliveryState.AMBIGUOUS)
        due_at = desk.now + self._quarantine
        return replace(doubted, state=DeliveryState.PENDING, due_at=due_at, reason=UNSURE)

    def _claim(self, desk: _Desk, turn: Turn) -> tuple[list[Outgoing], bool]:
        """The first that is due for each conversation with nothing on its way."""
        deliveries, busy = desk.tx.deliveries, {*turn.busy, *turn.cooling}
        due = deliveries.due(desk.workspace.id, desk.now, turn.room + 1, busy)
        outgoing: list[Outgoing] = []
        until = time.monotonic() + LONGEST_CLAIM
        for delivery, conversation in due[: turn.room]:
            if conversation.id in busy:
                continue
            busy.add(conversation.id)
            if (one := self._prepare(desk, delivery, conversation, turn)) is not None:
                outgoing.append(one)
            if time.monotonic() >= until:
                break
        if outgoing:
            deliveries.start([one.delivery for one in outgoing], desk.fence, desk.machine)
        if len(due) > len(outgoing) or not turn.cooling:
            return outgoing, len(due) > len(outgoing)
        left = deliveries.due(desk.workspace.id, desk.now, 1, busy.difference(turn.cooling))
        return outgoing, bool(left)

    def _prepare(
        self, desk: _Desk, delivery: Delivery, conversation: Conversation, turn: Turn
    ) -> Outgoing | None:
        """What is to leave now. What can't go (yet) is put off or ended."""
        tx = desk.tx
        match self._composed(desk, delivery, conversation, turn):
            case Outgoing() as one:
                return one
            case Later(at=at):
                tx.deliveries.save([replace(delivery, due_at=max(at, desk.now + _AT_LEAST))])
            case Moot(reason=reason):
                self._end(desk, delivery, reason)
            case Refused() as broken:
                refused = settle(delivery, broken, desk.now, desk.machine, self._quarantine)
                tx.deliveries.save([refused])
                self._follow(desk, refused, refused.state, desk.now)
        return None

    def _end(self, desk: _Desk, delivery: Delivery, reason: str) -> None:
        ended = replace(delivery, state=DeliveryState.DEAD, reason=reason, changed_at=desk.machine)
        desk.tx.deliveries.save([ended])
        self._follow(desk, ended, ended.state, desk.now)

    def _composed(
        self, desk: _Desk, delivery: Delivery, conversation: Conversation, turn: Turn
    ) -> Composed | Refused:
        """A delivery that can't be composed must not hold up the others: it counts as refused."""
        if desk.workspace.ended_at is not None:
            return Moot(UNINSTALLED)
        if delivery.edits is not None:
            if (post := edits.unsent_post(desk.tx, delivery)) is not None:
                self._end(desk, post, edits.TAKEN_BACK)
            if (found := edits.review_edit(desk.tx, delivery, desk.now)) is not None:
                return found
        if delivery.kind in _SHORT_LIVED and desk.now - max(delivery.due_at, turn.opened_at) > USEFUL_FOR:
            return Moot(PAST_USE)
        try:
            return self._coach.compose(desk.tx, delivery, conversation, desk.now)
        except (StoreBusy, StoreFailed):
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it concerns this delivery alone
            _log.exception("a delivery can't be composed", extra={"key": delivery.key})
            return Refused(type(fault).__name__)
