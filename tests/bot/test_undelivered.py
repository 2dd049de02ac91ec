"""What was held or given up is told to an admin, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.models import Delivery, DeliveryKind, DeliveryState
from bot.ports import Transaction
from tests.world import MONDAY, World

MONDAY_MORNING = MONDAY.replace(hour=10)


async def owe(world: World, *keys: str) -> None:
    """Programme questions to the channel: the plainest there is."""

    def add(tx: Transaction) -> None:
        team = tx.teams.get(world.team_id)
        assert team is not None
        now = world.clock.now()
        tx.deliveries.owe(
            Delivery(key, "local", team.conversation_id, DeliveryKind.HELLO, now, now, team_id=team.id)
            for key in keys
        )

    await world.decide(add)


async def settle(world: World, key: str, state: DeliveryState, reason: str) -> None:
    """As the outbox settles it."""

    def change(tx: Transaction) -> None:
        kept = tx.deliveries.get(key)
        assert kept is not None
        done = replace(kept, state=state, reason=reason, changed_at=world.clock.now())
        tx.deliveries.save([done])
        if state is DeliveryState.HELD:
            world.coach.held(tx, done, world.clock.now())
        else:
            world.coach.lost(tx, done, reason, world.clock.now())

    await world.decide(change)


def told(world: World) -> list[str]:
    return [text for text in world.said("@sam") if "no answer" in text or "refused" in text]


async def moved(world: World, at: datetime) -> None:
    world.clock.at = at
    await world.tick()


async def test_an_admin_is_told_of_what_is_held_and_what_was_refused_in_one_message(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MONDAY_MORNING)
    await owe(world, "a", "b", "c")
    await settle(world, "a", DeliveryState.HELD, "fate unknown")
    await settle(world, "b", DeliveryState.HELD, "fate unknown")
    await settle(world, "c", DeliveryState.DEAD, "refused: too_long")
    await world.tick()
    (text,) = told(world)
    assert "2 messages got no answer" in text
    assert "1 message was refused" in text
    assert "kindling deliveries" in text
    await moved(world, MONDAY_MORNING + timedelta(days=1))
    assert len(told(world)) == 1
    await world.close()


async def test_it_waits_for_working_hours(tmp_path: Path) -> None:
    evening = MONDAY.replace(hour=22)
    world = await World.make(tmp_path, at=evening)
    await owe(world, "a")
    await settle(world, "a", DeliveryState.HELD, "fate unknown")
    await world.tick()
    assert told(world) == []
    await moved(world, evening + timedelta(hours=12))
    assert len(told(world)) == 1
    await world.close()


async def test_what_comes_after_is_told_the_next_day(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MONDAY_MORNING)
    await owe(world, "a", "b", "c")
    await settle(world, "a", DeliveryState.HELD, "fate unknown")
    await world.tick()
    world.clock.at += timedelta(minutes=1)
    await settle(world, "b", DeliveryState.HELD, "fate unknown")
    await settle(world, "c", DeliveryState.HELD, "fate unknown")
    await world.tick()
    assert len(told(world)) == 1
    await moved(world, MONDAY_MORNING + timedelta(days=1))
    assert "2 messages" in told(world)[1]
    await world.close()


async def test_what_was_settled_meanwhile_is_not_told(tmp_path: Path) -> None:
    evening = MONDAY.replace(hour=22)
    world = await World.make(tmp_path, at=evening)
    await owe(world, "a")
    await settle(world, "a", DeliveryState.HELD, "fate unknown")
    await settle(world, "a", DeliveryState.SENT, "")
    await moved(world, evening + timedelta(hours=12))
    assert told(world) == []
    await world.close()


async def test_what_is_past_its_use_or_out_of_reach_is_no_admins_matter(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MONDAY_MORNING)
    await owe(world, "a", "b")
    await settle(world, "a", DeliveryState.DEAD, "past-use")
    await settle(world, "b", DeliveryState.DEAD, "is_archived")
    await world.tick()
    assert told(world) == []
    await world.close()


async def test_a_notice_that_can_t_be_delivered_owes_no_notice(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=MONDAY_MORNING)
    await owe(world, "a")
    await settle(world, "a", DeliveryState.HELD, "fate unknown")
    (key,) = [one.key for one in await world.read(lambda tx: tx.deliveries.find("local")) if one.key != "a"]
    await settle(world, key, DeliveryState.DEAD, "refused: no")
    kept = await world.read(lambda tx: tx.deliveries.find("local", DeliveryState.PENDING))
    assert kept == []
    await world.close()
