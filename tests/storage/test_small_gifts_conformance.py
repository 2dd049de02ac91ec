"""Small thanks: every store keeps them whole, one a giver and message, and counts only what may count."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from bot.models import Gift, GiftPlace, Origin, Receipt, SmallGift, Told
from bot.ports import Store, Transaction
from tests.storage.records import AT, HOUR, add_front_desk, add_member, unsaid

TODAY = date(2026, 11, 24)
MARTA, JONAS, LI = 1, 2, 3
ORIGIN = Origin("C7", "1700.01")
WHOLE = SmallGift(
    1,
    "W",
    1,
    MARTA,
    JONAS,
    ORIGIN.mark,
    "sunflower",
    public=True,
    given_at=AT,
    changed_at=AT + HOUR,
    asked_on=TODAY,
    taken_back_at=AT + 2 * HOUR,
    declined_at=AT + 3 * HOUR,
    gift_id=1,
)
GIFT = Gift(
    0,
    "W",
    MARTA,
    (Receipt(JONAS, Told.CHANNEL),),
    "for real",
    GiftPlace.THREAD,
    AT,
    TODAY,
    AT + HOUR,
    "n",
    origin=ORIGIN,
)


def new(mark: str, **more: Any) -> SmallGift:
    small = SmallGift(0, "W", 1, MARTA, JONAS, mark, "sunflower", public=True, given_at=AT, changed_at=AT)
    return replace(small, **more)


def add_all(tx: Transaction, *some: SmallGift) -> None:
    for one in some:
        tx.small_gifts.add(one)


def save(gift: Gift, tx: Transaction) -> None:
    tx.gifts.save(gift)


def say(gift: Gift, tx: Transaction) -> None:
    tx.small_gifts.say_in_words(tx.gifts.add(gift))


async def count(store: Store, team_id: int = 1) -> int:
    return len(await store.read(lambda tx: tx.small_gifts.of_team(team_id, AT, AT + HOUR)))


@pytest.fixture
async def desk(store: Store) -> Store:
    """The front desk is team 1, with marta, jonas and li."""

    def make(tx: Transaction) -> None:
        add_front_desk(tx)
        add_member(tx, "li")

    await store.decide(make)
    return store


async def test_they_come_back_whole(desk: Store) -> None:
    assert unsaid(WHOLE) == []
    await desk.decide(lambda tx: tx.gifts.add(GIFT))
    assert await desk.decide(lambda tx: tx.small_gifts.add(WHOLE)) == WHOLE
    assert await desk.read(lambda tx: tx.small_gifts.get(1)) == WHOLE
    assert await desk.read(lambda tx: tx.small_gifts.of_mark(MARTA, ORIGIN.mark)) == WHOLE
    assert await desk.read(lambda tx: tx.small_gifts.of_mark(JONAS, ORIGIN.mark)) is None
    assert await desk.read(lambda tx: tx.small_gifts.get(2)) is None


async def test_what_changes_is_kept_and_the_rest_stays(desk: Store) -> None:
    await desk.decide(lambda tx: tx.gifts.add(GIFT))
    await desk.decide(lambda tx: tx.small_gifts.add(new(ORIGIN.mark)))
    changed = replace(WHOLE, emoji="tulip", public=False, given_at=AT - HOUR)
    await desk.decide(lambda tx: tx.small_gifts.save(replace(changed, receiver_id=LI, mark="other")))
    assert await desk.read(lambda tx: tx.small_gifts.get(1)) == changed
    with pytest.raises(LookupError):
        await desk.decide(lambda tx: tx.small_gifts.save(replace(changed, id=9)))


async def test_a_giver_has_one_a_message(desk: Store) -> None:
    async def try_to_add() -> bool:
        try:
            await desk.decide(lambda tx: tx.small_gifts.add(new("m")))
        except ValueError:
            return False
        return True

    assert sum(await asyncio.gather(*(try_to_add() for _ in range(8)))) == 1
    await desk.decide(lambda tx: add_all(tx, new("m", giver_id=LI), new("n")))
    assert await count(desk) == 3


async def test_figures_get_what_is_public_and_stands_in_that_time(desk: Store) -> None:
    some = [
        new("later", given_at=AT + timedelta(microseconds=5)),
        new("first"),
        new("private", public=False),
        new("taken back", taken_back_at=AT),
        new("declined", declined_at=AT),
        new("before", given_at=AT - timedelta(microseconds=1)),
        new("end", given_at=AT + HOUR),
    ]
    await desk.decide(lambda tx: add_all(tx, *some))
    found = await desk.read(lambda tx: tx.small_gifts.of_team(1, AT, AT + HOUR))
    assert found == [AT, AT + timedelta(microseconds=5)]
    assert await count(desk, team_id=2) == 0


async def test_what_a_gift_says_in_words_is_not_counted_while_it_stands(desk: Store) -> None:
    await desk.decide(lambda tx: add_all(tx, new(ORIGIN.mark), new("m"), new(ORIGIN.mark, giver_id=LI)))
    gift = await desk.decide(lambda tx: tx.gifts.add(GIFT))
    await desk.decide(lambda tx: tx.small_gifts.say_in_words(gift))
    assert await count(desk) == 2
    for gone in (replace(gift, undone_at=AT), replace(gift, removed_at=AT)):
        await desk.decide(partial(save, gone))
        assert await count(desk) == 3


async def test_a_gift_to_another_or_from_nowhere_says_nothing_of_them(desk: Store) -> None:
    await desk.decide(lambda tx: add_all(tx, new(ORIGIN.mark)))
    to_li = replace(GIFT, receipts=(Receipt(LI, Told.CHANNEL),))
    for gift in (to_li, replace(GIFT, nonce="m", origin=None)):
        await desk.decide(partial(say, gift))
    assert await count(desk) == 1


async def test_who_was_asked_on_a_day(desk: Store) -> None:
    await desk.decide(lambda tx: add_all(tx, new("m", asked_on=TODAY, taken_back_at=AT), new("n")))
    assert await desk.read(lambda tx: tx.small_gifts.was_asked_on(MARTA, TODAY))
    assert not await desk.read(lambda tx: tx.small_gifts.was_asked_on(MARTA, TODAY + timedelta(days=1)))
    assert not await desk.read(lambda tx: tx.small_gifts.was_asked_on(JONAS, TODAY))


async def test_gifts_from_one_message_newest_first(desk: Store) -> None:
    gifts = [
        GIFT,
        replace(GIFT, nonce="later", given_at=AT + HOUR),
        replace(GIFT, nonce="undone", undone_at=AT),
        replace(GIFT, nonce="elsewhere", origin=Origin("C7", "1700.02")),
        replace(GIFT, nonce="li's", giver_id=LI),
    ]
    for gift in gifts:
        await desk.decide(partial(say, gift))
    found = await desk.read(lambda tx: tx.gifts.of_message(MARTA, replace(ORIGIN, link="x")))
    assert [one.nonce for one in found] == ["later", "n"]
