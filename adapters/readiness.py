"""Whether this process does its work: the database answers, the clock is looked at, what is owed goes out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from aiohttp import web

from bot.errors import StoreBusy, StoreFailed
from bot.ports import Clock, Store

ANSWERS_WITHIN = 2.0
"""Seconds within which the database has to answer."""

PASSES_MISSED = 4
SHORTEST_SILENCE = 60.0
LONGEST_OWED = 30 * 60.0
"""Seconds that something due may be owed: longer than a throttled platform asks to wait."""

ROOM_NEEDED = 16_000_000
"""Bytes free on the database's disk, below which nothing that is decided can be counted on to be kept."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Ages in seconds; None where nothing is owed, no pass was made yet, or the database does not answer."""

    reasons: tuple[str, ...]
    database: str
    oldest_owed: float | None
    last_tick: float | None

    def response(self) -> web.Response:
        """200, or 503 with the reasons. Nothing in it is about a person."""
        body = {
            "status": "not ready" if self.reasons else "ready",
            "reasons": list(self.reasons),
            "database": self.database,
            "oldest_owed_seconds": _whole(self.oldest_owed),
            "last_tick_seconds": _whole(self.last_tick),
        }
        return web.json_response(body, status=503 if self.reasons else 200)


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds)


class Pulse:
    """When product time was last looked at, in seconds of a clock that is never set."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._began = steady()
        self._ticked: float | None = None

    def tick(self) -> None:
        self._ticked = self._steady()

    @property
    def last_tick(self) -> float | None:
        """Seconds since the last pass that was done."""
        return None if self._ticked is None else self._steady() - self._ticked

    @property
    def silence(self) -> float:
        """The same, or since the beginning if there was none."""
        return self._steady() - (self._began if self._ticked is None else self._ticked)


async def look(
    store: Store, clock: Clock, pulse: Pulse, every: float, room: Callable[[], int] | None = None
) -> Readiness:
    """`every`: seconds between two passes of the clock. `room`: bytes free on the database's disk."""
    reasons, database, owed = [], "ok", None
    try:
        owed = await asyncio.wait_for(_oldest_owed(store, clock.now()), ANSWERS_WITHIN)
    except (StoreBusy, StoreFailed, TimeoutError):
        database = "no answer"
        reasons.append("The database does not answer.")
    if room is not None and room() < ROOM_NEEDED:
        reasons.append("The disk of the database is full, or nearly.")
    if pulse.silence > max(SHORTEST_SILENCE, PASSES_MISSED * every):
        reasons.append("The clock has not been looked at for too long.")
    if owed is not None and owed > LONGEST_OWED:
        reasons.append("Something due has not gone out for too long; see kindling deliveries.")
    return Readiness(tuple(reasons), database, owed, pulse.last_tick)


async def _oldest_owed(store: Store, now: datetime) -> float | None:
    due_at = await store.read(lambda tx: tx.deliveries.next_due_at(LONG_AGO))
    return (now - due_at).total_seconds() if due_at is not None and due_at <= now else None
