"""Lists of columns, as SQL wants them in its several places."""

from __future__ import annotations

Values = tuple[object, ...]


def listed(columns: str, table: str) -> str:
    """The columns, each with its table in front: "t.id, t.name"."""
    return ", ".join(f"{table}.{column}" for column in columns.split(", "))


def marks(columns: str) -> str:
    """As many question marks as there are columns."""
    return ", ".join("?" for _ in columns.split(", "))


def assigned(columns: str, values: str = "?") -> str:
    """For SET: "name = ?", or with `excluded` as values "name = excluded.name"."""
    return ", ".join(
        f"{column} = {values if values == '?' else f'{values}.{column}'}" for column in columns.split(", ")
    )
