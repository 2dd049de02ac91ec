"""Edits and deletions: after their post, the newest wins, and what lands late has not the last word."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.errors import OutcomeUnknown, RateLimited
from bot.models import DeliveryKind, DeliveryState
from bot.outbox.claims import USEFUL_FOR
from tests.bot.outbox.sending_desk import QUARANTINE, drained, open_desk, until_on_the_way

DELETE = DeliveryKind.KUDOS_DELETE
OVER = QUARANTINE.total_seconds() + 1


async def test_an_edit_changes_the_message_of_its_post(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        await desk.outbox().drain()
        await desk.owe_edit("edit/a/1", "a")
        outbox = desk.outbox()
        desk.clocks.pass_by(31)
        await outbox.drain()
        assert desk.chat.edits == [("edit", "m-a")]
        assert await desk.states("edit/a/1") == [DeliveryState.SENT]


async def test_an_edit_of_a_post_that_died_is_moot(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        await desk.save(replace(await desk.get("a"), state=DeliveryState.DEAD))
        await desk.owe_edit("edit/a/1", "a")
        await desk.outbox().drain()
        kept = await desk.get("edit/a/1")
        assert (kept.state, kept.reason) == (DeliveryState.DEAD, "never-sent")


async def test_only_the_newest_of_the_edits_that_wait_is_made(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        for revision in (1, 2, 3):
            await desk.owe_edit(f"edit/a/{revision}", "a", revision)
        outbox = desk.outbox()
        await outbox.drain()
        desk.clocks.pass_by(6)
        await drained(outbox)
        assert desk.chat.edits == [("edit", "m-a")]
        assert await desk.states("edit/a/1", "edit/a/2", "edit/a/3") == [
            DeliveryState.DEAD,
            DeliveryState.DEAD,
            DeliveryState.SENT,
        ]
        assert await desk.reason("edit/a/1") == "overtaken"


async def test_an_undo_of_what_is_on_its_way_waits_for_its_fate(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        gate = desk.gate()
        outbox = desk.outbox()
        sending = asyncio.create_task(outbox.drain())
        await until_on_the_way(desk, 1)
        await desk.owe_edit("delete/a", "a", kind=DELETE)
        outbox.lane("W1").want()
        await asyncio.sleep(0.05)
        assert desk.chat.edits == []
        gate.set()
        await sending
        desk.clocks.pass_by(6)
        await outbox.drain()
        assert desk.chat.edits == [("delete", "m-a")]


async def test_an_undo_of_what_is_in_doubt_waits_until_it_is_known(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        desk.fail(OutcomeUnknown())
        outbox = desk.outbox()
        await outbox.drain()
        await desk.owe_edit("delete/a", "a", kind=DELETE)
        desk.chat.landed["a"] = "m-5"
        desk.clocks.pass_by(30)
        await outbox.drain()
        assert desk.chat.edits == []
        desk.clocks.pass_by(OVER)
        await drained(outbox)
        desk.clocks.pass_by(6)
        await outbox.drain()
        assert desk.chat.edits == [("delete", "m-5")]
        assert desk.chat.posts == []


async def test_an_undo_of_what_was_never_sent_ends_both(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("other", "a")
        outbox = desk.outbox()
        desk.fail(RateLimited(60))
        await outbox.drain()
        await desk.save(replace(await desk.get("a"), due_at=desk.clocks.now() + timedelta(hours=2)))
        await desk.owe_edit("delete/a", "a", kind=DELETE)
        desk.clocks.pass_by(61)
        await drained(outbox)
        assert await desk.states("a", "delete/a") == [DeliveryState.DEAD] * 2
        assert await desk.reason("a") == "taken back"
        assert desk.chat.posts == [("C1", "other")]


async def test_an_edit_whose_answer_never_came_is_repeated_after_the_quarantine(tmp_path: Path) -> None:
    """What was on its way can land after a newer edit: repeating it with what is true has the last word."""
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        await outbox.drain()
        await desk.owe_edit("edit/a/1", "a", 1)
        desk.fail(OutcomeUnknown())
        await outbox.drain()
        await desk.owe_edit("edit/a/2", "a", 2)
        await outbox.drain()
        assert desk.chat.edits == [("edit", "m-a")]
        desk.clocks.pass_by(OVER)
        await outbox.drain()
        assert desk.chat.edits == [("edit", "m-a")] * 2
        assert await desk.states("edit/a/1", "edit/a/2") == [DeliveryState.SENT] * 2


async def test_an_edit_in_doubt_is_not_repeated_once_its_post_is_deleted(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        await outbox.drain()
        await desk.owe_edit("edit/a/1", "a", 1)
        desk.fail(OutcomeUnknown())
        await outbox.drain()
        await desk.owe_edit("delete/a", "a", 2, kind=DELETE)
        await outbox.drain()
        desk.clocks.pass_by(OVER)
        await outbox.drain()
        assert desk.chat.edits == [("delete", "m-a")]
        assert await desk.states("edit/a/1") == [DeliveryState.DEAD]


async def test_an_edit_that_a_dead_worker_was_making_is_repeated(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a")
        outbox = desk.outbox()
        await outbox.drain()
        await desk.owe_edit("edit/a/1", "a")
        await desk.save(replace(await desk.get("edit/a/1"), state=DeliveryState.SENDING))
        desk.clocks.pass_by(2)
        await outbox.drain()
        assert await desk.states("edit/a/1") == [DeliveryState.PENDING]
        desk.clocks.pass_by(OVER)
        await outbox.drain()
        assert desk.chat.edits == [("edit", "m-a")]


async def test_an_announcement_that_could_go_for_a_day_is_past_use(
    tmp_path: Path,
) -> None:
    async with open_desk(tmp_path) as desk:
        outbox = desk.outbox()
        await outbox.drain()
        await desk.owe("a", kind=DeliveryKind.KUDOS)
        await desk.owe("b", channel="C2")
        outbox.lane("W1")
        desk.clocks.pass_by(USEFUL_FOR.total_seconds() + 1)
        await outbox.drain()
        assert await desk.states("a", "b") == [DeliveryState.DEAD, DeliveryState.SENT]
        assert await desk.reason("a") == "past-use"


async def test_time_in_which_it_could_not_be_sent_does_not_count(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        outbox = desk.outbox()
        await desk.owe("other")
        desk.fail(RateLimited(2 * USEFUL_FOR.total_seconds()))
        await outbox.drain()
        await desk.owe("a", kind=DeliveryKind.KUDOS)
        desk.clocks.pass_by(2 * USEFUL_FOR.total_seconds() + 1)
        await outbox.drain()
        assert await desk.states("a") == [DeliveryState.SENT]


async def test_time_in_which_nobody_sent_does_not_count(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.owe("a", kind=DeliveryKind.KUDOS)
        desk.clocks.pass_by(3 * USEFUL_FOR.total_seconds())
        assert await desk.outbox().drain() == 1
