"""What a database file tells an operator, without a change to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.errors import SetupFault
from storage import copying
from storage.connections import pending
from storage.faults import primary_code
from storage.values import instant

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class Damaged(SetupFault):
    """SQLite finds faults in the file."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is damaged. Stop Kindling, then restore the last backup: kindling restore FILE --force"
        )


class Unreadable(SetupFault):
    """The file can't be opened, or not just now."""

    def __init__(self, file: Path, fault: Exception) -> None:
        super().__init__(f"{file} can't be read just now ({fault}). Look at the rights there, and try again.")


@dataclass(frozen=True, slots=True)
class Inspection:
    """`missing` are migrations to be applied, `worked_at` is about when a sender last worked by the machine's
    clock, `zones` the teams' time zones by their names."""

    missing: tuple[str, ...]
    worked_at: datetime | None = None
    zones: tuple[tuple[str, str], ...] = ()


def inspect(file: Path) -> Inspection:
    """Raises SetupFault for what can't be used: Damaged, Unreadable, another program's, a newer version's."""
    try:
        # Opened for reading alone, it would leave the files of its log behind.
        with closing(copying.connect(file, "rw")) as opened:
            opened.execute("PRAGMA query_only = ON")
            if opened.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Damaged(file)
            missing = tuple(pending(Database(opened), file))
            return Inspection(missing) if missing else _look_inside(opened)
    except sqlite3.Error as fault:
        raise (Damaged(file) if primary_code(fault) in _DAMAGED else Unreadable(file, fault)) from fault


def _look_inside(opened: sqlite3.Connection) -> Inspection:
    (worked,) = opened.execute("SELECT max(until_at) FROM lanes").fetchone()
    zones = opened.execute("SELECT name, zone FROM teams WHERE ended_at IS NULL ORDER BY name, id")
    return Inspection((), instant(worked), tuple(zones.fetchall()))
