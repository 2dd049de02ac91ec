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


def for_teams(columns: str) -> str:
    """For WITH: `alike`, of JSON in which each row is a list of team ids and then these columns' values.

    Many teams are written to in one statement. Each of its own costs more than what it writes, since SQLite
    keeps every page as it was before the statement. Join it as FOR_EACH says, where `team.value` is the id.
    It stands after INSERT INTO, since Python counts the rows only of what begins with that.
    """
    names = f"teams, {columns}".split(", ")
    listed_names = ", ".join(
        f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(names)
    )
    return f"WITH alike AS MATERIALIZED (SELECT {listed_names} FROM json_each(?))"  # noqa: S608 - names of columns


FOR_EACH = "alike JOIN json_each(alike.teams) AS team"


def replaced(columns: str, key: str) -> str:
    """For SET after ON CONFLICT: "name = excluded.name", of all columns but the key's.

    A key is left alone even where it stays the same: an update of it looks for every row that refers to it.
    """
    kept = set(key.split(", "))
    return ", ".join(f"{one} = excluded.{one}" for one in columns.split(", ") if one not in kept)
