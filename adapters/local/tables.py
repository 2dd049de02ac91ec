"""The tables of the local chat's own file."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

migrations = Migrations("local_chat")


@migrations()
def first_tables(db: Database) -> None:
    db.table("people").create(
        {"id": str, "name": str, "title": str, "zone": str, "is_admin": int}, pk="id", strict=True
    )
    db.table("conversations").create({"id": str, "kind": str, "name": str}, pk="id", strict=True)
    db.table("members").create(
        {"conversation": str, "person": str},
        pk=("conversation", "person"),
        foreign_keys=[("conversation", "conversations", "id"), ("person", "people", "id")],
        strict=True,
    )
    _make_messages(db)
    db.table("settings").create({"name": str, "value": str}, pk="name", strict=True)


@migrations()
def plain_text(db: Database) -> None:
    db.execute("ALTER TABLE messages ADD COLUMN plain TEXT")


@migrations()
def looks(db: Database) -> None:
    """What was posted before has none and is shown as it was."""
    db.execute("ALTER TABLE messages ADD COLUMN looks TEXT NOT NULL DEFAULT '{}'")


def _make_messages(db: Database) -> None:
    """By hand, since the number of a message that was deleted must never be another's (AUTOINCREMENT)."""
    db.execute(
        """
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation TEXT NOT NULL REFERENCES conversations (id),
            sender TEXT NOT NULL,
            at INTEGER NOT NULL,
            edited_at INTEGER,
            push TEXT NOT NULL,
            parts TEXT NOT NULL,
            thread INTEGER,
            key TEXT,
            answers TEXT
        ) STRICT
        """
    )
    db.table("messages").create_index(["conversation", "id"])
    db.table("messages").create_index(["key"])
