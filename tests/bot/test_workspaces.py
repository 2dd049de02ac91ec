"""A workspace that Kindling leaves and comes back to; events that count once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import workspaces
from bot.actions import ShowHelp
from bot.errors import NotHere
from bot.models import Conversation, ConversationKind, DeliveryState, Installation, Platform, Workspace
from bot.outbox.claims import UNINSTALLED
from tests.world import MONDAY, World

DAY = timedelta(days=1)


async def test_nothing_is_planned_sent_or_answered_after_the_end(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    workspace = (await world.store.read(lambda tx: tx.workspaces.all()))[0]
    installation = Installation(workspace.id, "A", "U0", MONDAY, sealed_token="sealed")
    await world.store.decide(lambda tx: tx.installations.put(installation))
    await world.advance(until=MONDAY + DAY + timedelta(hours=2))
    before = len(world.chat.posts)
    for _ in range(2):
        await world.store.decide(lambda tx: workspaces.end_workspace(tx, workspace.id, world.clock.now()))
    await world.advance(until=MONDAY + 21 * DAY)
    assert len(world.chat.posts) == before
    assert await world.store.read(lambda tx: tx.installations.get(workspace.id)) is None
    with pytest.raises(NotHere):
        await world.act("marta", ShowHelp())
    await world.store.close()


async def test_told_again_without_an_address_it_keeps_the_one_it_had(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    told = Workspace("W", Platform.SLACK, "Hotel", MONDAY, post_address="https://hotel.example/{digits}")
    again = replace(told, name="Hotel Aurora", post_address="")
    await world.store.decide(lambda tx: workspaces.open_workspace(tx, told, MONDAY))
    kept = await world.store.decide(lambda tx: workspaces.open_workspace(tx, again, MONDAY))
    assert (kept.name, kept.post_address) == ("Hotel Aurora", told.post_address)
    await world.store.close()


def test_only_a_channels_messages_have_addresses() -> None:
    hotel = Workspace("W", Platform.SLACK, "Hotel", MONDAY, post_address="https://h/{conversation}/p{digits}")
    room = Conversation(1, "W", "C1", ConversationKind.CHANNEL, "front-desk")
    person = replace(room, platform_id="@U1", kind=ConversationKind.DIRECT)
    assert workspaces.address_of_post(hotel, room, "1764255555.000900") == "https://h/C1/p1764255555000900"
    assert workspaces.address_of_post(hotel, person, "1764255555.000900") == ""
    assert workspaces.address_of_post(replace(hotel, post_address=""), room, "1") == ""


async def test_what_was_owed_when_it_ended_is_given_up(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    workspace = (await world.store.read(lambda tx: tx.workspaces.all()))[0]
    tuesday = MONDAY + DAY + timedelta(hours=1)
    world.clock.at = tuesday
    await world.store.decide(lambda tx: world.coach.tick(tx, tuesday))
    await world.store.decide(lambda tx: workspaces.end_workspace(tx, workspace.id, tuesday))
    await world.outbox.drain()
    owed = await world.store.read(lambda tx: tx.deliveries.find(workspace.id))
    assert owed
    assert {(one.state, one.reason) for one in owed} == {(DeliveryState.DEAD, UNINSTALLED)}
    assert world.chat.posts == []
    await world.store.close()


async def test_a_workspace_that_comes_back_goes_on_from_then(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    workspace = (await world.store.read(lambda tx: tx.workspaces.all()))[0]
    await world.store.decide(lambda tx: workspaces.end_workspace(tx, workspace.id, world.clock.now()))
    world.clock.at = back = MONDAY + 9 * DAY
    again = Workspace(workspace.id, Platform.SLACK, "Renamed", back)
    opened = await world.store.decide(lambda tx: workspaces.open_workspace(tx, again, back))
    assert (opened.name, opened.ended_at, opened.created_at) == ("Renamed", None, workspace.created_at)
    await world.advance(until=back + 7 * DAY)
    tips = [post for post in world.chat.posts if post.key.startswith("tip/")]
    assert [post.at.isocalendar().week for post in tips] == [50]
    await world.store.close()


async def test_an_event_counts_once_a_workspace(tmp_path: Path) -> None:
    world = await World.make(tmp_path)

    async def is_first(workspace_id: str, identity: str) -> bool:
        return await world.store.decide(
            lambda tx: workspaces.is_first(tx, workspace_id, identity, world.clock.now())
        )

    assert await is_first("W", "Ev1")
    assert not await is_first("W", "Ev1")
    assert await is_first("W", "Ev2")
    assert await is_first("V", "Ev1")
    await world.store.close()
