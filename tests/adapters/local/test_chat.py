from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.local.chat import Change, Chat
from adapters.local.people import LocalPerson

AT = datetime(2026, 11, 26, 10, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def chat() -> Chat:
    return Chat()


def post(chat: Chat, text: str, conversation: str = "front-desk", key: str | None = None) -> int:
    return chat.post(conversation, "marta", AT, text, [{"kind": "text"}], key=key).id


def test_nine_people_share_the_front_desk_and_each_has_kindling(chat: Chat) -> None:
    people = chat.people()
    assert [person.id for person in people] == [
        "marta",
        "jonas",
        "li",
        "ana",
        "tunde",
        "ines",
        "omar",
        "sam",
        "priya",
    ]
    assert [person.id for person in people if person.is_admin] == ["sam"]
    assert {person.zone for person in people} == {"Europe/Lisbon"}
    assert chat.people_in("front-desk") == [person.id for person in people]
    assert [(place.id, place.kind) for place in chat.places("li")] == [
        ("front-desk", "channel"),
        ("@li", "direct"),
    ]


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    first = Chat(tmp_path / "chat.db")
    number = first.post("front-desk", "marta", AT, "Good morning", [{"kind": "x", "line": ["ñ"]}], key="k").id
    first.edit(number, AT, "Good evening", [{"kind": "y"}])
    first.set_setting("a", "1")
    first.close()
    again = Chat(tmp_path / "chat.db")
    message = again.message(number)
    assert message is not None
    assert (message.push, message.parts, message.at) == ("Good evening", [{"kind": "y"}], AT)
    assert message.edited_at == AT
    assert again.setting("a") == "1"
    assert len(again.people()) == 9
    again.close()


def test_a_message_of_before_there_were_looks_is_shown_as_it_was(tmp_path: Path) -> None:
    chat = Chat(tmp_path / "chat.db")
    number = post(chat, "Good morning")
    chat.close()
    older = sqlite3.connect(tmp_path / "chat.db")
    older.execute("ALTER TABLE messages DROP COLUMN looks")
    older.execute("DELETE FROM _sqlite_migrations WHERE name = 'looks'")
    older.commit()
    older.close()
    again = Chat(tmp_path / "chat.db")
    message = again.message(number)
    assert message is not None
    assert (message.push, message.looks) == ("Good morning", {})
    again.close()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Private replies and direct conversations stand in it."""
    Chat(tmp_path / "chat.db").close()
    assert (tmp_path / "chat.db").stat().st_mode & 0o077 == 0


def test_a_channel_is_made_once_and_holds_who_is_in_it(chat: Chat) -> None:
    chat.make_channel("returns", ["ana", "omar"])
    assert chat.people_in("returns") == ["ana", "omar"]
    assert "returns" not in [place.id for place in chat.places("marta")]
    with pytest.raises(ValueError, match="already"):
        chat.make_channel("returns", [])


def test_somebody_new_gets_a_conversation_with_kindling(chat: Chat) -> None:
    chat.add_person(LocalPerson("zoe", "Zoë", "Night desk", "Europe/Paris"))
    assert chat.person("zoe") == LocalPerson("zoe", "Zoë", "Night desk", "Europe/Paris")
    assert [place.id for place in chat.places("zoe")] == ["@zoe"]


def test_messages_are_the_newest_oldest_first_and_page_back(chat: Chat) -> None:
    numbers = [post(chat, str(number)) for number in range(5)]
    post(chat, "elsewhere", "@marta")
    assert [message.push for message in chat.messages("front-desk", most=2)] == ["3", "4"]
    assert [message.push for message in chat.messages("front-desk", before=numbers[3], most=2)] == ["1", "2"]


def test_a_key_finds_the_first_message_under_it_in_that_conversation(chat: Chat) -> None:
    first = post(chat, "one", key="tip/1")
    post(chat, "two", key="tip/1")
    found = chat.keyed("front-desk", "tip/1")
    assert found is not None
    assert found.id == first
    assert chat.keyed("@marta", "tip/1") is None


def test_watchers_hear_of_every_change_until_they_stop(chat: Chat) -> None:
    heard: list[Change] = []
    stop = chat.watch(heard.append)
    number = post(chat, "one")
    message = chat.edit(number, AT, "two", [])
    chat.delete(message)
    stop()
    post(chat, "three")
    assert [(change.kind, change.message.push) for change in heard] == [
        ("posted", "one"),
        ("edited", "two"),
        ("deleted", "two"),
    ]
    assert chat.message(number) is None


def test_version_tells_of_another_process(tmp_path: Path) -> None:
    mine, other = Chat(tmp_path / "chat.db"), Chat(tmp_path / "chat.db")
    before = mine.version()
    post(mine, "mine")
    assert mine.version() == before
    post(other, "theirs")
    assert mine.version() != before
    assert [message.push for message in mine.messages("front-desk")] == ["mine", "theirs"]
    mine.close()
    other.close()
