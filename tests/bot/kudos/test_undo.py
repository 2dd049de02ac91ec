"""Thanks taken back: everywhere, by their giver, on their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.actions import (
    SecondKudos,
    UndoKudos,
    UndoLatest,
)
from tests.bot.kudos.thanking import REASON, change, give, latest, owed, settle
from tests.world import MONDAY, World, press, text_of


async def test_undo_takes_everything_back(desk: World) -> None:
    await desk.add_team("phones", "Phones", ("rui",), managers=())
    reply = await give(desk, "marta", "jonas", "rui", behaviour="owned-it")
    gift = await latest(desk)
    await desk.act("ana", SecondKudos(gift.id))
    assert len(desk.said()) == len(desk.said("@rui")) == 1
    undone = await desk.act("marta", press(reply, "Undo"))
    assert text_of(undone).startswith("Taken back, everywhere.")
    await settle(desk)
    assert desk.said() == desk.said("@rui") == []
    from_at, to_at = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
    assert await desk.read(lambda tx: tx.gifts.of_team(1, from_at, to_at)) == []
    assert REASON not in text_of(await desk.say("jonas", "mine"))
    assert REASON not in text_of(await desk.say("marta", "mine"))


async def test_undo_after_the_team_has_ended(desk: World) -> None:
    reply = await give(desk, "marta", "jonas")
    ended = replace(await desk.team(), ended_at=desk.clock.now())
    await desk.decide(lambda tx: tx.teams.save(ended))
    assert "Taken back" in text_of(await desk.act("marta", press(reply, "Undo")))
    await settle(desk)
    assert desk.said() == []


async def test_undo_twice_is_one_undo_with_the_same_answer(desk: World) -> None:
    await give(desk, "marta", "jonas")
    first = await desk.act("marta", UndoKudos(1))
    before = await owed(desk)
    assert await desk.act("marta", UndoKudos(1)) == first
    assert await desk.say("marta", "undo") == first
    assert (await owed(desk)).keys() == before.keys()


async def test_undo_until_the_days_end_of_the_giver(desk: World) -> None:
    await change(desk, "marta", zone="Asia/Tokyo")
    await give(desk, "marta", "jonas")
    await give(desk, "marta", "li")
    desk.clock.at = datetime(2026, 11, 23, 14, 59, 59, tzinfo=UTC)
    assert "Taken back" in text_of(await desk.act("marta", UndoKudos(2)))
    desk.clock.at = datetime(2026, 11, 23, 15, tzinfo=UTC)
    late = await desk.act("marta", UndoKudos(1))
    assert text_of(late).startswith("That was yesterday; ask Priya to remove it.")
    assert (await desk.read(lambda tx: tx.gifts.get(1))).stands  # type: ignore[union-attr]
    await settle(desk)
    assert len(desk.said()) == 1


@pytest.mark.parametrize(
    ("days", "where", "sentence"),
    [
        (1, "team", "That was yesterday; ask Priya to remove it."),
        (2, "team", "That was some days ago; ask Priya to remove it."),
        (1, "only", "That was yesterday, so it stays."),
        (9, "only", "That was some days ago, so it stays."),
    ],
)
async def test_undo_too_late_says_who_can_help(desk: World, days: int, where: str, sentence: str) -> None:
    await give(desk, "marta", "jonas", where=where)
    desk.clock.at += timedelta(days=days)
    assert text_of(await desk.act("marta", UndoKudos(1))).startswith(sentence)


async def test_what_was_undone_in_time_says_so_later_too(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.act("marta", UndoKudos(1))
    desk.clock.at += timedelta(days=2)
    assert "Taken back" in text_of(await desk.act("marta", UndoKudos(1)))


async def test_undo_as_a_word_takes_the_latest_of_today(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await give(desk, "marta", "li")
    await desk.say("marta", "undo")
    gifts = await desk.read(lambda tx: [tx.gifts.get(1), tx.gifts.get(2)])
    assert [gift.stands for gift in gifts if gift is not None] == [True, False]


async def test_an_undo_delivered_again_does_not_take_a_later_gift(desk: World) -> None:
    await give(desk, "marta", "jonas")
    await desk.act("marta", UndoLatest(), identity="undo-1")
    await give(desk, "marta", "li")
    await desk.act("marta", UndoLatest(), identity="undo-1")
    assert (await latest(desk)).stands


@pytest.mark.parametrize("days", [None, 1])
async def test_nothing_of_today_to_undo(desk: World, days: int | None) -> None:
    if days is not None:
        await give(desk, "marta", "jonas")
        desk.clock.at += timedelta(days=days)
    said = text_of(await desk.say("marta", "undo"))
    assert said.startswith("You gave no thanks today, so there is nothing to undo.")


async def test_only_the_giver_undoes(desk: World) -> None:
    await give(desk, "marta", "jonas")
    for who in ("jonas", "ana", "priya"):
        assert "Only Marta can undo or change this." in text_of(await desk.act(who, UndoKudos(1)))
    assert (await latest(desk)).stands
