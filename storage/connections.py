"""Connections to an SQLite file, set up as Kindling needs them; and what is wrong when there is none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database

from bot.errors import SetupFault
from storage.faults import meaning, primary_code
from storage.migrations import NAMES, SCHEMA

_OLDEST_SQLITE = (3, 37)
_STATEMENTS_KEPT = 256


def open_database(path: Path, busy_seconds: float) -> Database:
    """A connection that leaves transactions to its user. Raises SetupFault if the file can't be opened.

    It may be used by one thread at a time, whichever.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise SetupFault(
            f"This Python brings SQLite {sqlite3.sqlite_version}; Kindling needs 3.37 or later. "
            "Use a newer Python."
        )
    try:
        path.touch(mode=0o600)
        connection = sqlite3.connect(
            path,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=_STATEMENTS_KEPT,
        )
    except (OSError, sqlite3.Error) as fault:
        raise _cannot_open(path, fault) from fault
    try:
        for pragma in ("schema_version", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return Database(connection)
    except sqlite3.Error as fault:
        connection.close()
        raise _cannot_open(path, fault) from fault


def open_reader(path: Path, busy_seconds: float) -> Database:
    """The same for a database that is open already, and without writing."""
    database = open_database(path, busy_seconds)
    database.conn.execute("PRAGMA query_only = ON")
    return database


def _cannot_open(path: Path, fault: Exception) -> Exception:
    if isinstance(fault, sqlite3.Error):
        if primary_code(fault) == sqlite3.SQLITE_NOTADB:
            return SetupFault(
                f"DATABASE_URL: {path} is not a database. Name another file, or move this one away."
            )
        if primary_code(fault) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return meaning(fault)
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return SetupFault(
        f"DATABASE_URL: {path} can't be opened ({why}). Name a file in a folder that exists and that "
        "Kindling may write to."
    )


def migrate_database(database: Database, path: Path) -> list[str]:
    """Brings the schema up to date, all or nothing, and answers the names of what was applied.

    Raises SetupFault for a newer schema or another program's file, which it leaves as they are. Two
    processes may do it at once.
    """
    connection = database.conn
    names = pending(database, path)
    try:
        _keep_log(connection, path)
        if names:
            connection.execute("BEGIN IMMEDIATE")
            names = pending(database, path)
            SCHEMA.apply(database)
            connection.execute("COMMIT")
    except sqlite3.Error as fault:
        raise meaning(fault) from fault
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return names


def _keep_log(connection: sqlite3.Connection, path: Path) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise SetupFault(
            f"DATABASE_URL: the disk of {path} can't hold a write-ahead log, as network drives can't. "
            "Name a file on a disk of this machine."
        )


def pending(database: Database, path: Path) -> list[str]:
    """The names of the migrations still to be applied. Raises SetupFault for a file that can't have them."""
    # In this order: if another process migrates in between, its tables are not taken for another program's.
    tables = set(database.table_names()) - {SCHEMA.migrations_table}
    applied = {migration.name for migration in SCHEMA.applied(database)}
    if tables and not applied:
        raise SetupFault(
            f"DATABASE_URL: {path} holds the tables of another program. Name another file, and Kindling "
            "makes it."
        )
    if applied - set(NAMES):
        raise SetupFault(
            f"DATABASE_URL: {path} was last used by a newer Kindling. Update this one, or restore a backup."
        )
    return [name for name in NAMES if name not in applied]


def refuse_old(database: Database, path: Path) -> None:
    """Raises SetupFault for a file whose schema is not this program's."""
    if pending(database, path):
        raise SetupFault(
            f"DATABASE_URL: {path} has not the tables that this Kindling needs. Run: kindling migrate"
        )
