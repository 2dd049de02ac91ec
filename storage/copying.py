"""Copies of a database that others may be writing to: one moment, whole, checked before it has a name."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from storage.faults import primary_code

_PAGES = 2000
_LOOK_EVERY = 200_000
_LEFT_BEHIND = 60 * 60
_WITH_IT = ("-journal", "-wal", "-shm")
_FILE_HEADER = b"SQLite format 3\x00"
_WRITE_AHEAD = 2

ShouldStop = Callable[[], bool]


class CopyStopped(Exception):
    """The copy was broken off because the process ends; nothing of it stays."""


class CopyDamaged(Exception):
    """The database that was to be copied is damaged."""


def never() -> bool:
    return False


def connect(file: Path, mode: Literal["ro", "rw", "rwc"], busy_seconds: float = 5.0) -> sqlite3.Connection:
    """Raises sqlite3.Error. Only `rwc` makes a file that is not there."""
    address = f"{file.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=busy_seconds, check_same_thread=False
    )


def keeps_log(file: Path) -> bool:
    """Whether the file is a database with a write-ahead log, as one in use has and a backup has not."""
    with file.open("rb") as opened:
        head = opened.read(20)
    return head.startswith(_FILE_HEADER) and _WRITE_AHEAD in head[18:20]


@contextmanager
def new_file_for(place: Path) -> Iterator[Path]:
    """A file beside `place`, to be renamed to it when it is whole. What is left of it goes at the end."""
    _clear_left_behind(place)
    descriptor, name = tempfile.mkstemp(".part", f".{place.name}.", place.parent)
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
    finally:
        for suffix in ("", *_WITH_IT):
            with suppress(OSError):
                part.with_name(part.name + suffix).unlink(missing_ok=True)


def _clear_left_behind(place: Path) -> None:
    """Parts of copies that were killed. A younger one may be in the making."""
    for part in place.parent.glob(f".{place.name}.*.part*"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _LEFT_BEHIND:
                part.unlink()


def copy_database(live: sqlite3.Connection, part: Path, should_stop: ShouldStop = never) -> None:
    """Copies what `live` holds at the call, whatever is written meanwhile, and checks the copy.

    The copy is one file, without a write-ahead log. Raises sqlite3.Error, CopyDamaged and CopyStopped.
    """
    with closing(connect(part, "rw")) as copy, _stopping(copy, should_stop):
        live.execute("BEGIN")
        try:
            # The first look fixes the moment that is copied; without it each write would begin the copy anew.
            live.execute("SELECT count(*) FROM sqlite_master").fetchone()
            live.backup(copy, pages=_PAGES, progress=lambda *_left: _stop_if(should_stop))
        finally:
            if live.in_transaction:
                live.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        check_whole(copy)


def check_whole(connection: sqlite3.Connection) -> None:
    """Raises CopyDamaged for what SQLite finds in the file."""
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as fault:
        if primary_code(fault) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise CopyDamaged from fault
        raise
    if found != ("ok",):
        raise CopyDamaged


def _stop_if(should_stop: ShouldStop) -> None:
    if should_stop():
        raise CopyStopped


@contextmanager
def _stopping(connection: sqlite3.Connection, should_stop: ShouldStop) -> Iterator[None]:
    connection.set_progress_handler(lambda: int(should_stop()), _LOOK_EVERY)
    try:
        yield
    except sqlite3.OperationalError as fault:
        if primary_code(fault) == sqlite3.SQLITE_INTERRUPT:
            raise CopyStopped from fault
        raise


def put_in_place(part: Path, place: Path) -> None:
    """Gives a whole file its name, for good: a power cut later does not undo it."""
    _keep(part)
    part.replace(place)
    _keep(place.parent)


def _keep(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_aside(file: Path, to: Path) -> None:
    """The file, and what belongs to it: a log left behind would be read into the next file of that name."""
    for suffix in (*_WITH_IT, ""):
        one = file.with_name(file.name + suffix)
        if one.exists():
            one.replace(to.with_name(to.name + suffix))
