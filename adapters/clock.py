"""The process's few recurring jobs, on APScheduler. Teams have rows in the store, never a job here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.logs import log_fault, logger
from adapters.wiring import Application

ROSTER = BACKUP = 15 * 60
IDENTITIES = 24 * 60 * 60
"""Seconds between two passes of what is not urgent."""

Work = Callable[[], Awaitable[object]]
log = logger(__name__)


class Job:
    """Work done in passes, one at a time. A pass that fails is logged, and the next is made as usual."""

    def __init__(self, name: str, work: Work) -> None:
        self.name = name
        self._work = work
        self._alone = asyncio.Lock()
        self._asked: asyncio.Task[None] | None = None
        self._passes: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """A whole pass that began after this call; one that is under way is waited for first.

        A caller that is cancelled leaves the pass to be finished.
        """
        task = asyncio.create_task(self._pass(), name=self.name)
        self._passes.add(task)
        task.add_done_callback(self._passes.discard)
        await asyncio.shield(task)

    def nudge(self) -> None:
        """Makes a pass soon, without waiting for it. Nudges before it begins are one."""
        if self._asked is None:
            self._asked = asyncio.create_task(self._pass(), name=self.name)
            self._passes.add(self._asked)
            self._asked.add_done_callback(self._passes.discard)

    async def _pass(self) -> None:
        async with self._alone:
            if asyncio.current_task() is self._asked:
                self._asked = None
            try:
                await self._work()
            except Exception as fault:  # noqa: BLE001  a job must survive whatever its work raises
                log_fault(log, "A pass failed; the next one is made as usual.", fault, job=self.name)

    async def drain(self, within: float) -> None:
        """Waits for the passes under way, and cancels what is not done within so many seconds."""
        if not self._passes:
            return
        _, late = await asyncio.wait(self._passes, timeout=within)
        for task in late:
            task.cancel()
        if late:
            log.warning("A pass was not done in time and was broken off.", job=self.name, passes=len(late))
            await asyncio.gather(*late, return_exceptions=True)


class RecurringJobs:
    """Jobs that run every so many seconds. Nothing is dropped for being late; lateness adds no passes up."""

    def __init__(self) -> None:
        self._jobs: list[Job] = []
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        )

    def every(self, seconds: float, job: Job) -> None:
        self._jobs.append(job)
        self._scheduler.add_job(job.run, "interval", seconds=seconds, id=job.name, name=job.name)

    def start(self) -> None:
        """Needs a running event loop."""
        self._scheduler.start()

    async def stop(self, within: float = 10.0) -> None:
        """Begins no further pass, and lets those under way finish within so many seconds."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        await asyncio.gather(*(job.drain(within) for job in self._jobs))
        self._scheduler.shutdown(wait=False)


def keep_time(application: Application, every: float) -> RecurringJobs:
    """The jobs of a serving process, not started yet. `every`: seconds between two looks at what is due."""

    async def decide_then_send() -> None:
        await application.decide_due()
        application.outbox.nudge()

    jobs = RecurringJobs()
    jobs.every(every, Job("tick", decide_then_send))
    jobs.every(ROSTER, Job("roster", application.settle))
    jobs.every(IDENTITIES, Job("identities", application.forget_identities))
    if application.backups is not None:
        jobs.every(BACKUP, Job("backup", application.backups.make))
    for connection in application.connections:
        for one in connection.recurring:
            jobs.every(one.seconds, Job(one.name, one.work))
    application.wake_with(application.outbox.nudge)
    return jobs
