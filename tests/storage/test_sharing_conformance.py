"""Who shares a store: who gives up, closes it, comes from another event loop, or has a store of their own."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.ports import Store, Transaction
from tests.storage.conftest import OpenStore
from tests.storage.records import count, counted


async def test_giving_up_waiting_breaks_nothing(store: Store) -> None:
    blocked, go_on = threading.Event(), threading.Event()

    def block(tx: Transaction) -> None:
        blocked.set()
        assert go_on.wait(10)

    first = asyncio.create_task(store.decide(block, apart=True))
    await asyncio.to_thread(blocked.wait, 10)
    waiting = [asyncio.create_task(store.decide(count)) for _ in range(10)]
    await asyncio.sleep(0)
    for task in (first, *waiting[::2]):
        task.cancel()
    go_on.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(answer) for answer in answers] == [asyncio.CancelledError, int] * 5
    assert await counted(store) == 5


async def test_closing_finishes_what_waits_and_takes_nothing_new(open_it: OpenStore) -> None:
    store = open_it()
    waiting = [asyncio.create_task(store.decide(count)) for _ in range(50)]
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    assert len(await asyncio.gather(*waiting)) == 50
    with pytest.raises(RuntimeError, match="closed"):
        await store.decide(count)
    with pytest.raises(RuntimeError, match="closed"):
        await store.read(count)


def test_a_store_outlives_an_event_loop(open_it: OpenStore) -> None:
    store = open_it()
    assert [asyncio.run(store.decide(count)) for _ in range(3)] == [1, 2, 3]
    assert asyncio.run(counted(store)) == 3
    asyncio.run(store.close())


async def test_others_go_on_while_something_is_decided_apart(store: Store) -> None:
    decided, go_on = threading.Event(), threading.Event()

    def take_long(tx: Transaction) -> int:
        decided.set()
        assert go_on.wait(10)
        return count(tx)

    long = asyncio.create_task(store.decide(take_long, apart=True))
    await asyncio.to_thread(decided.wait, 10)
    assert await store.read(lambda tx: tx.teams.all()) == []
    behind = asyncio.create_task(store.decide(count))
    await asyncio.sleep(0)
    go_on.set()
    assert sorted(await asyncio.gather(long, behind)) == [1, 2]


def test_several_event_loops_decide_at_once(open_it: OpenStore) -> None:
    store, together = open_it(), threading.Barrier(4)
    found: list[int] = []

    async def decide() -> None:
        together.wait()
        ways = ({"apart": number % 5 == 0} for number in range(50))
        found.extend(await asyncio.gather(*(store.decide(count, **way) for way in ways)))

    threads = [threading.Thread(target=asyncio.run, args=(decide(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 201))
    asyncio.run(store.close())


async def test_two_stores_on_one_database_lose_nothing(open_it: OpenStore) -> None:
    first, second = open_it(), open_it()
    answers = await asyncio.gather(*(one.decide(count) for one in (first, second) * 25))
    assert sorted(answers) == list(range(1, 51))
    assert await counted(second) == 50
    await first.close()
    await second.close()
