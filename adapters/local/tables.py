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


def _make_messages(db: Database) -> None:
    messages = db.table("messages")
    messages.create(
        {
            "id": int,
            "conversation": str,
            "sender": str,
            "at": int,
            "edited_at": int,
            "push": str,
            "parts": str,
            "thread": int,
            "key": str,
            "answers": str,
        },
        pk="id",
        not_null={"conversation", "sender", "at", "push", "parts"},
        foreign_keys=[("conversation", "conversations", "id")],
        strict=True,
    )
    messages.create_index(["conversation", "id"])
    messages.create_index(["key"])
