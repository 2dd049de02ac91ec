"""What is done behind an answer that a platform waits for: nobody waits for this, so it stands back.

One is begun with each turn of the event loop, and while a platform waits for an answer only now and then, so
that however many wait, what comes in meanwhile is answered first.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

from adapters.logs import log_fault, logger

AT_ONCE = 200
"""So much is under way at a time."""

MOST = 20_000
"""So much may wait; what comes on top is left undone, since whoever waits for it asks again."""

STANDS_BACK = 0.02
"""Seconds that the next one waits at the most while a platform waits for an answer."""

Work = Callable[[], Awaitable[object]]
log = logger(__name__)


class Later:
    """`event` is what the log says of work that fails: our words."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._waiting: deque[Work] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._beginning: asyncio.Task[None] | None = None
        self._ahead = 0
        self._nobody_waits = asyncio.Event()
        self._nobody_waits.set()
        self._named: dict[str, bool] = {}

    @contextmanager
    def standing_back(self) -> Iterator[None]:
        """While a platform waits for an answer."""
        self._ahead += 1
        self._nobody_waits.clear()
        try:
            yield
        finally:
            self._ahead -= 1
            if self._ahead == 0:
                self._nobody_waits.set()

    def do(self, work: Work) -> None:
        """Has it done after what waits already."""
        if len(self._waiting) >= MOST:
            log.warning("Too much waits behind answers; something was left out.", most=MOST)
            return
        self._waiting.append(work)
        if self._beginning is None:
            self._beginning = asyncio.create_task(self._begin())

    async def _begin(self) -> None:
        while self._waiting:
            await self._room.acquire()
            task = asyncio.create_task(self._guarded(self._waiting.popleft()))
            self._tasks.add(task)
            task.add_done_callback(self._done)
            await self._gap()
        self._beginning = None

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._room.release()

    async def _gap(self) -> None:
        """A turn of the loop, or some more while a platform waits."""
        await asyncio.sleep(0)
        if not self._nobody_waits.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(STANDS_BACK):
                    await self._nobody_waits.wait()

    def do_once(self, name: str, work: Work) -> None:
        """Has it done, unless work of that name is under way: then it is done once more behind that."""
        is_under_way = name in self._named
        self._named[name] = is_under_way
        if not is_under_way:
            self.do(lambda: self._repeat(name, work))

    async def _repeat(self, name: str, work: Work) -> None:
        try:
            await work()
            while self._named[name]:
                self._named[name] = False
                await work()
        finally:
            del self._named[name]

    async def _guarded(self, work: Work) -> None:
        try:
            await work()
        except Exception as fault:  # noqa: BLE001 - whatever it was, nothing else may suffer from it
            log_fault(log, self._event, fault)

    async def finish(self, within: float) -> None:
        """What is not done within so many seconds is broken off."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._beginning is not None or self._tasks:
                    await asyncio.wait({*self._tasks, *filter(None, (self._beginning,))})
        self._waiting.clear()
        late = [*self._tasks, *filter(None, (self._beginning,))]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
