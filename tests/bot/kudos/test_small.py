"""Small thanks: the team's emoji under a message, from the reaction to the form that says it in words."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.actions import AddWord, DontCount, GiveKudos, OpenKudos, Reaction, TakeBackReaction, UndoKudos
from bot.actions import ThankByReaction as Thank
from bot.cards import NOTHING, Form, PeopleField
from bot.coach import Actor
from bot.codec import fill
from bot.models import GiftPlace, Origin, SmallGift
from bot.ports import Transaction
from tests.bot.kudos.thanking import REASON, change, latest, member
from tests.world import MONDAY, World, press, text_of

DAY = timedelta(days=1)
LINK = "https://chat.example/archives/C1/p17"
ASKED = "That counts as kudos to Jonas."


@pytest_asyncio.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """The front desk, whose emoji is the sunflower."""
    made = await World.make(tmp_path)
    await choose(made, "sunflower")
    yield made
    await made.close()


async def choose(world: World, emoji: str | None) -> None:
    team = await world.team()
    await world.decide(lambda tx: tx.teams.save(replace(team, kudos_emoji=emoji)))


def added(message: str = "1.1", author: str = "jonas", emoji: str = "sunflower", second: float = 1) -> Thank:
    return Thank(emoji, "front-desk", message, author, LINK, MONDAY + timedelta(seconds=second))


def removed(message: str = "1.1", emoji: str = "sunflower", second: float = 2) -> TakeBackReaction:
    return TakeBackReaction(emoji, "front-desk", message, "jonas", MONDAY + timedelta(seconds=second))


async def counted(world: World) -> int:
    def count(tx: Transaction) -> int:
        return len(tx.small_gifts.of_team(world.team_id, MONDAY - DAY, MONDAY + 400 * DAY))

    return await world.read(count)


async def kept(world: World, giver: str = "marta", message: str = "1.1") -> SmallGift:
    giver_id, mark = (await member(world, giver)).id, Origin("front-desk", message).mark
    small = await world.read(lambda tx: tx.small_gifts.of_mark(giver_id, mark))
    assert small is not None
    return small


async def test_only_the_reactor_is_asked_for_a_word(world: World) -> None:
    reply = await world.act("marta", added())
    assert text_of(reply).startswith(f"{ASKED}\n\n[Add a word] [Don't count it]")
    assert await counted(world) == 1
    await world.tick()
    assert world.chat.posts == []


async def test_somebody_is_asked_once_a_day(world: World) -> None:
    assert await world.act("marta", added("1.1")) != NOTHING
    assert await world.act("marta", added("1.2", "li")) == NOTHING
    assert await world.act("ana", added("1.1")) != NOTHING
    assert await counted(world) == 3
    world.clock.at += DAY
    assert "to Li" in text_of(await world.act("marta", added("1.3", "li", second=90_000)))


async def test_the_same_event_again_is_answered_alike_and_counts_once(world: World) -> None:
    first = await world.act("marta", added(), "event-1")
    assert await world.act("marta", added(), "event-1") == first != NOTHING
    assert await world.act("marta", added(), "event-2") == first
    assert await counted(world) == 1


async def test_taking_the_reaction_away_takes_it_back(world: World) -> None:
    await world.act("marta", added())
    assert await world.act("marta", removed()) == NOTHING
    assert await counted(world) == 0
    assert await world.act("marta", added(second=3)) == NOTHING
    assert await counted(world) == 1


async def test_what_is_there_is_not_given_anew_and_what_comes_back_is(world: World) -> None:
    await world.act("marta", added())
    given_at = world.clock.at
    world.clock.at += 8 * DAY
    await world.act("marta", added(second=700_000))
    assert (await kept(world)).given_at == given_at
    await world.act("marta", removed(second=700_001))
    await world.act("marta", added(second=700_002))
    assert (await kept(world)).given_at == world.clock.at


async def test_the_later_event_holds_in_whatever_order_they_come(world: World) -> None:
    assert await world.act("marta", removed(second=2)) == NOTHING
    assert await world.act("marta", added(second=1)) == NOTHING
    assert await counted(world) == 0
    await world.act("marta", added(second=3))
    await world.act("marta", removed(second=2))
    assert await counted(world) == 1


async def test_what_is_not_to_count_does_not_count_any_more(world: World) -> None:
    reply = await world.act("marta", added())
    said = text_of(await world.act("marta", press(reply, "Don't count it")))
    assert said == "Not counted. Your reaction stays where it is, as any other would."
    assert text_of(await world.act("marta", press(reply, "Don't count it"))) == said
    await world.act("marta", removed())
    await world.act("marta", added(second=3))
    assert await counted(world) == 0


@pytest.mark.parametrize("emoji", ["wave", "Sunflowers", "", "sunflower2"])
async def test_another_emoji_is_no_thanks_and_leaves_no_trace(world: World, emoji: str) -> None:
    before = rows(world)
    assert await world.act("newcomer", added(emoji=emoji)) == NOTHING
    assert await world.act("marta", removed(emoji=emoji)) == NOTHING
    assert rows(world) == before


def rows(world: World) -> list[str]:
    with closing(sqlite3.connect(world.store.path)) as connection:
        return list(connection.iterdump())


async def test_off_until_a_team_chooses_and_only_in_its_channel(world: World) -> None:
    assert await world.act("marta", replace(added(), conversation="elsewhere")) == NOTHING
    await choose(world, None)
    assert await world.act("marta", added()) == NOTHING
    assert await counted(world) == 0


async def test_a_skin_tone_makes_no_difference(world: World) -> None:
    await choose(world, "raised_hands")
    assert await world.act("marta", added(emoji="raised_hands::skin-tone-3")) != NOTHING
    await world.act("marta", removed(emoji="raised_hands::skin-tone-3"))
    assert await counted(world) == 0


async def test_what_was_thanked_with_the_old_emoji_goes_with_it(world: World) -> None:
    await world.act("marta", added())
    await choose(world, "tulip")
    await world.act("marta", removed(emoji="tulip"))
    assert await counted(world) == 1
    await world.act("marta", removed(second=3))
    assert await counted(world) == 0


@pytest.mark.parametrize(
    ("who", "changed"),
    [
        ("jonas", {"is_app": True}),
        ("jonas", {"is_stranger": True}),
        ("jonas", {"deactivated_at": MONDAY}),
        ("marta", {"is_app": True}),
        ("marta", {"is_stranger": True}),
        ("marta", {"stopped_at": MONDAY}),
    ],
)
async def test_who_can_neither_thank_nor_be_thanked(world: World, who: str, changed: dict[str, Any]) -> None:
    await change(world, who, **changed)
    assert await world.act("marta", added()) == NOTHING
    assert await world.act("marta", removed()) == NOTHING
    assert rows_of_small(world) == 0


def rows_of_small(world: World) -> int:
    with closing(sqlite3.connect(world.store.path)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM small_gifts")
        return int(count)


@pytest.mark.parametrize("author", ["marta", "nobody", "", "zoe"])
async def test_nobody_of_the_team_is_nobody_to_thank(world: World, author: str) -> None:
    await world.act("zoe", OpenKudos())
    assert await world.act("marta", added(author=author)) == NOTHING
    assert rows_of_small(world) == 0


@pytest.mark.parametrize("change_of", [{"stopped_at": MONDAY}, {"thanks_private": True}])
async def test_thanks_kept_private_are_asked_about_alike_and_in_no_figure(
    world: World, change_of: dict[str, Any]
) -> None:
    await change(world, "jonas", **change_of)
    assert ASKED in text_of(await world.act("marta", added()))
    assert await counted(world) == 0
    await change(world, "jonas", stopped_at=None, thanks_private=False)
    assert await counted(world) == 0


@pytest.mark.parametrize("until", ["away_until_on", "paused_until_on"])
async def test_who_is_away_is_not_asked(world: World, until: str) -> None:
    await change(world, "marta", **{until: (MONDAY + 2 * DAY).date()})
    assert await world.act("marta", added()) == NOTHING
    assert await counted(world) == 1
    world.clock.at += 2 * DAY
    assert await world.act("marta", added("1.2")) != NOTHING


async def test_the_form_has_the_author_and_answers_the_message(world: World) -> None:
    form = await world.act("marta", press(await world.act("marta", added()), "Add a word"))
    assert isinstance(form, Form)
    assert form.values["people"] == ("jonas",)
    assert isinstance(form.fields[0], PeopleField)
    await world.act("marta", fill(form.submit, {**form.values, "reason": REASON}))
    gift = await latest(world)
    assert (gift.place, gift.origin) == (GiftPlace.THREAD, Origin("front-desk", "1.1", LINK))


async def test_what_is_said_in_words_is_not_counted_twice(world: World) -> None:
    reply = await world.act("marta", added())
    form = await world.act("marta", press(reply, "Add a word"))
    assert isinstance(form, Form)
    await world.act("marta", fill(form.submit, {**form.values, "reason": REASON}))
    assert await counted(world) == 0
    again = text_of(await world.act("marta", press(reply, "Add a word")))
    assert again.startswith("Sent to #front-desk")
    await world.act("marta", UndoKudos((await latest(world)).id))
    assert await counted(world) == 1
    assert isinstance(await world.act("marta", press(reply, "Add a word")), Form)


async def test_thanks_to_another_from_that_message_leave_it_small(world: World) -> None:
    await world.act("marta", added())
    form = await world.act("marta", OpenKudos(("li",), "", "front-desk", "1.1", LINK))
    assert isinstance(form, Form)
    await world.act("marta", fill(form.submit, {**form.values, "reason": REASON}))
    assert await counted(world) == 1


async def test_who_has_thanked_in_words_is_not_asked_for_some(world: World) -> None:
    form = await world.act("marta", OpenKudos(("jonas",), "", "front-desk", "1.1", LINK))
    assert isinstance(form, Form)
    await world.act("marta", fill(form.submit, {**form.values, "reason": REASON}))
    assert await world.act("marta", added()) == NOTHING
    assert await counted(world) == 0


async def test_after_a_week_the_form_no_longer_knows_the_message(world: World) -> None:
    reply = await world.act("marta", added())
    world.clock.at += 8 * DAY
    await world.act("li", OpenKudos(("ana",), "", "front-desk", "9.9"))
    form = await world.act("marta", press(reply, "Add a word"))
    assert isinstance(form, Form)
    await world.act("marta", fill(form.submit, {**form.values, "reason": REASON}))
    assert (await latest(world)).place is GiftPlace.CHANNEL


async def test_nothing_of_the_message_is_kept(world: World) -> None:
    await world.act("marta", added("1722222222.000100"))
    await world.act("marta", added("1733333333.000100", "li"))
    small = await kept(world, message="1733333333.000100")
    assert "1733333333" not in repr(small)
    assert not any("1733333333" in row for row in rows(world) if "identities" not in row)


async def test_anothers_are_not_here(world: World) -> None:
    await world.act("marta", added())
    small_id = (await kept(world)).id
    for action in (AddWord(small_id), DontCount(small_id), AddWord(99)):
        assert "I can't find that" in text_of(await world.act("jonas", action))
    assert await counted(world) == 1


async def test_a_reaction_is_looked_at_without_writing(world: World) -> None:
    async def heeded(action: Reaction | GiveKudos) -> bool:
        actor = Actor("local", "marta", "Marta", "front-desk")
        return await world.read(lambda tx: world.coach.heeds(tx, actor, action))

    assert await heeded(added())
    assert await heeded(GiveKudos())
    assert not await heeded(added(emoji="wave"))
    assert not await heeded(removed(emoji="wave"))
    await world.act("marta", added())
    assert await heeded(removed(emoji="wave"))
