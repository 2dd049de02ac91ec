from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable

import pytest

from adapters.clock import Job, RecurringJobs
from adapters.logs import set_up_logs

TYPED = "marzipan-typed-by-a-person"


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not reached():  # noqa: ASYNC110  what is waited for is a fact, not an event
            await asyncio.sleep(0.01)


class Work:
    """Counts its passes; each waits for `go`."""

    def __init__(self) -> None:
        self.begun = self.done = self.at_once = self.most_at_once = 0
        self.go = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await self.go.wait()
        self.at_once -= 1
        self.done += 1


def failing(fault: Exception, times: int, then: Callable[[], None]) -> Callable[[], Awaitable[None]]:
    left = [fault] * times

    async def work() -> None:
        if left:
            raise left.pop()
        then()

    return work


async def test_passes_are_made_one_at_a_time() -> None:
    work = Work()
    job = Job("tick", work)
    runs = [asyncio.create_task(job.run()) for _ in range(3)]
    await until(lambda: work.begun == 1)
    work.go.set()
    await asyncio.gather(*runs)
    assert (work.done, work.most_at_once) == (3, 1)


async def test_a_nudge_during_a_pass_makes_one_more() -> None:
    work = Work()
    job = Job("send", work)
    job.nudge()
    await until(lambda: work.begun == 1)
    for _ in range(5):
        job.nudge()
    work.go.set()
    await until(lambda: work.done == 2)
    await job.drain(1)
    assert work.done == 2


async def test_a_caller_who_leaves_does_not_break_the_pass_off() -> None:
    work = Work()
    job = Job("tick", work)
    caller = asyncio.create_task(job.run())
    await until(lambda: work.begun == 1)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    work.go.set()
    await job.drain(1)
    assert work.done == 1


async def test_a_failed_pass_is_told_without_its_words_and_the_next_is_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("info")
    done: list[int] = []
    job = Job("tick", failing(ValueError(TYPED), 1, lambda: done.append(1)))
    await job.run()
    await job.run()
    assert done == [1]
    told = json.loads(capsys.readouterr().err)
    assert (told["job"], told["fault"], told["level"]) == ("tick", "ValueError", "error")
    assert told["where"].startswith("tests/adapters/test_clock.py:")
    assert TYPED not in json.dumps(told)


async def test_jobs_run_again_and_again_although_they_fail() -> None:
    set_up_logs("error")
    done: list[int] = []
    jobs = RecurringJobs()
    jobs.every(0.02, Job("tick", failing(RuntimeError(), 2, lambda: done.append(1))))
    jobs.start()
    await until(lambda: len(done) >= 2)
    await jobs.stop()


async def test_what_is_late_still_runs() -> None:
    """A second in which the loop was blocked is the default for dropping a run."""
    done: list[int] = []
    jobs = RecurringJobs()

    async def work() -> None:
        done.append(1)

    jobs.every(0.2, Job("tick", work))
    jobs.start()
    await asyncio.sleep(0)
    time.sleep(1.5)  # noqa: ASYNC251  the loop is blocked on purpose
    await asyncio.sleep(0.05)
    assert done == [1]
    await jobs.stop()


async def test_stopping_lets_a_pass_finish_and_begins_no_other() -> None:
    work = Work()
    jobs = RecurringJobs()
    jobs.every(0.02, Job("tick", work))
    jobs.start()
    await until(lambda: work.begun == 1)
    asyncio.get_running_loop().call_later(0.1, work.go.set)
    await jobs.stop(within=5)
    assert work.done == work.begun == 1
    await asyncio.sleep(0.1)
    assert work.begun == 1


async def test_stopping_breaks_off_what_takes_too_long(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info")
    work = Work()
    jobs = RecurringJobs()
    jobs.every(0.02, Job("tick", work))
    jobs.start()
    await until(lambda: work.begun == 1)
    before = time.monotonic()
    await jobs.stop(within=0.2)
    assert time.monotonic() - before < 2
    assert work.done == 0
    assert "not done in time" in capsys.readouterr().err


async def test_a_librarys_log_line_loses_what_a_fault_says(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("info")

    async def work() -> None:
        raise ValueError(TYPED)

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    del task
    try:
        int(TYPED)
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request from %s", "127.0.0.1")
    told = capsys.readouterr().err
    assert told.count("ValueError") >= 1
    assert TYPED not in told
