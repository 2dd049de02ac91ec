"""What every messenger does alike, each over what stands at its network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.messenger import LocalMessenger
from bot.cards import Card, Text
from bot.errors import MessageGone, SendingFault, Unreachable
from bot.models import Conversation, ConversationKind
from bot.ports import Messenger
from tests.adapters.local.conftest import FRONT_DESK
from tests.adapters.slack.desk import Desk, opened_desk
from tests.fake_slack import FakeSlack

CARD = Card("A sentence of its own.", (Text(("Hello",)),))
OTHER = Card("Another sentence.", (Text(("Goodbye",)),))


@dataclass(frozen=True)
class Platform:
    """A messenger, two places that it reaches and one that is not there, and what can be read there.

    `said` answers each message's sentence and the message it stands under, `theirs` is the id of a message
    that somebody else wrote in the room.
    """

    messenger: Messenger
    room: Conversation
    direct: Conversation
    said: Callable[[Conversation], list[tuple[str, str | None]]]
    theirs: str


def local_platform(chat: Chat) -> Platform:
    def said(place: Conversation) -> list[tuple[str, str | None]]:
        found = chat.messages(place.platform_id)
        ours = (one for one in found if one.sender_name == "Kindling")
        return [(one.push, None if one.thread is None else str(one.thread)) for one in ours]

    clock = DemoClock(chat)
    marta = Conversation(2, "local", "@marta", ConversationKind.DIRECT, "Marta", member_id=1)
    theirs = str(chat.post("front-desk", "marta", clock.now(), "Mine", []).id)
    return Platform(LocalMessenger(chat, clock), FRONT_DESK, marta, said, theirs)


def slack_platform(desk: Desk) -> Platform:
    def said(place: Conversation) -> list[tuple[str, str | None]]:
        found = desk.said("DUMARTA" if place is desk.direct else place.platform_id)
        return [(one["text"], one.get("thread_ts")) for one in found if "bot_id" in one]

    theirs = desk.slack.say(desk.id, "C1", "UMARTA", "Mine")["ts"]
    return Platform(desk.messenger, desk.room, desk.direct, said, theirs)


@pytest.fixture(params=["local", "slack"])
async def platform(
    request: pytest.FixtureRequest, shared_slack: FakeSlack, tmp_path: Path
) -> AsyncIterator[Platform]:
    if request.param == "slack":
        async with opened_desk(shared_slack, tmp_path) as desk:
            yield slack_platform(desk)
        return
    chat = Chat()
    yield local_platform(chat)
    chat.close()


def since() -> datetime:
    return datetime.now(UTC)


async def test_a_card_is_posted_and_found_by_its_key_where_it_stands(platform: Platform) -> None:
    messenger = platform.messenger
    posted = await messenger.send(platform.room, CARD, "tip/1", None)
    under = await messenger.send(platform.room, OTHER, "quiz/1", posted)
    direct = await messenger.send(platform.direct, CARD, "tip/2", None)
    assert platform.said(platform.room) == [(CARD.push, None), (OTHER.push, posted)]
    assert platform.said(platform.direct) == [(CARD.push, None)]
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
    nowhere = replace(platform.room, platform_id="nowhere")
    with pytest.raises(Unreachable):
        await platform.messenger.send(nowhere, CARD, "tip/1", None)


async def test_nobody_elses_message_is_changed(platform: Platform) -> None:
    for change in (
        platform.messenger.edit(platform.room, platform.theirs, OTHER),
        platform.messenger.delete(platform.room, platform.theirs),
    ):
        with suppress(SendingFault):
            await change
            pytest.fail("it was changed")
    assert platform.said(platform.room) == []
