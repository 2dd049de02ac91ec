"""The first word where Kindling was added, once and while it is an answer still."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.models import Conversation, ConversationKind, Member
from bot.ports import Person, Transaction
from bot.teams import direct_conversation, know_person, welcomes
from tests.world import MONDAY, World

AT = MONDAY.replace(hour=10)


def room(tx: Transaction, name: str = "phones") -> Conversation:
    return tx.conversations.put(Conversation(0, "local", name, ConversationKind.CHANNEL, name))


def adder(tx: Transaction, name: str = "Sam") -> Member:
    return know_person(tx, "local", Person("sam", name, is_admin=True), AT)


async def owe(world: World, name: str = "Sam", thread: str = "") -> None:
    await world.decide(
        lambda tx: welcomes.owe_to_channel(tx, room(tx), "group", adder(tx, name), thread, world.clock.now())
    )


async def test_a_channel_hears_who_added_it_in_the_thread_that_was_done_in(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)
    await owe(world, thread="17")
    await owe(world)
    await world.tick()
    [post] = [one for one in world.chat.posts if one.place == "phones"]
    assert post.thread == "17"
    assert post.card.push == "Sam added Kindling: one short idea a week about caring service."


async def test_who_is_known_by_id_alone_is_waited_for_and_then_not_named(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)
    await owe(world, "sam")
    await world.tick()
    assert world.said("phones") == []
    world.clock.at += timedelta(minutes=1)
    await world.tick()
    [text] = world.said("phones")
    assert "Once a week I bring one small idea" in text
    assert "sam" not in text.casefold()


async def test_the_name_that_came_meanwhile_is_said(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)
    await owe(world, "sam")
    await world.tick()
    await world.decide(adder)
    world.clock.at += timedelta(minutes=1)
    await world.tick()
    [text] = world.said("phones")
    assert "Sam added me" in text


async def test_nobody_is_greeted_by_an_id(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)

    def greet(tx: Transaction) -> None:
        zoe = know_person(tx, "local", Person("zoe-7", "zoe-7"), AT)
        welcomes.owe_to_person(tx, zoe, direct_conversation(tx, zoe), world.clock.now())

    await world.decide(greet)
    await world.tick()
    assert world.said("@zoe-7") == []
    world.clock.at += timedelta(minutes=1)
    await world.tick()
    [text] = world.said("@zoe-7")
    assert text.startswith("Kindling, for you")
    assert "zoe-7" not in text


async def test_a_day_later_it_is_no_answer_any_more(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)
    await owe(world)
    world.clock.at += timedelta(days=2)
    await world.tick()
    assert world.said("phones") == []


async def test_where_a_team_is_the_hello_says_it_all(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)

    def add(tx: Transaction) -> None:
        team = tx.teams.get(world.team_id)
        assert team is not None
        there = tx.conversations.get(team.conversation_id)
        assert there is not None
        welcomes.owe_to_channel(tx, there, "group", None, "", AT)

    await world.decide(add)
    before = len(world.chat.posts)
    await world.tick()
    assert len(world.chat.posts) == before


async def test_somebody_who_has_stopped_is_not_greeted(tmp_path: Path) -> None:
    world = await World.make(tmp_path, at=AT)
    await world.say("marta", "stop")

    def greet(tx: Transaction) -> None:
        marta = tx.members.find("local", "marta")
        assert marta is not None
        place = Conversation(0, "local", "@marta", ConversationKind.DIRECT, "Marta", member_id=marta.id)
        welcomes.owe_to_person(tx, marta, tx.conversations.put(place), AT)

    await world.decide(greet)
    await world.tick()
    assert world.said("@marta") == []
