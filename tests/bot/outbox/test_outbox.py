"""Sending once: what is written before a request leaves, and what becomes of each answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import OutcomeUnknown, RateLimited, Refused, Unavailable, Unreachable
from bot.models import Conversation, Delivery, DeliveryState, UnknownOutcome
from bot.outgoing import Composed
from bot.ports import Transaction
from tests.bot.outbox.sending_desk import QUARANTINE, drained, open_desk, until_on_the_way, until_sent
from tests.fake_platform.owing import PlainCoach


async def test_what_is_owed_is_sent_once_and_its_message_kept(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        assert await outbox.drain() == 1
        assert await outbox.drain() == 0
        kept = await desk.get("a")
        assert (kept.state, kept.message_id, kept.sent_at) == (DeliveryState.SENT, "m-a", desk.clocks.now())
        assert desk.chat.posts == [("C1", "a")]


async def test_sending_is_committed_before_the_request_leaves(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        gate = desk.gate()
        sending = asyncio.create_task(desk.outbox().drain())
        await until_on_the_way(desk, 1)
        kept = await desk.get("a")
        assert (kept.state, kept.fence) == (DeliveryState.SENDING, 1)
        gate.set()
        await sending


async def test_a_conversation_gets_its_posts_one_after_the_other_in_order(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe(*"abcdef")
        await desk.outbox().drain()
        assert desk.chat.posts == [("C1", key) for key in "abcdef"]
        assert desk.chat.most_on_the_way == 1


async def test_a_stalled_conversation_holds_up_no_other(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe(*(f"slow-{number}" for number in range(300)), channel="C1")
        await desk.owe("a", "b", "c", channel="C2")
        gate = desk.gate("C1")
        sending = asyncio.create_task(desk.outbox().drain())
        await until_sent(desk, "a", "b", "c")
        assert [key for _, key in desk.chat.posts] == ["a", "b", "c"]
        gate.set()
        await sending


async def test_a_stalled_workspace_holds_up_no_other(tmp_path: Path) -> None:
    async with open_desk(tmp_path, workspaces=2, channels=1) as desk:
        outbox, stop = desk.outbox(), asyncio.Event()
        await desk.owe("slow", workspace="W1")
        gate = desk.gate("C1")
        running = asyncio.create_task(outbox.run(stop, idle=60))
        await until_on_the_way(desk, 1)
        for key in "abc":
            await desk.owe(key, workspace="W2")
            outbox.nudge()
            await until_sent(desk, key)
        assert (await desk.get("slow")).state is DeliveryState.SENDING
        gate.set()
        stop.set()
        await running
        assert (await desk.get("slow")).state is DeliveryState.SENT


async def test_more_than_one_window_is_sent_in_one_go(tmp_path: Path) -> None:
    async with open_desk(tmp_path, channels=40) as desk:
        for number in range(1, 41):
            await desk.owe(*(f"{number}/{nth}" for nth in range(20)), channel=f"C{number}")
        assert await desk.outbox().drain() == 800
        assert len(set(desk.chat.posts)) == 800


@pytest.mark.parametrize("fault", [RateLimited(5), Unavailable()])
async def test_a_throttled_or_unavailable_platform_pauses_the_lane_and_counts_no_try(
    tmp_path: Path, fault: Exception
) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a", "b")
        desk.fail(fault)
        outbox = desk.outbox()
        assert await outbox.drain() == 0
        kept = await desk.get("a")
        assert (kept.state, kept.tries) == (DeliveryState.PENDING, 0)
        assert await outbox.drain() == 0
        desk.clocks.pass_by(5)
        assert await outbox.drain() == 2
        assert [key for _, key in desk.chat.posts] == ["a", "b"]


async def test_a_pause_is_of_one_workspace(tmp_path: Path) -> None:
    async with open_desk(tmp_path, workspaces=2, channels=1) as desk:
        await desk.owe("a", workspace="W1")
        outbox = desk.outbox()
        desk.fail(RateLimited(60))
        await outbox.drain()
        await desk.owe("b", workspace="W2")
        assert await outbox.drain() == 1


async def test_a_lane_that_was_paused_goes_on_by_itself(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(RateLimited(0.05))
        desk.clocks.steady_now = asyncio.get_running_loop().time  # type: ignore[method-assign]
        stop, outbox = asyncio.Event(), desk.outbox()
        running = asyncio.create_task(outbox.run(stop, idle=60))
        await until_sent(desk, "a")
        stop.set()
        await running


async def test_a_refused_post_is_tried_five_times_of_its_own(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        desk.fail(*[Refused("too_long")] * 5)
        for tries in range(1, 5):
            await outbox.drain()
            kept = await desk.get("a")
            assert (kept.state, kept.tries) == (DeliveryState.PENDING, tries)
            assert kept.due_at - desk.clocks.now() == timedelta(minutes=2**tries)
            desk.clocks.pass_by(60 * 2**tries)
        await outbox.drain()
        assert (await desk.get("a")).state is DeliveryState.DEAD
        assert await desk.reason("a") == "refused: too_long"


async def test_a_refused_post_holds_up_nobody(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a", "b")
        desk.fail(Refused("too_long"))
        assert await desk.outbox().drain() == 1
        assert desk.chat.posts == [("C1", "b")]


async def test_an_unreachable_conversation_ends_and_so_does_what_is_owed_there(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(Unreachable("is_archived"))
        await desk.outbox().drain()
        kept = await desk.get("a")
        assert (kept.state, kept.reason) == (DeliveryState.DEAD, "is_archived")
        place = await desk.store.read(lambda tx: tx.conversations.get(kept.conversation_id))
        assert place is not None
        assert place.ended == "is_archived"


async def test_a_post_whose_answer_never_came_is_asked_for_after_the_quarantine(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown())
        outbox = desk.outbox()
        await outbox.drain()
        assert await desk.states("a") == [DeliveryState.AMBIGUOUS]
        desk.clocks.pass_by(QUARANTINE.total_seconds() - 1)
        await outbox.drain()
        assert desk.chat.asked == []
        desk.clocks.pass_by(2)
        await drained(outbox)
        assert desk.chat.asked == ["a"]
        assert desk.chat.posts == [("C1", "a")]
        assert await desk.states("a") == [DeliveryState.SENT]


async def test_a_post_that_is_found_there_is_not_sent_again(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown())
        outbox = desk.outbox()
        await outbox.drain()
        desk.chat.landed["a"] = "m-17"
        desk.clocks.pass_by(QUARANTINE.total_seconds() + 1)
        await drained(outbox)
        assert desk.chat.posts == []
        assert (await desk.get("a")).message_id == "m-17"


async def test_what_can_t_be_asked_is_sent_again_and_stays_listed(tmp_path: Path) -> None:
    async with open_desk(tmp_path, askable=False) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown(), Refused("busy"))
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.pass_by(QUARANTINE.total_seconds() + 1)
        await drained(outbox)
        assert await desk.reason("a") == "resent, refused: busy"
        desk.clocks.pass_by(600)
        await drained(outbox)
        assert (await desk.get("a")).state is DeliveryState.SENT
        assert await desk.reason("a") == "resent"


async def test_what_can_t_be_asked_is_held_where_the_workspace_chose_so(tmp_path: Path) -> None:
    async with open_desk(tmp_path, askable=False, unknown_outcome=UnknownOutcome.HOLD) as desk:
        await desk.owe("a", "b")
        desk.fail(OutcomeUnknown())
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.pass_by(QUARANTINE.total_seconds() + 1)
        await drained(outbox)
        assert await desk.states("a", "b") == [DeliveryState.HELD, DeliveryState.SENT]
        assert desk.chat.posts == [("C1", "b")]


async def test_a_platform_out_of_sight_pauses_the_lane_and_puts_few_in_doubt(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path, channels=200) as desk:
        for number in range(1, 201):
            await desk.owe(f"{number}", channel=f"C{number}")
            desk.fail(OutcomeUnknown(), channel=f"C{number}")
        outbox = desk.outbox()
        await outbox.drain()
        doubted = await desk.store.read(lambda tx: tx.deliveries.find(state=DeliveryState.AMBIGUOUS))
        assert 3 <= len(doubted) <= 20
        assert outbox.lane("W1").flow.is_paused()


class BrokenCoach(PlainCoach):
    """Can't compose one of them, and trips over another that was sent."""

    def compose(
        self, tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime
    ) -> Composed:
        if delivery.key == "broken":
            raise KeyError("no such tip")
        return super().compose(tx, delivery, conversation, now)

    def sent(self, tx: Transaction, delivery: Delivery, now: datetime) -> None:
        tx.workspaces.put(replace(tx.workspaces.all()[0], name=f"after {delivery.key}"))
        if delivery.key == "trips":
            raise ValueError("not as it should be")


async def test_what_can_t_be_composed_counts_as_refused_and_holds_up_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_desk(tmp_path) as desk:
        desk.coach = BrokenCoach()
        await desk.owe("broken", "b")
        await desk.outbox().drain()
        assert await desk.states("broken", "b") == [DeliveryState.PENDING, DeliveryState.SENT]
        assert await desk.reason("broken") == "refused: KeyError"
        assert "can't be composed" in caplog.text


async def test_what_follows_can_fail_and_what_was_sent_stays_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_desk(tmp_path) as desk:
        desk.coach = BrokenCoach()
        await desk.owe("trips")
        await desk.owe("b", channel="C2")
        await desk.outbox().drain()
        assert await desk.states("trips", "b") == [DeliveryState.SENT] * 2
        workspace = await desk.store.read(lambda tx: tx.workspaces.get("W1"))
        assert workspace is not None
        assert workspace.name == "after b"
        assert "what follows" in caplog.text


async def test_an_unforeseen_fault_of_a_messenger_leaves_the_post_in_doubt(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(RuntimeError("?"))
        await desk.outbox().drain()
        assert await desk.states("a") == [DeliveryState.AMBIGUOUS]
        assert "unforeseen" in caplog.text


async def test_what_belongs_to_a_platform_that_is_not_set_up_waits(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        outbox._means.messengers.clear()  # type: ignore[attr-defined]
        assert await outbox.drain() == 0
        assert await desk.states("a") == [DeliveryState.PENDING]


class TellingCoach(PlainCoach):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, str]] = []

    def held(self, tx: Transaction, delivery: Delivery, now: datetime) -> None:
        self.told.append(("held", delivery.key))

    def lost(self, tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
        self.told.append((reason, delivery.key))


async def test_the_coach_is_told_of_what_is_held_and_what_is_lost(tmp_path: Path) -> None:
    async with open_desk(tmp_path, askable=False, unknown_outcome=UnknownOutcome.HOLD) as desk:
        desk.coach = coach = TellingCoach()
        await desk.owe("a")
        await desk.owe("b", channel="C2")
        desk.fail(OutcomeUnknown())
        desk.fail(Unreachable("is_archived"), channel="C2")
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.pass_by(QUARANTINE.total_seconds() + 1)
        await drained(outbox)
        assert coach.told == [("is_archived", "b"), ("held", "a")]
