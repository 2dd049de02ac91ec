"""What every messenger does alike, each over what stands at its network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.messenger import LocalMessenger
from bot.cards import Card, Text
from bot.errors import CannotAsk, MessageGone, SendingFault, Unreachable
from bot.models import Conversation, ConversationKind
from bot.ports import Messenger
from tests.adapters.local.conftest import FRONT_DESK
from tests.adapters.slack.desk import Desk
from tests.adapters.teams.desk import CHANNEL, MARTA, PHONES, TENANT, TeamsDesk, open_desk
from tests.fake_platform.rules import Fault, Rules
from tests.fake_teams.process import FakeTeams

CARD = Card("A sentence of its own.", (Text(("Hello",)),))
OTHER = Card("Another sentence.", (Text(("Goodbye",)),))


@dataclass(frozen=True)
class Platform:
    """A messenger, two places that it reaches and one that is not there, and what can be read there.

    `said` answers each message's sentence and the message it stands under, `theirs` is the id of a message
    that somebody else wrote in the room. `can_be_asked`: what became of a post can be looked up.
    """

    messenger: Messenger
    room: Conversation
    direct: Conversation
    nowhere: Conversation
    said: Callable[[Conversation], list[tuple[str, str | None]]]
    theirs: str
    can_be_asked: bool = True


def local_platform(chat: Chat) -> Platform:
    def said(place: Conversation) -> list[tuple[str, str | None]]:
        found = chat.messages(place.platform_id)
        ours = (one for one in found if one.sender_name == "Kindling")
        return [(one.push, None if one.thread is None else str(one.thread)) for one in ours]

    clock = DemoClock(chat)
    marta = Conversation(2, "local", "@marta", ConversationKind.DIRECT, "Marta", member_id=1)
    theirs = str(chat.post("front-desk", "marta", clock.now(), "Mine", []).id)
    return Platform(
        LocalMessenger(chat, clock),
        FRONT_DESK,
        marta,
        replace(FRONT_DESK, platform_id="nowhere"),
        said,
        theirs,
    )


def slack_platform(desk: Desk) -> Platform:
    def said(place: Conversation) -> list[tuple[str, str | None]]:
        found = desk.said("DUMARTA" if place is desk.direct else place.platform_id)
        return [(one["text"], one.get("thread_ts")) for one in found if "bot_id" in one]

    theirs = desk.slack.say(desk.id, "C1", "UMARTA", "Mine")["ts"]
    return Platform(
        desk.messenger, desk.room, desk.direct, replace(desk.room, platform_id="nowhere"), said, theirs
    )


def teams_platform(desk: TeamsDesk) -> Platform:
    """Nowhere is a channel that was deleted, which Teams tells only to who posts there."""

    def said(place: Conversation) -> list[tuple[str, str | None]]:
        address = CHANNEL if place is desk.channel else f"a:29:{MARTA}"
        posts = [one for one in desk.fake.record().posts if not one["deleted"]]
        return [(one["activity"]["summary"], one["thread"]) for one in posts if one["channel"] == address]

    desk.fake.script(TENANT, PHONES, [Fault.ARCHIVE])
    theirs = desk.fake.say(TENANT, CHANNEL, f"29:{MARTA}", "Mine")
    messenger = desk.way.messenger
    return Platform(messenger, desk.channel, desk.marta, desk.other, said, theirs, can_be_asked=False)


@pytest.fixture(scope="module")
def fake_teams() -> Iterator[FakeTeams]:
    started = FakeTeams.start()
    yield started
    started.stop()


@pytest.fixture
async def teams_desk(fake_teams: FakeTeams, tmp_path: Path) -> AsyncIterator[TeamsDesk]:
    fake_teams.forget()
    fake_teams.set_up(TENANT, Rules())
    desk = await open_desk(fake_teams, tmp_path)
    yield desk
    await desk.close()


@pytest.fixture
def local_chat() -> Iterator[Chat]:
    chat = Chat()
    yield chat
    chat.close()


BUILT: dict[str, tuple[str, Callable[[Any], Platform]]] = {
    "local": ("local_chat", local_platform),
    "slack": ("slack_desk", slack_platform),
    "teams": ("teams_desk", teams_platform),
}


@pytest.fixture(params=BUILT)
def platform(request: pytest.FixtureRequest) -> Platform:
    fixture, build = BUILT[request.param]
    return build(request.getfixturevalue(fixture))


def since() -> datetime:
    return datetime.now(UTC)


async def test_a_card_is_posted_where_it_belongs(platform: Platform) -> None:
    messenger = platform.messenger
    posted = await messenger.send(platform.room, CARD, "tip/1", None)
    await messenger.send(platform.room, OTHER, "quiz/1", posted)
    await messenger.send(platform.direct, CARD, "tip/2", None)
    assert platform.said(platform.room) == [(CARD.push, None), (OTHER.push, posted)]
    assert platform.said(platform.direct) == [(CARD.push, None)]


async def test_a_post_is_found_by_its_key_where_it_stands(platform: Platform) -> None:
    messenger = platform.messenger
    posted = await messenger.send(platform.room, CARD, "tip/1", None)
    under = await messenger.send(platform.room, OTHER, "quiz/1", posted)
    direct = await messenger.send(platform.direct, CARD, "tip/2", None)
    if not platform.can_be_asked:
        with pytest.raises(CannotAsk):
            await messenger.look_up(platform.room, "tip/1", since(), None)
        return
    assert await messenger.look_up(platform.room, "tip/1", since(), None) == posted
    assert await messenger.look_up(platform.room, "quiz/1", since(), posted) == under
    assert await messenger.look_up(platform.direct, "tip/2", since(), None) == direct
    assert await messenger.look_up(platform.room, "tip/2", since(), None) is None
    assert await messenger.look_up(platform.direct, "tip/1", since(), None) is None


async def test_an_edit_can_be_repeated_and_a_deletion_takes_it_away(platform: Platform) -> None:
    posted = await platform.messenger.send(platform.direct, CARD, "quiz/1", None)
    for _ in range(2):
        await platform.messenger.edit(platform.direct, posted, OTHER)
    assert platform.said(platform.direct) == [(OTHER.push, None)]
    if platform.can_be_asked:
        assert await platform.messenger.look_up(platform.direct, "quiz/1", since(), None) == posted
    await platform.messenger.delete(platform.direct, posted)
    assert platform.said(platform.direct) == []


async def test_what_was_deleted_by_hand_is_gone_for_edits_and_deletions(platform: Platform) -> None:
    posted = await platform.messenger.send(platform.room, CARD, "tip/1", None)
    await platform.messenger.delete(platform.room, posted)
    for change in (
        platform.messenger.edit(platform.room, posted, OTHER),
        platform.messenger.delete(platform.room, posted),
    ):
        with pytest.raises(MessageGone):
            await change


async def test_a_conversation_that_is_not_there_is_unreachable(platform: Platform) -> None:
    with pytest.raises(Unreachable):
        await platform.messenger.send(platform.nowhere, CARD, "tip/1", None)


async def test_nobody_elses_message_is_changed(platform: Platform) -> None:
    for change in (
        platform.messenger.edit(platform.room, platform.theirs, OTHER),
        platform.messenger.delete(platform.room, platform.theirs),
    ):
        with suppress(SendingFault):
            await change
            pytest.fail("it was changed")
    assert platform.said(platform.room) == []
