"""Whose lane it is, what was left in it, clocks that are set, and stopping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import OutcomeUnknown, StoreBusy, StoreFailed
from bot.models import DeliveryState
from bot.ports import Transaction
from tests.bot.outbox.sending_desk import LEASE, QUARANTINE, drained, open_desk, until_on_the_way

OVER = QUARANTINE.total_seconds() + 1
HOUR = timedelta(hours=1)


async def test_a_lane_is_one_workers_until_its_lease_ends(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first, second = desk.outbox(), desk.outbox()
        await desk.owe("a")
        await first.drain()
        await desk.owe("b")
        assert await second.drain() == 0
        desk.clocks.pass_by(LEASE.total_seconds() + 1)
        assert await second.drain() == 1
        assert (await desk.get("b")).state is DeliveryState.SENT


async def test_a_lane_that_is_given_back_need_not_be_waited_for(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first = desk.outbox()
        await desk.owe("a")
        await first.drain()
        await first.release()
        await desk.owe("b")
        assert await desk.outbox().drain() == 1


async def test_what_a_dead_worker_was_sending_is_in_doubt_and_asked_for(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.gate()
        dead = asyncio.create_task(desk.outbox().drain())
        await until_on_the_way(desk, 1)
        desk.chat.landed["a"] = "m-9"
        desk.clocks.pass_by(LEASE.total_seconds() + 1)
        heir = desk.outbox()
        await heir.drain()
        assert await desk.states("a") == [DeliveryState.AMBIGUOUS]
        desk.clocks.pass_by(OVER)
        await drained(heir)
        assert (await desk.get("a")).message_id == "m-9"
        assert desk.chat.posts == []
        dead.cancel()
        await asyncio.gather(dead, return_exceptions=True)


async def test_a_worker_that_lost_its_lane_writes_nothing(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        gate = desk.gate()
        slow = asyncio.create_task(desk.outbox().drain())
        await until_on_the_way(desk, 1)
        desk.clocks.pass_by(LEASE.total_seconds() + 1)
        await desk.outbox().drain()
        gate.set()
        await slow
        assert await desk.states("a") == [DeliveryState.AMBIGUOUS]


async def test_a_worker_that_got_its_lane_back_still_tells_that_it_was_sent(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        gate = desk.gate()
        slow = asyncio.create_task(desk.outbox().drain())
        await until_on_the_way(desk, 1)
        desk.clocks.pass_by(LEASE.total_seconds() + 1)
        other = desk.outbox()
        await other.drain()
        await other.release()
        gate.set()
        await slow
        kept = await desk.get("a")
        assert (kept.state, kept.message_id) == (DeliveryState.SENT, "m-a")


async def test_a_worker_frozen_before_its_request_left_sends_nothing(tmp_path: Path) -> None:
    """The lease is looked at once more, by the clock that is never set."""
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        decide = desk.store.decide

        async def freeze_after(decision: Callable[[Transaction], object]) -> object:
            answer = await decide(decision)
            if getattr(answer, "outgoing", None):
                desk.clocks.steady += LEASE.total_seconds() + 1
            return answer

        desk.store.decide = freeze_after  # type: ignore[method-assign, assignment]
        sending = asyncio.create_task(outbox.drain())
        async with asyncio.timeout(5):
            while not outbox.lane("W1")._hand:  # noqa: ASYNC110 - a lane tells nobody
                await asyncio.sleep(0)
            await asyncio.sleep(0.01)
            assert desk.chat.posts == []
            desk.store.decide = decide  # type: ignore[method-assign]
            await sending
        assert desk.chat.posts == [("C1", "a")]


async def test_a_lease_is_renewed_while_a_request_takes_long(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        outbox = desk.outbox()
        object.__setattr__(outbox._means, "lease", timedelta(seconds=0.06))
        await desk.owe("a")
        gate = desk.gate()
        sending = asyncio.create_task(outbox.drain())
        await until_on_the_way(desk, 1)
        for _ in range(3):
            desk.clocks.pass_by(LEASE.total_seconds() - 1)
            await asyncio.sleep(0.1)
            assert await desk.outbox().drain() == 0
        assert await desk.states("a") == [DeliveryState.SENDING]
        gate.set()
        await sending
        assert await desk.states("a") == [DeliveryState.SENT]


async def test_what_nobody_has_in_hand_is_in_doubt_even_under_the_own_fence(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        outbox = desk.outbox()
        await desk.owe("a")
        await outbox.drain()
        await desk.save(replace(await desk.get("a"), state=DeliveryState.SENDING, fence=1))
        desk.clocks.pass_by(2)
        await outbox.drain()
        assert await desk.states("a") == [DeliveryState.AMBIGUOUS]


@pytest.mark.parametrize("fault", [StoreBusy, StoreFailed])
async def test_what_was_sent_while_the_store_was_out_of_reach_is_written_down_later(
    tmp_path: Path, fault: type[Exception]
) -> None:
    async with open_desk(tmp_path) as desk:
        outbox = desk.outbox()
        await desk.owe("a")
        gate = desk.gate()
        sending = asyncio.create_task(outbox.drain())
        await until_on_the_way(desk, 1)
        decide = desk.store.decide
        failures: list[Exception] = []

        async def fail_twice(decision: Callable[[Transaction], object]) -> object:
            if len(failures) < 2:
                failures.append(fault())
                raise failures[-1]
            return await decide(decision)

        desk.store.decide = fail_twice  # type: ignore[method-assign, assignment]
        gate.set()
        assert await sending == 1
        assert len(failures) == 2
        assert await desk.states("a") == [DeliveryState.SENT]
        assert len(desk.chat.posts) == 1


async def test_a_store_out_of_reach_with_nothing_in_hand_is_told_to_who_drains(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")

        async def fail(_decision: object) -> object:
            raise StoreBusy

        decide, desk.store.decide = desk.store.decide, fail  # type: ignore[method-assign, assignment]
        outbox = desk.outbox()
        with pytest.raises(StoreBusy):
            await outbox.drain()
        desk.store.decide = decide  # type: ignore[method-assign]
        assert await outbox.drain() == 1


async def test_a_clock_set_back_an_hour_makes_no_quarantine_longer(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown())
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.machine -= HOUR
        desk.clocks.product -= HOUR
        desk.clocks.pass_by(OVER)
        await outbox.drain()
        assert desk.chat.asked == ["a"]


async def test_a_clock_set_forward_an_hour_makes_no_quarantine_shorter(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown())
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.machine += HOUR
        desk.clocks.product += HOUR
        desk.clocks.pass_by(10)
        await outbox.drain()
        assert desk.chat.asked == []
        desk.clocks.pass_by(OVER)
        await outbox.drain()
        assert desk.chat.asked == ["a"]


async def test_a_quarantine_from_the_future_begins_anew(tmp_path: Path) -> None:
    """The clock was set back while Kindling was not running."""
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        later = desk.clocks.machine + HOUR
        await desk.save(replace(await desk.get("a"), state=DeliveryState.AMBIGUOUS, changed_at=later))
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.pass_by(OVER)
        await outbox.drain()
        assert desk.chat.asked == ["a"]


async def test_a_quarantine_goes_on_in_the_next_worker(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown())
        first = desk.outbox()
        await first.drain()
        await first.release()
        desk.clocks.pass_by(OVER / 2)
        second = desk.outbox()
        await second.drain()
        desk.clocks.pass_by(OVER / 2 + 1)
        await second.drain()
        assert desk.chat.asked == ["a"]


async def test_a_lease_from_the_future_has_ended(tmp_path: Path) -> None:
    """Who held it died, and the clock was set back an hour since."""
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        held_until = desk.clocks.machine + HOUR + LEASE

        def hold(tx: Transaction) -> int | None:
            return tx.deliveries.lease("W1", "dead", held_until - LEASE, held_until)

        await desk.store.decide(hold)
        assert await desk.outbox().drain() == 1


async def test_stopping_waits_for_what_is_on_its_way_and_lets_nothing_more_leave(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a", "b")
        gate = desk.gate()
        stop, outbox = asyncio.Event(), desk.outbox()
        running = asyncio.create_task(outbox.run(stop))
        await until_on_the_way(desk, 1)
        stop.set()
        await asyncio.sleep(0.05)
        assert not running.done()
        gate.set()
        await asyncio.wait_for(running, 5)
        assert await desk.states("a", "b") == [DeliveryState.SENT, DeliveryState.PENDING]
        assert await desk.outbox().drain() == 1


async def test_stopping_takes_no_longer_than_it_may_and_leaves_the_rest_in_doubt(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.gate()
        stop, outbox = asyncio.Event(), desk.outbox()
        running = asyncio.create_task(outbox.run(stop, within=1.2))
        await until_on_the_way(desk, 1)
        stop.set()
        await asyncio.wait_for(running, 4)
        assert await desk.states("a") == [DeliveryState.AMBIGUOUS]


async def test_stopping_while_the_store_is_out_of_reach_ends_too(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        gate = desk.gate()
        stop, outbox = asyncio.Event(), desk.outbox()
        running = asyncio.create_task(outbox.run(stop, within=1.5))
        await until_on_the_way(desk, 1)
        decide = desk.store.decide

        async def fail(_decision: object) -> object:
            raise StoreFailed

        desk.store.decide = fail  # type: ignore[method-assign, assignment]
        gate.set()
        stop.set()
        await asyncio.wait_for(running, 6)
        desk.store.decide = decide  # type: ignore[method-assign]
        assert await desk.states("a") == [DeliveryState.SENDING]
        desk.clocks.pass_by(LEASE.total_seconds() + 1)
        heir = desk.outbox()
        await heir.drain()
        desk.clocks.pass_by(OVER)
        await drained(heir)
        assert desk.chat.posts == [("C1", "a")]
        assert await desk.states("a") == [DeliveryState.SENT]


async def test_what_becomes_due_is_sent_without_being_nudged(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        soon = replace(await desk.get("a"), due_at=desk.clocks.now() + timedelta(seconds=0.1))
        await desk.save(soon)
        stop, outbox = asyncio.Event(), desk.outbox()
        running = asyncio.create_task(outbox.run(stop, idle=60))
        await asyncio.sleep(0.02)
        assert desk.chat.posts == []
        desk.clocks.pass_by(1)
        async with asyncio.timeout(5):
            while not desk.chat.posts:  # noqa: ASYNC110 - the messenger tells nobody
                await asyncio.sleep(0.005)
        stop.set()
        await running
