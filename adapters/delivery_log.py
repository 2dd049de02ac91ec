"""What becomes of each delivery, told in the log once committed: from the decision to the platform's id.

A line has the delivery's key, ids and states, and no word of what is said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast

from adapters.logs import logger
from bot.models import Arrived, Delivery, DeliveryState
from bot.ports import EACH, Deliveries, Store, Transaction

T = TypeVar("T")

NAME = "kindling.deliveries"
log = logger(NAME)
_LINES = logging.getLogger(NAME)

EVENTS = {
    DeliveryState.PENDING: "pending again",
    DeliveryState.SENDING: "sending",
    DeliveryState.AMBIGUOUS: "in doubt",
    DeliveryState.HELD: "held",
    DeliveryState.SENT: "sent",
    DeliveryState.DEAD: "dead",
}


class Change(NamedTuple):
    """What is told of a delivery, and of an arrival its message and the reason that stays."""

    event: str
    delivery: Delivery
    arrived: Arrived | None = None


class FollowedStore:
    """A Store that tells what its decisions did to deliveries. It tells nothing of what was not committed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def decide(self, decision: Callable[[Transaction], T], *, apart: bool = False) -> T:
        """As the Store's own."""
        if not _LINES.isEnabledFor(logging.INFO):
            return await self._store.decide(decision, apart=apart)
        changes: list[Change] = []

        def followed(tx: Transaction) -> T:
            changes.clear()
            return decision(cast("Transaction", _FollowedTransaction(tx, changes)))

        answer = await self._store.decide(followed, apart=apart)
        for change in changes:
            _tell(change)
        return answer

    async def read(self, question: Callable[[Transaction], T]) -> T:
        """As the Store's own."""
        return await self._store.read(question)

    async def close(self) -> None:
        await self._store.close()


class _FollowedTransaction:
    """The transaction, with its deliveries and savepoints watched."""

    __slots__ = ("_changes", "_tx")

    def __init__(self, tx: Transaction, changes: list[Change]) -> None:
        self._tx = tx
        self._changes = changes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    @property
    def deliveries(self) -> _FollowedDeliveries:
        return _FollowedDeliveries(self._tx.deliveries, self._changes)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        before = len(self._changes)
        try:
            with self._tx.savepoint():
                yield
        except BaseException:
            del self._changes[before:]
            raise


class _FollowedDeliveries:
    __slots__ = ("_changes", "_deliveries")

    def __init__(self, deliveries: Deliveries, changes: list[Change]) -> None:
        self._deliveries = deliveries
        self._changes = changes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._deliveries, name)

    def owe(self, deliveries: Iterable[Delivery]) -> int:
        many = list(deliveries)
        count = self._deliveries.owe(many)
        if count:
            new = many if count == len(many) else [one for one in many if self._is_as_given(one)]
            self._changes += [Change("owed", one) for one in new]
        return count

    def owe_each(self, alike: Iterable[tuple[Sequence[int], Delivery]]) -> int:
        many = list(alike)
        count = self._deliveries.owe_each(many)
        if count:
            keys = (
                (one, one.key.replace(EACH, str(team_id))) for team_ids, one in many for team_id in team_ids
            )
            owed = ((one, self._deliveries.get(key)) for one, key in keys)
            self._changes += [Change("owed", found) for one, found in owed if found and _is_like(found, one)]
        return count

    def start(self, deliveries: Iterable[Delivery], fence: int, at: datetime) -> None:
        many = list(deliveries)
        self._deliveries.start(many, fence, at)
        self._changes += [Change(EVENTS[DeliveryState.SENDING], one) for one in many]

    def finish(self, arrived: Iterable[Arrived], at: datetime) -> None:
        many = list(arrived)
        self._deliveries.finish(many, at)
        self._changes += [Change(EVENTS[DeliveryState.SENT], one.delivery, one) for one in many]

    def save(self, deliveries: Iterable[Delivery]) -> None:
        many = list(deliveries)
        changed = [Change(EVENTS[one.state], one) for one in many if self._changes_state(one)]
        self._deliveries.save(many)
        self._changes += changed

    def _is_as_given(self, one: Delivery) -> bool:
        return self._deliveries.get(one.key) == one

    def _changes_state(self, one: Delivery) -> bool:
        """What is put off stays pending, and is no news."""
        before = self._deliveries.get(one.key)
        return before is not None and before.state is not one.state


def _is_like(found: Delivery, alike: Delivery) -> bool:
    """Whether it is as given for all teams; of one that was owed before something has changed mostly."""
    return alike == replace(
        found,
        key=alike.key,
        workspace_id=alike.workspace_id,
        conversation_id=alike.conversation_id,
        team_id=alike.team_id,
    )


def _tell(change: Change) -> None:
    one = change.delivery
    facts: dict[str, str | int | None] = {
        "key": one.key,
        "workspace": one.workspace_id,
        "team": one.team_id,
        "message": (change.arrived or one).message_id,
        "reason": (change.arrived or one).reason,
        "tries": one.tries or None,
    }
    known = {name: value for name, value in facts.items() if value is not None}
    if one.state in {DeliveryState.DEAD, DeliveryState.HELD}:
        log.warning(change.event, **known)
    else:
        log.info(change.event, **known)
