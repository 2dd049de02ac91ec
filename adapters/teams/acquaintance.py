"""Who has just been met where, so that not every press is written down as proof that somebody is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.teams import learning
from adapters.teams.learning import SOMEBODY, Registration
from adapters.teams.parse import Scope, Spot, Who
from bot.ports import Clock, Store, Transaction

REMEMBERED_FOR = 60.0
"""Seconds after which it is looked at again: another process, or who was forgotten, may have changed it."""

MOST_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Met:
    who: Who
    spot: Spot
    by_word: bool


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
        self._met: dict[Met, tuple[float, bool]] = {}

    def forget(self) -> None:
        """Something about where Kindling is has changed."""
        self._met.clear()

    async def meet(self, who: Who, spot: Spot, *, by_word: bool) -> bool:
        """Whether they may set teams up. `by_word`: they wrote to Kindling, so it is there."""
        met = Met(who, spot, by_word)
        until, is_admin = self._met.get(met, (0.0, False))
        now = self._steady()
        if now < until:
            return is_admin
        at = self._clock.now()
        is_admin = await self._store.decide(lambda tx: _meet(tx, self._registration, met, at))
        if len(self._met) >= MOST_REMEMBERED:
            self._met.clear()
        self._met[met] = (now + REMEMBERED_FOR, is_admin)
        return is_admin


def _meet(tx: Transaction, registration: Registration, met: Met, now: datetime) -> bool:
    """In a tenant that Kindling was taken out of, only words prove that it is back."""
    who, spot = met.who, met.spot
    workspace = tx.workspaces.get(spot.tenant_id)
    is_there = workspace is not None and workspace.ended_at is None
    if met.by_word and spot.scope is not Scope.ELSEWHERE:
        learning.open_tenant(tx, registration, spot.tenant_id, now)
    elif not is_there:
        return False
    member = learning.meet(tx, who, spot, now)
    if met.by_word and spot.scope is Scope.PERSONAL:
        learning.learn_chat(tx, member, spot)
    elif met.by_word and spot.scope is Scope.CHANNEL and not spot.is_closed:
        learning.learn_channel(tx, spot, spot.channel_id, spot.channel_name, added_by=SOMEBODY)
    return learning.is_admin(tx, spot.tenant_id, who.platform_id)
