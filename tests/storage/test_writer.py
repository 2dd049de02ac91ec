"""Where decisions run, and that whoever has the turn gives it back."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from contextvars import ContextVar
from functools import partial
from pathlib import Path

import pytest

from bot.errors import StoreFailed
from bot.ports import Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.databases import new_database
from tests.storage.records import AT

SPOKEN = ContextVar("spoken", default="nothing")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = open_store(str(new_database(tmp_path)))
    yield opened
    await opened.close()


def keep(tx: Transaction, name: str) -> None:
    tx.identities.keep("W", name, "", AT)


def here(_tx: Transaction) -> int:
    return threading.get_ident()


async def test_a_decision_runs_where_it_was_asked_for_but_not_apart(store: SqliteStore) -> None:
    assert await store.decide(here) == threading.get_ident()
    assert await store.decide(here, apart=True) != threading.get_ident()


async def test_a_commit_waits_for_the_disk_in_a_thread(store: SqliteStore) -> None:
    seen: dict[str, int] = {}
    connection = store._writer._deciding._connection
    connection.set_trace_callback(lambda sql: seen.setdefault(sql.split()[0], threading.get_ident()))
    await store.decide(partial(keep, name="one"))
    connection.set_trace_callback(None)
    assert seen["BEGIN"] == seen["INSERT"] == threading.get_ident()
    assert seen["COMMIT"] != threading.get_ident()


async def test_what_somebody_has_bound_is_not_seen_by_who_decides_with_them(store: SqliteStore) -> None:
    async def ask(word: str) -> str:
        SPOKEN.set(word)
        return await store.decide(lambda _tx: SPOKEN.get())

    assert set(await asyncio.gather(ask("mine"), ask("yours"))) == {"nothing"}


async def test_what_is_apart_has_its_turn_beside_a_loop_that_never_rests(store: SqliteStore) -> None:
    numbers = itertools.count()
    is_over = asyncio.Event()

    async def go_on() -> None:
        while not is_over.is_set():
            await store.decide(partial(keep, name=f"busy-{next(numbers)}"))

    busy = [asyncio.create_task(go_on()) for _ in range(20)]
    for number in range(20):
        await store.decide(partial(keep, name=f"apart-{number}"), apart=True)
    is_over.set()
    await asyncio.gather(*busy)
    kept = await store.read(lambda tx: [tx.identities.shown("W", f"apart-{n}") for n in range(20)])
    assert kept == [""] * 20


def test_a_loop_that_ended_with_decisions_in_hand_harms_no_other(tmp_path: Path) -> None:
    store = open_store(str(new_database(tmp_path)))
    begun, go_on = threading.Event(), threading.Event()

    def take_long(tx: Transaction) -> None:
        begun.set()
        assert go_on.wait(10)
        keep(tx, "long")

    async def ask() -> list[asyncio.Future[None]]:
        writer = store._writer
        asked = [writer.decide(take_long, apart=True)]
        await asyncio.to_thread(begun.wait, 10)
        asked.append(writer.decide(partial(keep, name="hindered")))
        await asyncio.sleep(0)
        asked.append(writer.decide(partial(keep, name="behind")))
        return asked

    async def ask_again() -> list[str | None]:
        asked = asyncio.create_task(store.decide(partial(keep, name="other")))
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.wait_for(asked, 10)
        names = ("long", "hindered", "behind", "other")
        return await store.decide(lambda tx: [tx.identities.shown("W", name) for name in names])

    ends = asyncio.new_event_loop()
    left = ends.run_until_complete(ask())
    ends.close()
    assert asyncio.run(ask_again()) == [""] * 4
    assert not any(one.done() for one in left)
    asyncio.run(store.close())


async def test_what_a_loop_could_not_decide_goes_before_what_takes_long(store: SqliteStore) -> None:
    begun, go_on = threading.Event(), threading.Event()
    decided: list[str] = []

    def block(_tx: Transaction) -> None:
        begun.set()
        assert go_on.wait(10)

    blocking = asyncio.create_task(store.decide(block, apart=True))
    await asyncio.to_thread(begun.wait, 10)
    long = [store.decide(lambda _tx: decided.append("long"), apart=True) for _ in range(3)]
    waiting = [
        asyncio.create_task(one) for one in (*long, store.decide(lambda _tx: decided.append("answer")))
    ]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(blocking, *waiting)
    assert decided == ["answer", "long", "long", "long"]


@pytest.mark.parametrize("where", ["_run", "commit"])
async def test_a_fault_of_the_writer_s_own_leaves_nobody_waiting(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    faults = iter([MemoryError])
    deciding = store._writer._deciding
    works = getattr(deciding, where)

    def fail_once(*given: object) -> None:
        for fault in faults:
            raise fault
        works(*given)

    monkeypatch.setattr(deciding, where, fail_once)
    for name in ("one", "two"):
        await asyncio.wait_for(store.decide(partial(keep, name=name)), 10)
    assert await store.read(lambda tx: [tx.identities.shown("W", name) for name in ("one", "two")]) == [
        "",
        "",
    ]


async def test_who_is_decided_apart_is_told_of_the_writer_s_own_fault(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store._writer._deciding, "_run", lambda _one: 1 / 0)
        with pytest.raises(StoreFailed, match="division"):
            await asyncio.wait_for(store.decide(partial(keep, name="one")), 10)
    await asyncio.wait_for(store.decide(partial(keep, name="two")), 10)
    assert await store.read(lambda tx: tx.identities.shown("W", "one")) is None


def test_closing_from_outside_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    store = open_store(str(new_database(tmp_path)))
    answered: list[str] = []
    goes_well = threading.Event()

    async def ask(name: str) -> None:
        await store.decide(partial(keep, name=name))
        answered.append(name)
        if len(answered) > 100:
            goes_well.set()

    async def never_rest(own: int) -> None:
        for number in itertools.count():
            await asyncio.gather(*(ask(f"{own}-{number}-{one}") for one in range(5)))

    def work(own: int) -> None:
        with pytest.raises(RuntimeError, match="closed"):
            asyncio.run(never_rest(own))

    threads = [threading.Thread(target=work, args=(own,)) for own in range(3)]
    for thread in threads:
        thread.start()
    assert goes_well.wait(30)
    asyncio.run(store.close())
    for thread in threads:
        thread.join()
    again = open_store(str(tmp_path / "kindling.db"))
    kept = asyncio.run(again.read(lambda tx: [tx.identities.shown("W", name) for name in answered]))
    assert None not in kept
    asyncio.run(again.close())
