"""A workspace on a fake platform: its rules, what happens to its next requests, and what lands late."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.fake_platform.rules import Fault, Limit, Rules

Fail = Callable[[int, str, float | None], web.Response]
"""The platform's way to say no: status, code, and in how many seconds to come back."""


@dataclass
class Place:
    """A workspace as the platform keeps it."""

    rules: Rules
    chance: random.Random
    limit: Limit
    limits: dict[str, Limit] = field(default_factory=dict)
    scripts: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    archived: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rules: Rules) -> Place:
        return cls(rules, random.Random(rules.seed), Limit(rules.workspace))

    def next_fault(self, channel: str) -> Fault:
        if self.scripts[channel]:
            return self.scripts[channel].popleft()
        drawn = self.chance.random()
        for fault, share in self.rules.faults.items():
            if drawn < share:
                return fault
            drawn -= share
        return Fault.NONE

    def scripted(self, name: str) -> Fault:
        """What was asked to happen next to what is called so."""
        return self.scripts[name].popleft() if self.scripts[name] else Fault.NONE

    def too_fast(self, channel: str) -> float:
        """How long to wait by the limits; 0 lets the post in."""
        rules, now = self.rules, time.monotonic()
        if not rules.channel and not rules.workspace:
            return 0.0
        limit = self.limits.setdefault(channel, Limit(rules.channel))
        wait = max(limit.wait(now), self.limit.wait(now))
        if wait <= 0:
            limit.let_in(now)
            self.limit.let_in(now)
        return max(wait, 0.0)

    def too_fast_for(self, method: str) -> float:
        """The same for a call that is no post, by the limits of its method."""
        if method not in self.rules.methods:
            return 0.0
        now, limit = time.monotonic(), self.limits.setdefault(method, Limit(self.rules.methods[method]))
        if (wait := limit.wait(now)) <= 0:
            limit.let_in(now)
        return max(wait, 0.0)


class Landing:
    """What is about to land though nobody waits for it any more."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def later(self, land: Callable[[], object], after: float) -> None:
        async def wait() -> None:
            await asyncio.sleep(after)
            land()

        task = asyncio.create_task(wait())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Returns when nothing is about to land any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)


async def suffer(
    request: web.Request,
    place: Place,
    landing: Landing,
    fault: Fault,
    channel: str,
    land: Callable[[], web.Response],
    fail: Fail,
) -> web.StreamResponse:
    """The answer to a request to which this happens; `land` does what was asked for."""
    rules = place.rules
    match fault:
        case Fault.THROTTLE:
            return fail(429, "ratelimited", rules.retry_after)
        case Fault.ARCHIVE:
            place.archived.add(channel)
            return fail(410, "is_archived", None)
        case Fault.ERROR_BEFORE:
            return fail(500, "internal_error", None)
        case Fault.ERROR_AFTER:
            land()
            return fail(500, "internal_error", None)
        case Fault.DROP_BEFORE:
            return _drop(request)
        case Fault.DROP_AFTER:
            land()
            return _drop(request)
        case Fault.LAND_LATE:
            landing.later(land, place.chance.uniform(rules.late / 2, rules.late))
            return _drop(request)
        case Fault.STALL:
            await asyncio.sleep(rules.stall)
        case Fault.NONE:
            pass
    return land()


def _drop(request: web.Request) -> web.Response:
    """The connection is cut without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
