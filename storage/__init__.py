"""Storage: opens the Store that DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path

from bot.errors import SetupFault
from storage.connections import migrate_database, open_database
from storage.sqlite import BUSY_SECONDS, SqliteStore

DEFAULT_FILE = "kindling.db"
_SQLITE = "sqlite:///"


def open_store(
    url: str | None = None, *, migrate: bool = True, busy_seconds: float = BUSY_SECONDS
) -> SqliteStore:
    """The store at `sqlite:///path` or a bare path; without one, kindling.db in the folder worked in.

    `busy_seconds` is how long to wait for another process that writes, before StoreBusy. Raises SetupFault
    for a store that can't be, a file that can't be used, or, without `migrate`, an old schema.
    """
    return SqliteStore(database_file(url), migrate=migrate, busy_seconds=busy_seconds)


def migrate_store(url: str | None = None, *, busy_seconds: float = BUSY_SECONDS) -> list[str]:
    """Makes the store or brings its schema up to date; the names of the migrations that this took."""
    path = database_file(url)
    database = open_database(path, busy_seconds)
    try:
        return migrate_database(database, path)
    finally:
        database.close()


def database_file(url: str | None) -> Path:
    """The file that a DATABASE_URL names. Raises SetupFault if it names none."""
    url = (url or "").strip()
    path = url.removeprefix(_SQLITE)
    scheme, separator, _ = path.partition("://")
    if scheme in {"postgres", "postgresql"} and separator:
        raise SetupFault(
            "DATABASE_URL: PostgreSQL comes with a later Kindling. "
            "Until then leave it out, or write sqlite:///kindling.db"
        )
    if separator or (url.startswith(_SQLITE) and not path):
        raise SetupFault("DATABASE_URL names no file. Write one such as sqlite:///kindling.db")
    return Path(path or DEFAULT_FILE)
