"""What is done behind an acknowledgement: Slack waits three seconds for that, and for nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from adapters.logs import log_fault, logger

log = logger(__name__)


class Later:
    """Work under way that nobody waits for until the process ends."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, work: Callable[[], Awaitable[object]]) -> None:
        """Begins it. A defect in it is logged and harms nothing else."""
        task = asyncio.create_task(_guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, within: float) -> None:
        """What is not done within so many seconds is broken off: whoever waits for it asks again."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=within)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


async def _guarded(work: Callable[[], Awaitable[object]]) -> None:
    try:
        await work()
    except Exception as fault:  # noqa: BLE001 - whatever it was, nothing else may suffer from it
        log_fault(log, "What was to follow an answer to Slack failed.", fault)
