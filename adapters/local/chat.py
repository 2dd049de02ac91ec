"""The platform itself: people, conversations and messages, in a SQLite file of its own, as Slack has its own.

It knows no tips and no cards: a message's parts are JSON that others wrote. All of it is used from one
thread; an instant is kept as microseconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlite_utils import Database

from adapters.local.people import APP_ID, APP_NAME, FIRST_CHANNEL, NINE, LocalPerson, direct_id
from adapters.local.tables import migrations

Json = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_OPENED = "demo_opened_at"


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation. A direct one, between a person and Kindling, has the person's id after an @."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Message:
    """`answers` is who Kindling answered with it, None for what anybody posted; `key` finds it again.

    `plain` is a card as text alone, None for what is no card; `looks` is a card as other platforms would
    get it.
    """

    id: int
    conversation: str
    sender: str
    sender_name: str
    at: datetime
    push: str
    parts: list[Json]
    edited_at: datetime | None = None
    thread: int | None = None
    key: str | None = None
    answers: str | None = None
    plain: str | None = None
    looks: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a message: `posted`, `edited` or `deleted`."""

    kind: str
    message: Message


class Chat:
    """Opens (and makes) the chat in `file`; None keeps it in memory.

    Raises OSError or sqlite3.Error for a file that can't hold it.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.is_closed = False
        if file:
            file.touch(mode=0o600)
        self._db = Database(file) if file else Database(memory=True)
        if file:
            self._db.enable_wal()
        self._db.execute("PRAGMA foreign_keys = ON")
        self._watchers: list[Callable[[Change], None]] = []
        migrations.apply(self._db)
        if not self.people():
            self._settle()

    def close(self) -> None:
        self.is_closed = True
        self._db.close()

    def _settle(self) -> None:
        for person in NINE:
            self.add_person(person)
        self.make_channel(FIRST_CHANNEL, [person.id for person in NINE])

    def add_person(self, person: LocalPerson) -> None:
        """The person, with a direct conversation with Kindling."""
        with self._db.atomic():
            row = {name: getattr(person, name) for name in ("id", "name", "title", "zone")}
            self._db.table("people").insert(row | {"is_admin": int(person.is_admin)})
            self._make_conversation(Place(direct_id(person.id), "direct", APP_NAME), [person.id])

    def make_channel(self, name: str, people: Iterable[str]) -> None:
        """Raises ValueError if something of that name is there already."""
        if self.place(name):
            raise ValueError(f"there is a conversation {name!r} already")
        with self._db.atomic():
            self._make_conversation(Place(name, "channel", name), people)

    def _make_conversation(self, place: Place, people: Iterable[str]) -> None:
        self._db.table("conversations").insert({"id": place.id, "kind": place.kind, "name": place.name})
        rows = [{"conversation": place.id, "person": person} for person in people]
        self._db.table("members").insert_all(rows)

    def people(self) -> list[LocalPerson]:
        return [_person(row) for row in self._db.query("SELECT * FROM people ORDER BY rowid")]

    def person(self, person_id: str) -> LocalPerson | None:
        rows = self._db.query("SELECT * FROM people WHERE id = ?", [person_id])
        return next(map(_person, rows), None)

    def places(self, person_id: str | None = None) -> list[Place]:
        """The conversations a person is in; without a person, all."""
        rows = self._db.query(
            "SELECT * FROM conversations c WHERE :person IS NULL OR EXISTS"
            " (SELECT 1 FROM members m WHERE m.conversation = c.id AND m.person = :person)"
            " ORDER BY kind, rowid",
            {"person": person_id},
        )
        return [Place(**row) for row in rows]

    def place(self, conversation: str) -> Place | None:
        rows = self._db.query("SELECT * FROM conversations WHERE id = ?", [conversation])
        return next((Place(**row) for row in rows), None)

    def people_in(self, conversation: str) -> list[str]:
        rows = self._db.query(
            "SELECT person FROM members WHERE conversation = ? ORDER BY rowid", [conversation]
        )
        return [row["person"] for row in rows]

    def messages(self, conversation: str, before: int | None = None, most: int = 200) -> list[Message]:
        """The newest of a conversation, oldest first; `before` a message's id pages back."""
        where = "m.conversation = ? AND (? IS NULL OR m.id < ?) ORDER BY m.id DESC LIMIT ?"
        return self._select(where, [conversation, before, before, most])[::-1]

    def message(self, message_id: int) -> Message | None:
        return next(iter(self._select("m.id = ?", [message_id])), None)

    def keyed(self, conversation: str, key: str) -> Message | None:
        """The first message that was posted there under the key."""
        where = "m.conversation = ? AND m.key = ? ORDER BY m.id LIMIT 1"
        return next(iter(self._select(where, [conversation, key])), None)

    def _select(self, where: str, values: list[object]) -> list[Message]:
        sql = "SELECT m.*, p.name AS sender_name FROM messages m LEFT JOIN people p ON p.id = m.sender WHERE "
        return [_message(row) for row in self._db.query(sql + where, values)]

    def post(
        self,
        conversation: str,
        sender: str,
        at: datetime,
        push: str,
        parts: list[Json],
        *,
        thread: int | None = None,
        key: str | None = None,
        answers: str | None = None,
        plain: str | None = None,
        looks: Json | None = None,
    ) -> Message:
        """Adds a message; the conversation has to be there."""
        row = {
            "conversation": conversation,
            "sender": sender,
            "at": _stamp(at),
            "push": push,
            "parts": json.dumps(parts),
            "thread": thread,
            "key": key,
            "answers": answers,
            "plain": plain,
            "looks": json.dumps(looks or {}),
        }
        return self._tell("posted", cast(int, self._db.table("messages").insert(row).last_pk))

    def edit(
        self,
        message_id: int,
        at: datetime,
        push: str,
        parts: list[Json],
        *,
        plain: str | None = None,
        looks: Json | None = None,
    ) -> Message:
        """Changes what a message that is there says."""
        values = {"push": push, "parts": json.dumps(parts), "plain": plain, "edited_at": _stamp(at)}
        values["looks"] = json.dumps(looks or {})
        self._db.table("messages").update(message_id, values)
        return self._tell("edited", message_id)

    def delete(self, message: Message) -> None:
        self._db.table("messages").delete(message.id)
        self._announce(Change("deleted", message))

    def setting(self, name: str) -> str | None:
        rows = self._db.query("SELECT value FROM settings WHERE name = ?", [name])
        return next((row["value"] for row in rows), None)

    def set_setting(self, name: str, value: str) -> None:
        self._db.table("settings").upsert({"name": name, "value": value}, pk="name")

    @property
    def demo_opened_at(self) -> datetime | None:
        """When the demo's weeks had been played and it was somebody's to try; None where this is no demo."""
        kept = self.setting(_OPENED)
        return _instant(int(kept)) if kept else None

    def open_demo(self, at: datetime) -> None:
        self.set_setting(_OPENED, str(_stamp(at)))

    def version(self) -> int:
        """Differs from the last time if another process has written to the file since."""
        return int(next(self._db.query("PRAGMA data_version"))["data_version"])

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Calls the watcher with every change from now on, until the returned function is called."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def _tell(self, kind: str, message_id: int) -> Message:
        message = next(iter(self._select("m.id = ?", [message_id])))
        self._announce(Change(kind, message))
        return message

    def _announce(self, change: Change) -> None:
        for watcher in list(self._watchers):
            watcher(change)


def _stamp(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _instant(stamp: int) -> datetime:
    return _EPOCH + stamp * _MICROSECOND


def _person(row: dict[str, Any]) -> LocalPerson:
    return LocalPerson(**row | {"is_admin": bool(row["is_admin"])})


def _message(row: dict[str, Any]) -> Message:
    read = {
        "parts": json.loads(row["parts"]),
        "looks": json.loads(row["looks"]),
        "at": _instant(row["at"]),
        "edited_at": None if row["edited_at"] is None else _instant(row["edited_at"]),
        "sender_name": APP_NAME if row["sender"] == APP_ID else row["sender_name"],
    }
    return Message(**row | read)
