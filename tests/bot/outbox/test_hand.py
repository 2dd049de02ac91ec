"""How many posts of a lane are on their way at once, and what becomes of those that wait to leave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import RateLimited
from bot.models import Conversation, Delivery, DeliveryState, Platform
from bot.outbox import hand
from bot.outbox.claims import LONGEST_CLAIM
from bot.outbox.hand import AT_ONCE
from bot.outgoing import Composed
from bot.ports import Transaction
from tests.bot.outbox.sending_desk import Desk, open_desk, until_on_the_way, until_sent
from tests.fake_platform.owing import PlainCoach

MANY = 2 * AT_ONCE


@dataclass
class OpenPace:
    """Room for everything; it keeps what it was told, by the conversation's id."""

    taken: list[int] = field(default_factory=list)
    landed_at: list[int] = field(default_factory=list)

    def room(self, workspace_id: str) -> int:
        return 100

    def cooling(self, workspace_id: str) -> list[int]:
        return []

    def wait(self, workspace_id: str) -> float:
        return 0.0

    def took(self, conversation: Conversation) -> None:
        self.taken.append(conversation.id)

    def landed(self, conversation: Conversation) -> None:
        self.landed_at.append(conversation.id)


class StepPace(OpenPace):
    """One post each so many seconds, by the machine's steady clock."""

    STEP = 0.05

    def __init__(self) -> None:
        super().__init__()
        self._free_at = 0.0

    def room(self, workspace_id: str) -> int:
        return int(self.wait(workspace_id) <= 0)

    def wait(self, workspace_id: str) -> float:
        return max(self._free_at - time.monotonic(), 0.0)

    def took(self, conversation: Conversation) -> None:
        super().took(conversation)
        self._free_at = time.monotonic() + self.STEP


async def owe_one_a_channel(desk: Desk) -> list[str]:
    keys = [f"k{number}" for number in range(1, MANY + 1)]
    for number, key in enumerate(keys, 1):
        await desk.owe(key, channel=f"C{number}")
    return keys


async def test_a_platform_that_answers_has_few_posts_on_their_way_at_once(tmp_path: Path) -> None:
    async with open_desk(tmp_path, channels=MANY) as desk:
        await owe_one_a_channel(desk)
        assert await desk.outbox().drain() == MANY
        assert desk.chat.most_on_the_way == AT_ONCE


async def test_where_nothing_is_answered_more_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand, "PATIENCE", 0.02)
    async with open_desk(tmp_path, channels=MANY) as desk:
        keys = await owe_one_a_channel(desk)
        gates = [desk.gate(f"C{number}") for number in range(1, AT_ONCE + 1)]
        sending = asyncio.create_task(desk.outbox().drain())
        await until_sent(desk, *keys[AT_ONCE:])
        assert set(await desk.states(*keys[:AT_ONCE])) == {DeliveryState.SENDING}
        for gate in gates:
            gate.set()
        assert await sending == MANY


async def test_what_waits_to_leave_when_the_lane_is_throttled_does_not_leave(tmp_path: Path) -> None:
    async with open_desk(tmp_path, channels=MANY) as desk:
        keys = await owe_one_a_channel(desk)
        for number in range(1, AT_ONCE + 1):
            desk.fail(RateLimited(5), channel=f"C{number}")
        outbox = desk.outbox()
        assert await outbox.drain() == 0
        assert desk.chat.posts == []
        assert set(await desk.states(*keys)) == {DeliveryState.PENDING}
        desk.clocks.pass_by(5)
        assert await outbox.drain() == MANY


async def test_what_waits_to_leave_when_it_is_to_stop_was_never_in_doubt(tmp_path: Path) -> None:
    async with open_desk(tmp_path, channels=MANY) as desk:
        keys = await owe_one_a_channel(desk)
        for number in range(1, AT_ONCE + 1):
            desk.gate(f"C{number}")
        stop, outbox = asyncio.Event(), desk.outbox()
        running = asyncio.create_task(outbox.run(stop, within=1.2))
        await until_on_the_way(desk, AT_ONCE)
        stop.set()
        await running
        assert set(await desk.states(*keys[:AT_ONCE])) == {DeliveryState.AMBIGUOUS}
        assert set(await desk.states(*keys[AT_ONCE:])) == {DeliveryState.PENDING}


def counted(desk: Desk) -> list[object]:
    """Every decision from now on."""
    decide, decided = desk.store.decide, list[object]()

    async def count(decision: Callable[[Transaction], object]) -> object:
        decided.append(decision)
        return await decide(decision)

    desk.store.decide = count  # type: ignore[method-assign, assignment]
    return decided


async def test_answers_are_settled_together(tmp_path: Path) -> None:
    async with open_desk(tmp_path, channels=MANY) as desk:
        await owe_one_a_channel(desk)
        decided = counted(desk)
        assert await desk.outbox().drain() == MANY
        assert len(decided) <= 6


async def test_what_takes_long_to_compose_is_claimed_bit_by_bit(tmp_path: Path) -> None:
    """As summaries do: the event loop stands still meanwhile."""

    class SlowCoach(PlainCoach):
        def compose(
            self, tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime
        ) -> Composed:
            time.sleep(LONGEST_CLAIM)
            return super().compose(tx, delivery, conversation, now)

    async with open_desk(tmp_path, channels=4) as desk:
        desk.coach = SlowCoach()
        for number in range(1, 5):
            await desk.owe(f"k{number}", channel=f"C{number}")
        decided = counted(desk)
        assert await desk.outbox().drain() == 4
        assert len(decided) > 4


async def test_on_a_loop_that_calls_too_early_no_turn_is_taken_in_vain(tmp_path: Path) -> None:
    """uvloop counts a timer's time in whole milliseconds, from when its own turn began."""
    loop = asyncio.get_running_loop()
    call_later = loop.call_later
    loop.call_later = (  # type: ignore[method-assign]
        lambda delay, *rest, **named: call_later(max(delay - 0.003, 0), *rest, **named)
    )
    async with open_desk(tmp_path, channels=6) as desk:
        desk.paces[Platform.SLACK] = StepPace()
        for number in range(1, 7):
            await desk.owe(f"k{number}", channel=f"C{number}")
        decided = counted(desk)
        assert await desk.outbox().drain() == 6
        assert len(decided) <= 2 * 6 + 1


@pytest.mark.parametrize("throttled", [0, 1])
async def test_the_pace_is_told_of_all_that_was_taken_that_it_is_answered_or_never_left(
    tmp_path: Path, throttled: int
) -> None:
    async with open_desk(tmp_path, channels=MANY) as desk:
        desk.paces[Platform.SLACK] = pace = OpenPace()
        await owe_one_a_channel(desk)
        for number in range(1, throttled + 1):
            desk.fail(RateLimited(5), channel=f"C{number}")
        await desk.outbox().drain()
        assert pace.taken
        assert sorted(pace.landed_at) == sorted(pace.taken)
