"""What is done behind answers: begun, repeated where asked, broken off at the end, harmless when it fails."""

from __future__ import annotations

import asyncio

from structlog.testing import capture_logs

from adapters.later import AT_ONCE, MOST, STANDS_BACK, Later


async def test_what_fails_is_told_and_harms_nothing() -> None:
    later, done = Later("What followed failed."), asyncio.Event()

    async def fail() -> None:
        raise ValueError("marzipan")

    async def go_on() -> None:
        done.set()

    with capture_logs() as logs:
        later.do(fail)
        later.do(go_on)
        await later.finish(1)
    assert done.is_set()
    [log] = logs
    assert (log["event"], log["fault"]) == ("What followed failed.", "ValueError")
    assert "marzipan" not in str(log)


async def test_what_is_asked_for_while_it_is_done_is_done_once_more() -> None:
    later, begun, may_end = Later("x"), 0, asyncio.Event()

    async def work() -> None:
        nonlocal begun
        begun += 1
        await may_end.wait()

    for _ in range(5):
        later.do_once("roster", work)
    for _ in range(2):
        await asyncio.sleep(0)
    for _ in range(5):
        later.do_once("roster", work)
    assert begun == 1
    may_end.set()
    await later.finish(1)
    assert begun == 2
    later.do_once("roster", work)
    await later.finish(1)
    assert begun == 3


async def test_what_is_not_done_in_time_is_broken_off() -> None:
    later, ended = Later("x"), asyncio.Event()

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    later.do(wait)
    await later.finish(0.01)
    assert ended.is_set()
    await later.finish(0.01)


async def test_there_is_an_end_to_what_may_wait_and_to_what_is_under_way() -> None:
    later, begun = Later("x"), 0

    async def wait() -> None:
        nonlocal begun
        begun += 1
        await asyncio.Event().wait()

    with capture_logs() as logs:
        for _ in range(MOST + 5):
            later.do(wait)
        await later.finish(0.5)
    assert begun == AT_ONCE
    assert len(logs) == 5


async def test_what_comes_in_meanwhile_is_not_held_up() -> None:
    later, begun = Later("x"), 0

    async def work() -> None:
        nonlocal begun
        begun += 1

    for _ in range(50):
        later.do(work)
    for turn in range(20):
        await asyncio.sleep(0)
        assert begun <= turn + 1
    await later.finish(1)
    assert begun == 50


async def test_while_somebody_is_waited_for_only_little_is_begun_and_then_all() -> None:
    later, begun = Later("x"), 0

    async def work() -> None:
        nonlocal begun
        begun += 1

    for _ in range(1_000):
        later.do(work)
    with later.standing_back():
        await asyncio.sleep(4 * STANDS_BACK)
        assert 1 <= begun <= 5
    await later.finish(1)
    assert begun == 1_000
