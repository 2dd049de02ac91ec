"""Lists of columns, as SQL wants them in its several places."""

from __future__ import annotations

Values = tuple[object, ...]


def listed(columns: str, table: str) -> str:
    """The columns, each with its table in front: "t.id, t.name"."""
    return ", ".join(f"{table}.{column}" for column in columns.split(", "))


def marks(columns: str) -> str:
    """As many question marks as there are columns."""
    return ", ".join("?" for _ in columns.split(", "))


def assigned(columns: str) -> str:
    """For SET: "name = ?, zone = ?"."""
    return ", ".join(f"{column} = ?" for column in columns.split(", "))


def replaced(columns: str, key: str) -> str:
    """For SET after ON CONFLICT: "name = excluded.name", of all columns but the key's.

    A key is left alone even where it stays the same: an update of it looks for every row that refers to it.
    """
    kept = set(key.split(", "))
    return ", ".join(f"{one} = excluded.{one}" for one in columns.split(", ") if one not in kept)
