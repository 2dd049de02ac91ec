"""What is done behind an answer that a platform waits for: nobody waits for this."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from adapters.logs import log_fault, logger

MOST = 200
"""So much may be under way; what comes on top is left undone, since whoever waits for it asks again."""

Work = Callable[[], Awaitable[object]]
log = logger(__name__)


class Later:
    """`event` is what the log says of work that fails: our words."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._tasks: set[asyncio.Task[None]] = set()
        self._named: dict[str, bool] = {}

    def do(self, work: Work) -> None:
        """Begins it."""
        if len(self._tasks) >= MOST:
            log.warning("Too much is under way behind answers; something was left out.", most=MOST)
            return
        task = asyncio.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def do_once(self, name: str, work: Work) -> None:
        """Begins it, unless work of that name is under way: then it is done once more behind that."""
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
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
