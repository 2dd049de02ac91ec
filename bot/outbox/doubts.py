"""Posts of a lane whose fate is unknown: how long nothing is done about each, and asking for them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from datetime import timedelta

from bot.errors import CannotAsk, RateLimited, SendingFault, Unreachable
from bot.outbox.claims import Asked, InDoubt
from bot.outbox.outcomes import Fate, NotThere, Sent, Unaskable
from bot.ports import Clock, Messenger

AT_ONCE = 4
ASK_AGAIN = 2.0
"""Seconds until it asks again where the platform gave no answer."""

_log = logging.getLogger("kindling.outbox")


class Doubts:
    """Counts each quarantine on a clock that is never set, from when this process first knew of the doubt."""

    def __init__(
        self, clock: Clock, steady: Callable[[], float], quarantine: timedelta, stir: Callable[[], None]
    ) -> None:
        self.asked: list[Asked] = []
        self._clock = clock
        self._steady = steady
        self._quarantine = quarantine
        self._stir = stir
        self._ready_at: dict[str, float] = {}
        self._waiting: deque[InDoubt] = deque()
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._paused_until = 0.0

    @property
    def are_asked(self) -> bool:
        """Whether an answer is on its way, or waits to be written down."""
        return bool(self._asking or self.asked)

    def next_at(self) -> float | None:
        """When the next post can be asked for, in steady seconds."""
        if not self._ready_at:
            return None
        return max(min(self._ready_at.values()), self._paused_until)

    def add(self, key: str) -> None:
        """The fate of this post is unknown from now on."""
        self._ready_at[key] = self._steady() + self._quarantine.total_seconds()

    def forget(self, settled: Iterable[Asked]) -> None:
        for one in settled:
            self._ready_at.pop(one.delivery.key, None)
            self.asked.remove(one)

    def look_into(self, in_doubt: Iterable[InDoubt], messenger: Messenger) -> None:
        """Asks for those whose quarantine is over. `in_doubt` is all that the lane has, as stored."""
        now, known = self._steady(), self._ready_at
        self._ready_at = {}
        self._waiting.clear()
        settled = {one.delivery.key for one in self.asked}
        for one in in_doubt:
            key = one.delivery.key
            ready_at = known.get(key, now + one.left.total_seconds())
            self._ready_at[key] = ready_at
            if ready_at <= now and key not in settled:
                self._waiting.append(one)
        self._ask_more(messenger)

    def break_off(self) -> None:
        self._waiting.clear()
        for task in self._asking.values():
            task.cancel()

    def _ask_more(self, messenger: Messenger) -> None:
        while self._waiting and len(self._asking) < AT_ONCE and self._steady() >= self._paused_until:
            one = self._waiting.popleft()
            if one.delivery.key not in self._asking:
                self._asking[one.delivery.key] = asyncio.create_task(self._ask(messenger, one))

    async def _ask(self, messenger: Messenger, one: InDoubt) -> None:
        try:
            fate = await self._fate(messenger, one)
            if fate is not None:
                self.asked.append(Asked(one.delivery, fate, self._clock.now()))
        finally:
            del self._asking[one.delivery.key]
            self._stir()
        self._ask_more(messenger)

    async def _fate(self, messenger: Messenger, one: InDoubt) -> Fate | None:
        """None if the platform does not answer just now."""
        delivery = one.delivery
        since = (delivery.changed_at or self._clock.now()) - self._quarantine
        try:
            found = await messenger.look_up(one.conversation, delivery.key, since, one.thread)
        except CannotAsk:
            return Unaskable()
        except Unreachable as fault:
            return fault
        except Exception as fault:  # noqa: BLE001 - whatever it is, the fate is still unknown
            if not isinstance(fault, SendingFault):
                _log.exception("asking failed in an unforeseen way", extra={"key": delivery.key})
            pause = fault.retry_after if isinstance(fault, RateLimited) else ASK_AGAIN
            self._paused_until = self._steady() + pause
            return None
        return NotThere() if found is None else Sent(found)
