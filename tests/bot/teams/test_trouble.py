"""A channel that is lost: a manager hears of it once, in working hours, and can put it right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.actions import AwayMe, OpenChange, OpenStopTeam, StopMe
from bot.cards import plain_text
from bot.errors import Unreachable
from bot.models import Conversation
from bot.ports import Transaction
from tests.world import MONDAY, Post, World, press, text_of

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)


def told(world: World) -> list[Post]:
    return [post for post in world.chat.posts if post.key.startswith("trouble/")]


async def room_of(world: World) -> Conversation:
    team = await world.team()
    room = await world.read(lambda tx: tx.conversations.get(team.conversation_id))
    assert room is not None
    return room


async def lose(world: World, code: str = "is_archived") -> None:
    world.chat.faults = [Unreachable(code)]
    world.clock.at = max(world.clock.at, TUESDAY)
    await world.tick()


async def test_a_manager_is_told_once(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await lose(world)
    (post,) = told(world)
    assert post.place == "@priya"
    assert "I can't post in #front-desk any more: it was archived." in plain_text(post.card)
    assert press(post, "Choose a channel") == OpenChange(1)
    assert press(post, "Stop the team") == OpenStopTeam(1)
    await world.advance(MONDAY + timedelta(days=30))
    assert len(told(world)) == 1
    await world.close()


async def test_told_when_the_directory_finds_it_archived(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    room = await room_of(world)
    await world.decide(lambda tx: tx.conversations.put(replace(room, ended="archived")))
    await world.advance(TUESDAY)
    assert [post.place for post in told(world)] == ["@priya"]
    await world.close()


async def test_another_reason_has_another_sentence(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await lose(world, "not_in_channel")
    assert "I can't post in #front-desk any more: I can't reach it." in plain_text(told(world)[0].card)
    await world.close()


async def test_a_manager_who_has_stopped_is_not_told_but_who_set_it_up(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", StopMe())
    sam = await world.read(lambda tx: tx.members.find("local", "sam"))

    def by_sam(tx: Transaction) -> None:
        team = tx.teams.get(1)
        assert team is not None
        assert sam is not None
        tx.teams.save(replace(team, created_by=sam.id, said_hello_at=MONDAY))

    await world.decide(by_sam)
    await lose(world)
    assert [post.place for post in told(world)] == ["@sam"]
    await world.close()


async def test_a_manager_who_is_away_is_told_on_return(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", AwayMe(date(2026, 11, 30)))
    await lose(world)
    assert told(world) == []
    await world.advance(MONDAY + timedelta(days=8))
    assert [post.at for post in told(world)] == [datetime(2026, 11, 30, 9, tzinfo=UTC)]
    await world.close()


async def test_told_in_working_hours(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    world.clock.at = TUESDAY
    while await world.decide(lambda tx: world.coach.tick(tx, world.clock.now())):
        pass
    room = await room_of(world)
    await world.decide(lambda tx: tx.conversations.put(replace(room, ended="archived")))
    world.clock.at = TUESDAY + timedelta(hours=9)
    await world.tick()
    assert told(world) == []
    await world.advance(TUESDAY + timedelta(days=1))
    assert [post.at for post in told(world)] == [datetime(2026, 11, 25, 9, tzinfo=UTC)]
    await world.close()


async def test_what_was_put_right_before_is_not_told(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.act("priya", AwayMe(date(2026, 11, 30)))
    await lose(world)
    room = await room_of(world)
    await world.decide(lambda tx: tx.conversations.put(replace(room, ended=None)))
    await world.advance(MONDAY + timedelta(days=8, hours=1))
    assert told(world) == []
    await world.close()


async def test_the_admins_list_names_the_lost_channel(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await lose(world)
    said = text_of(await world.say("sam", "home"))
    assert "Front desk: I can't post in its channel any more." in said
    assert "[Choose a channel]" in said
    await world.close()
