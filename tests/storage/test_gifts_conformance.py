"""Gifts: every store keeps them whole, once a nonce, and counts only what may be counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.models import Gift, GiftPlace, Origin, Receipt, Told
from bot.ports import Store, Transaction
from tests.storage.records import AT, HOUR, add_front_desk, add_member, unsaid

DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
MARTA, JONAS, LI = 1, 2, 3
WHOLE = Gift(
    1,
    "W",
    MARTA,
    (Receipt(LI, Told.DIRECT, AT + HOUR), Receipt(JONAS, Told.ROUND_UP, AT)),
    "Stayed with the family – “until it was” ✨",
    GiftPlace.THREAD,
    AT,
    TODAY,
    AT + DAY,
    "n-1",
    "looked-up",
    1,
    Origin("C7", "1700.01", "https://chat.example/C7/1700"),
    AT + 2 * HOUR,
    AT + 3 * HOUR,
)


def front_desk(tx: Transaction) -> None:
    """The front desk is team 1, with marta, jonas and li."""
    add_front_desk(tx)
    add_member(tx, "li")


def new_gift(nonce: str, *receivers: int, **more: Any) -> Gift:
    receipts = tuple(Receipt(one, Told.CHANNEL) for one in receivers or (JONAS,))
    gift = Gift(0, "W", MARTA, receipts, "for real", GiftPlace.CHANNEL, AT, TODAY, AT + DAY, nonce, team_id=1)
    return replace(gift, **more)


def add_all(tx: Transaction, *gifts: Gift) -> list[int]:
    return [tx.gifts.add(gift).id for gift in gifts]


@pytest.fixture
async def desk(store: Store) -> Store:
    await store.decide(front_desk)
    return store


async def test_a_gift_comes_back_whole(desk: Store) -> None:
    assert unsaid(WHOLE) == []
    added = await desk.decide(lambda tx: tx.gifts.add(replace(WHOLE, id=77)))
    assert added == WHOLE
    assert await desk.read(lambda tx: tx.gifts.get(1)) == WHOLE
    assert await desk.read(lambda tx: tx.gifts.of_nonce(MARTA, "n-1")) == WHOLE
    assert await desk.read(lambda tx: tx.gifts.get(2)) is None


async def test_a_nonce_is_used_once_by_each_giver(desk: Store) -> None:
    await desk.decide(lambda tx: tx.gifts.add(new_gift("n")))
    with pytest.raises(ValueError, match="before"):
        await desk.decide(lambda tx: tx.gifts.add(new_gift("n", LI)))
    await desk.decide(lambda tx: tx.gifts.add(new_gift("n", LI, giver_id=JONAS)))
    assert await desk.read(lambda tx: [one.receiver_ids for one in tx.gifts.received(LI, 9)]) == [(LI,)]


async def test_of_one_nonce_at_once_one_is_added(desk: Store) -> None:
    results = await asyncio.gather(
        *(desk.decide(lambda tx: tx.gifts.add(new_gift("n"))) for _ in range(20)), return_exceptions=True
    )
    assert sum(isinstance(one, Gift) for one in results) == 1
    assert await desk.read(lambda tx: tx.gifts.count_on(MARTA, TODAY)) == 1


async def test_what_becomes_of_a_gift_is_saved(desk: Store) -> None:
    added = await desk.decide(lambda tx: tx.gifts.add(new_gift("n", JONAS, LI)))
    receipts = (Receipt(JONAS, Told.HOME, AT), Receipt(LI, Told.DIRECT))
    changed = replace(
        added,
        receipts=receipts,
        reason="other words",
        behaviour="owned-it",
        place=GiftPlace.UNREACHABLE,
        team_id=None,
        undone_at=AT,
        removed_at=AT + HOUR,
    )
    await desk.decide(lambda tx: tx.gifts.save(changed))
    assert await desk.read(lambda tx: tx.gifts.get(added.id)) == changed
    assert changed.receiver_ids == (JONAS, LI)
    assert changed.shown_ids == (LI,)


async def test_a_gift_that_was_never_added_cannot_be_saved(desk: Store) -> None:
    with pytest.raises(LookupError):
        await desk.decide(lambda tx: tx.gifts.save(new_gift("n")))


async def test_a_day_counts_what_was_taken_back_too(desk: Store) -> None:
    gifts = [
        new_gift("a"),
        new_gift("b", undone_at=AT),
        new_gift("c", given_on=TODAY + DAY),
        new_gift("d", giver_id=LI),
    ]
    await desk.decide(lambda tx: add_all(tx, *gifts))
    assert await desk.read(lambda tx: tx.gifts.count_on(MARTA, TODAY)) == 2


async def test_announced_are_those_that_stand_in_the_channel(desk: Store) -> None:
    gifts = [
        new_gift("channel"),
        new_gift("thread", place=GiftPlace.THREAD),
        new_gift("gathered", place=GiftPlace.ROUND_UP),
        new_gift("private", place=GiftPlace.ONLY),
        new_gift("undone", undone_at=AT),
        new_gift("removed", removed_at=AT),
        new_gift("before", given_at=AT - HOUR),
        new_gift("after", given_at=AT + HOUR),
        new_gift("elsewhere", team_id=None),
    ]
    await desk.decide(lambda tx: add_all(tx, *gifts))
    assert await desk.read(lambda tx: tx.gifts.count_announced(1, AT, AT + HOUR)) == 2


async def test_what_a_team_gathered_is_asked_by_itself(desk: Store) -> None:
    later = AT + timedelta(microseconds=1)
    gifts = [
        new_gift("later", place=GiftPlace.ROUND_UP, given_at=later),
        new_gift("gathered", place=GiftPlace.ROUND_UP),
        new_gift("undone", place=GiftPlace.ROUND_UP, undone_at=AT),
        new_gift("channel"),
    ]
    await desk.decide(lambda tx: add_all(tx, *gifts))
    found = await desk.read(lambda tx: tx.gifts.gathered(1, AT, AT + HOUR))
    assert [one.nonce for one in found] == ["gathered", "later"]


async def test_figures_get_public_standing_gifts_that_somebody_still_shows(desk: Store) -> None:
    hidden = (Receipt(JONAS, Told.CHANNEL, AT),)
    partly = (*hidden, Receipt(LI, Told.CHANNEL))
    gifts = [
        *(new_gift(place, place=place) for place in GiftPlace),
        new_gift("undone", undone_at=AT),
        new_gift("removed", removed_at=AT),
        new_gift("hidden", receipts=hidden),
        new_gift("partly", receipts=partly),
        new_gift("before", given_at=AT - timedelta(microseconds=1)),
        new_gift("end", given_at=AT + HOUR),
    ]
    await desk.decide(lambda tx: add_all(tx, *gifts))
    found = await desk.read(lambda tx: tx.gifts.of_team(1, AT, AT + HOUR))
    assert [one.nonce for one in found] == ["channel", "thread", "round-up", "partly"]
    assert [one.shown_ids for one in found] == [(JONAS,), (JONAS,), (JONAS,), (LI,)]
    assert await desk.read(lambda tx: tx.gifts.of_team(2, AT, AT + HOUR)) == []


async def test_ones_own_are_newest_first_and_standing(desk: Store) -> None:
    gifts = [
        new_gift("old", given_at=AT - DAY),
        new_gift("private", LI, place=GiftPlace.ONLY, team_id=None),
        new_gift("hidden", receipts=(Receipt(JONAS, Told.CHANNEL, AT),)),
        new_gift("undone", JONAS, LI, undone_at=AT, given_at=AT + HOUR),
    ]
    await desk.decide(lambda tx: add_all(tx, *gifts))

    def nonces(found: list[Gift]) -> list[str]:
        return [one.nonce for one in found]

    assert nonces(await desk.read(lambda tx: tx.gifts.given(MARTA, 2))) == ["hidden", "private"]
    assert nonces(await desk.read(lambda tx: tx.gifts.received(JONAS, 9))) == ["hidden", "old"]
    assert nonces(await desk.read(lambda tx: tx.gifts.received(LI, 9))) == ["private"]
    latest = await desk.read(lambda tx: tx.gifts.latest(MARTA))
    assert latest is not None
    assert latest.nonce == "undone"
    assert await desk.read(lambda tx: tx.gifts.latest(LI)) is None
    assert await desk.read(lambda tx: tx.gifts.count_given(MARTA, AT, AT + DAY)) == 2
    assert await desk.read(lambda tx: tx.gifts.count_received(JONAS, AT - DAY, AT)) == 1
    assert await desk.read(lambda tx: tx.gifts.count_received(JONAS, AT, AT + DAY)) == 1


async def test_the_first_that_was_told_directly(desk: Store) -> None:
    gifts = [new_gift("a"), new_gift("b", receipts=(Receipt(JONAS, Told.DIRECT),))]
    ids = await desk.decide(lambda tx: add_all(tx, *gifts, replace(gifts[1], nonce="c")))
    assert await desk.read(lambda tx: tx.gifts.first_direct(JONAS)) == ids[1]
    assert await desk.read(lambda tx: tx.gifts.first_direct(LI)) is None


async def test_somebody_seconds_once(desk: Store) -> None:
    (gift_id,) = await desk.decide(lambda tx: add_all(tx, new_gift("n")))
    assert await desk.decide(lambda tx: tx.gifts.second(gift_id, LI, AT + HOUR))
    assert await desk.decide(lambda tx: tx.gifts.second(gift_id, MARTA, AT))
    assert not await desk.decide(lambda tx: tx.gifts.second(gift_id, LI, AT))
    assert await desk.read(lambda tx: tx.gifts.seconders(gift_id)) == [MARTA, LI]
    assert await desk.read(lambda tx: tx.gifts.seconders(99)) == []


async def test_where_a_form_was_opened_from_is_kept_for_a_week(desk: Store) -> None:
    first, other = Origin("C1", "1", "https://chat.example/1"), Origin("C2", "2")
    await desk.decide(lambda tx: tx.gifts.keep_origin(MARTA, "n", first, AT))
    await desk.decide(lambda tx: tx.gifts.keep_origin(MARTA, "n", other, AT))
    assert await desk.read(lambda tx: tx.gifts.origin(MARTA, "n")) == first
    assert await desk.read(lambda tx: tx.gifts.origin(JONAS, "n")) is None
    await desk.decide(lambda tx: tx.gifts.keep_origin(JONAS, "m", other, AT + 8 * DAY))
    assert await desk.read(lambda tx: tx.gifts.origin(MARTA, "n")) is None
    assert await desk.read(lambda tx: tx.gifts.origin(JONAS, "m")) == other
