from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from adapters import readiness
from adapters.readiness import ROOM_NEEDED, Pulse, look
from bot.errors import StoreBusy
from bot.models import Conversation, ConversationKind, Delivery, DeliveryKind
from bot.ports import Store, Transaction
from tests.world import MONDAY, HandClock, World


async def owe(world: World, due_at: datetime) -> None:
    def decide(tx: Transaction) -> None:
        place = tx.conversations.put(
            Conversation(0, "local", "front-desk", ConversationKind.CHANNEL, "front-desk")
        )
        tx.deliveries.owe([Delivery(f"x/{due_at}", "local", place.id, DeliveryKind.TIP, due_at, due_at)])

    await world.decide(decide)


async def test_a_process_that_does_its_work_is_ready(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    pulse = Pulse()
    assert (await look(world.store, world.clock, pulse, 15)).reasons == ()
    pulse.tick()
    await owe(world, MONDAY - timedelta(minutes=2))
    await owe(world, MONDAY + timedelta(days=2))
    ready = await look(world.store, world.clock, pulse, 15)
    response = ready.response()
    assert response.status == 200
    assert json.loads(response.text or "") == {
        "status": "ready",
        "reasons": [],
        "database": "ok",
        "oldest_owed_seconds": 120,
        "last_tick_seconds": 0,
    }
    await world.close()


async def test_what_is_owed_for_too_long_is_a_reason(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await owe(world, MONDAY - timedelta(minutes=31))
    found = await look(world.store, world.clock, Pulse(), 15)
    assert found.response().status == 503
    assert "kindling deliveries" in " ".join(found.reasons)
    await world.close()


async def test_what_is_due_later_is_not_owed_yet(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await owe(world, MONDAY + timedelta(seconds=1))
    assert (await look(world.store, world.clock, Pulse(), 15)).oldest_owed is None
    await world.close()


@pytest.mark.parametrize(("every", "silence", "ready"), [(15, 59, True), (15, 61, False), (60, 200, True)])
async def test_a_clock_nobody_looks_at_is_a_reason(
    tmp_path: Path, every: float, silence: float, ready: bool
) -> None:
    world = await World.make(tmp_path)
    now = 1000.0
    pulse = Pulse(lambda: now)
    pulse.tick()
    now += silence
    found = await look(world.store, world.clock, pulse, every)
    assert (found.reasons == ()) is ready
    assert found.last_tick == silence
    await world.close()


@dataclass
class BrokenStore:
    """Answers nothing, in one way or another."""

    fail: Callable[[], Any]

    async def read(self, question: object) -> object:
        return await self.fail()


async def busy() -> None:
    raise StoreBusy("marzipan")


async def hang() -> None:
    await asyncio.sleep(60)


@pytest.mark.parametrize("fail", [busy, hang])
async def test_a_database_that_does_not_answer_is_a_reason(
    fail: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "ANSWERS_WITHIN", 0.05)
    found = await look(cast("Store", BrokenStore(fail)), HandClock(), Pulse(), 15)
    assert found.database == "no answer"
    response = found.response()
    assert response.status == 503
    assert "marzipan" not in (response.text or "")


@pytest.mark.parametrize(("free", "ready"), [(ROOM_NEEDED, True), (ROOM_NEEDED - 1, False), (0, False)])
async def test_a_full_disk_is_a_reason(tmp_path: Path, free: int, *, ready: bool) -> None:
    world = await World.make(tmp_path)
    found = await look(world.store, world.clock, Pulse(), 15, lambda: free)
    assert (found.response().status == 200) is ready
    assert ("disk" in " ".join(found.reasons)) is not ready
    await world.close()
