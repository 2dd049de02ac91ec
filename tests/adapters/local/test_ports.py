"""The Messenger and Directory ports over the chat."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.directory import LocalDirectory
from adapters.local.messenger import LocalMessenger
from bot.cards import Card, Text
from bot.errors import MessageGone, Unavailable, Unreachable
from bot.models import Conversation, ConversationKind, Platform, Workspace
from bot.ports import Directory, Messenger
from tests.adapters.local.conftest import FRONT_DESK, THURSDAY

WORKSPACE = Workspace("local", Platform.LOCAL, "Local", THURSDAY)
CARD = Card("A sentence of its own.", (Text(("Hello",)),))
OTHER = Card("Another sentence.", (Text(("Goodbye",)),))
MARTA = Conversation(2, "local", "@marta", ConversationKind.DIRECT, "Marta", member_id=1)
NOWHERE = replace(FRONT_DESK, platform_id="nowhere")
SINCE = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def messenger(chat: Chat) -> Messenger:
    return LocalMessenger(chat, DemoClock(chat))


async def test_a_card_is_posted_as_kindling_and_found_by_its_key(chat: Chat, messenger: Messenger) -> None:
    posted = await messenger.send(FRONT_DESK, CARD, "tip/1", None)
    under = await messenger.send(MARTA, OTHER, "tip/2", posted)
    (message,) = chat.messages("front-desk")
    assert (message.sender_name, message.push) == ("Kindling", "A sentence of its own.")
    assert message.parts == [{"kind": "text", "line": [{"kind": "plain", "text": "Hello"}]}]
    assert await messenger.look_up(FRONT_DESK, "tip/1", SINCE, None) == posted
    assert await messenger.look_up(MARTA, "tip/1", SINCE, None) is None
    assert [one.thread for one in chat.messages("@marta")] == [int(posted)]
    assert under != posted


async def test_an_edit_can_be_repeated_and_a_deletion_takes_it_away(chat: Chat, messenger: Messenger) -> None:
    posted = await messenger.send(FRONT_DESK, CARD, "quiz/1", None)
    await messenger.edit(FRONT_DESK, posted, OTHER)
    await messenger.edit(FRONT_DESK, posted, OTHER)
    (message,) = chat.messages("front-desk")
    assert message.push == "Another sentence."
    assert message.edited_at is not None
    await messenger.delete(FRONT_DESK, posted)
    assert chat.messages("front-desk") == []


async def test_a_conversation_that_is_not_there_is_unreachable(messenger: Messenger) -> None:
    with pytest.raises(Unreachable) as fault:
        await messenger.send(NOWHERE, CARD, "tip/1", None)
    assert fault.value.code == "conversation_not_found"


async def test_only_kindlings_own_message_of_that_conversation_is_changed(
    chat: Chat, messenger: Messenger
) -> None:
    person = chat.post("front-desk", "marta", THURSDAY, "Mine", [])
    posted = await messenger.send(FRONT_DESK, CARD, "tip/1", None)
    for conversation, message in ((FRONT_DESK, str(person.id)), (MARTA, posted), (FRONT_DESK, "999")):
        with pytest.raises(MessageGone):
            await messenger.edit(conversation, message, OTHER)
    assert [one.push for one in chat.messages("front-desk")] == ["Mine", "A sentence of its own."]


async def test_a_file_that_cannot_be_written_is_unavailable_and_takes_nothing(tmp_path: Path) -> None:
    chat = Chat(tmp_path / "chat.db")
    messenger = LocalMessenger(chat, DemoClock(chat))
    chat._db.execute("PRAGMA query_only = ON")
    with pytest.raises(Unavailable):
        await messenger.send(FRONT_DESK, CARD, "tip/1", None)
    chat._db.execute("PRAGMA query_only = OFF")
    assert await messenger.look_up(FRONT_DESK, "tip/1", SINCE, None) is None
    chat.close()


async def test_the_directory_tells_people_rooms_and_who_is_where(chat: Chat) -> None:
    chat.make_channel("returns", ["ana"])
    directory: Directory = LocalDirectory(chat)
    people = await directory.people(WORKSPACE)
    assert [person.name for person in people if person.is_app] == ["Kindling"]
    assert [person.name for person in people if person.is_admin] == ["Sam"]
    assert len([person for person in people if not person.is_app]) == 9
    assert [room.platform_id for room in await directory.rooms(WORKSPACE)] == ["front-desk", "returns"]
    assert await directory.people_in(replace(FRONT_DESK, platform_id="returns")) == ["ana"]
