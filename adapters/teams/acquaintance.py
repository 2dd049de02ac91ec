"""Who has just been met where, so that not every press is written down as proof that somebody is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.teams import learning
from adapters.teams.learning import SOMEBODY, Registration
from adapters.teams.parse import Scope, Spot, Who, actor_of
from bot.coach import Actor
from bot.ports import Clock, Store, Transaction

REMEMBERED_FOR = 60.0
"""Seconds after which it is looked at again: another process, or who was forgotten, may have changed it."""

MOST_REMEMBERED = 20_000
Learn = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, and where. `by_word`: they wrote to Kindling, so it is there."""

    who: Who
    spot: Spot
    by_word: bool = False

    @property
    def actor(self) -> Actor:
        return actor_of(self.who, self.spot)


class Acquaintance:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        registration: Registration,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._registration = registration
        self._steady = steady
        self._met: dict[Person, float] = {}

    def forget(self) -> None:
        """Something about where Kindling is has changed."""
        self._met.clear()

    def unlearnt(self, person: Person) -> Learn | None:
        """What a decision has to write down of them first; None where that was just done."""
        if self._steady() < self._met.get(person, 0.0):
            return None
        now = self._clock.now()
        return lambda tx: _meet(tx, self._registration, person, now)

    def remember(self, person: Person) -> None:
        """It was written down."""
        if len(self._met) >= MOST_REMEMBERED:
            self._met.clear()
        self._met[person] = self._steady() + REMEMBERED_FOR

    async def meet(self, person: Person) -> None:
        """Writes it down by itself."""
        if (learn := self.unlearnt(person)) is not None:
            await self._store.decide(learn)
            self.remember(person)


def _meet(tx: Transaction, registration: Registration, person: Person, now: datetime) -> None:
    """In a tenant that Kindling was taken out of, only words prove that it is back."""
    who, spot = person.who, person.spot
    if person.by_word and spot.scope is not Scope.ELSEWHERE:
        learning.open_tenant(tx, registration, spot.tenant_id, now)
    elif (workspace := tx.workspaces.get(spot.tenant_id)) is None or workspace.ended_at is not None:
        return
    member = learning.meet(tx, who, spot, now)
    if person.by_word and spot.scope is Scope.PERSONAL:
        learning.learn_chat(tx, member, spot)
    elif person.by_word and spot.scope is Scope.CHANNEL and not spot.is_closed:
        learning.learn_channel(tx, spot, spot.channel_id, spot.channel_name, added_by=SOMEBODY)
