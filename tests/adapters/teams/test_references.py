"""Where conversations are reached: asked of the store together, and kept for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.teams.references import KEPT_FOR, References
from bot.models import Conversation, Reference
from bot.ports import Transaction
from storage.sqlite import SqliteStore
from tests.fake_platform.owing import open_workspace

T = TypeVar("T")
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
URL = "https://smba.trafficmanager.net/emea/"
MANY = 20


class CountingStore(SqliteStore):
    """The real one, which counts the questions that it is asked."""

    asked = 0

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.is_asked = asyncio.Event()

    async def _read(self, question: Callable[[Transaction], T]) -> T:
        self.asked += 1
        self.is_asked.set()
        return await super()._read(question)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CountingStore]:
    opened = CountingStore(tmp_path / "kindling.db")
    yield opened
    await opened.close()


def open_rooms(tx: Transaction) -> list[Conversation]:
    """All with a reference but the last; the first has no service URL of its own."""
    rooms = open_workspace(tx, "W1", [f"C{number}" for number in range(MANY)], AT)
    for room in rooms[:-1]:
        tx.references.put(Reference(room.id, room.platform_id, URL if room is not rooms[0] else None))
    return rooms


async def test_who_asks_at_once_is_answered_by_few_questions(store: CountingStore) -> None:
    rooms = await store.decide(open_rooms)
    references = References(store)
    found = await asyncio.gather(*(references.of(room) for room in rooms))
    assert found == [Reference(room.id, room.platform_id, URL) for room in rooms[:-1]] + [None]
    assert store.asked == 1


async def test_what_is_learnt_while_the_store_answers_is_not_kept_as_it_was(store: CountingStore) -> None:
    _, second, *_ = await store.decide(open_rooms)
    references = References(store)
    asking = asyncio.create_task(references.of(second))
    await store.is_asked.wait()
    references.forget(second.id)
    await asking
    moved = Reference(second.id, "elsewhere", URL)
    await store.decide(lambda tx: tx.references.put(moved))
    assert await references.of(second) == moved


async def test_what_is_known_is_not_asked_again_until_it_is_old_or_forgotten(store: CountingStore) -> None:
    first, second, *_ = await store.decide(open_rooms)
    now = [1000.0]
    references = References(store, lambda: now[0])
    for room in (first, second, first):
        await references.of(room)
    assert store.asked == 2
    moved = Reference(second.id, "elsewhere", URL)
    await store.decide(lambda tx: tx.references.put(moved))
    references.forget(second.id)
    assert await references.of(second) == moved
    now[0] += KEPT_FOR
    await references.of(first)
    assert store.asked == 4


async def test_who_gives_up_takes_the_answer_from_nobody_else(store: CountingStore) -> None:
    first, second, *_ = await store.decide(open_rooms)
    references = References(store)
    impatient = asyncio.create_task(references.of(first))
    patient = asyncio.create_task(references.of(second))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == Reference(second.id, second.platform_id, URL)
