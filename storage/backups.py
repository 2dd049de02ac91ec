"""Backups: made while others write, checked before they count, put back with what was there kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.errors import SetupFault
from storage import copying
from storage.copying import CopyDamaged, ShouldStop, never
from storage.faults import primary_code
from storage.migrations import NAMES, SCHEMA

_PATIENCE = 1.0
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_HELD = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class CannotBackUp(SetupFault):
    """The backup can't be made; whatever stood in its place is untouched."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"No backup was made in {file}: {why}")


class NotABackup(SetupFault):
    """The file can't be put back."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file} can't be restored: {why} Nothing was changed.")


class DatabaseIsThere(SetupFault):
    """There is a database already, and nobody said that it may be replaced."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is there already, and nothing was changed. With --force it is replaced, and kept as "
            f"{file.name}.before."
        )


class DatabaseInUse(SetupFault):
    """Another process has the database open."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another program has {file} open, most likely kindling serve, and nothing was changed. "
            "Stop it, then try again."
        )


class CannotRestore(SetupFault):
    """The database could not be written; what was there is still there."""

    def __init__(self, file: Path, fault: Exception) -> None:
        super().__init__(f"{file} can't be written ({_words(fault)}), and is as it was.")


def back_up(database: Path, to: Path, should_stop: ShouldStop = never) -> None:
    """Writes the database as it is at the call to `to`: checked first, then there under its name at once.

    Others may write meanwhile. An earlier backup is replaced, and nothing else. Raises CannotBackUp, and
    CopyStopped once `should_stop` says so.
    """
    _refuse_place(database, to)
    try:
        with closing(copying.connect(database, "rw")) as live, copying.new_file_for(to) as part:
            copying.copy_database(live, part, should_stop)
            _refuse_strange_copy(part, to)
            copying.put_in_place(part, to)
    except CopyDamaged:
        why = f"{database} is damaged. Keep it, and restore the last backup: kindling restore FILE --force"
        raise CannotBackUp(to, why) from None
    except (OSError, sqlite3.Error) as fault:
        raise CannotBackUp(to, f"{_words(fault)}. Look at the free space and the rights there.") from fault


def _refuse_place(database: Path, to: Path) -> None:
    if not database.exists():
        raise CannotBackUp(to, f"there is no database at {database}. DATABASE_URL names it.")
    if to.is_dir():
        raise CannotBackUp(to, f"it is a folder. Name a file in it, such as {to / 'kindling.db'}")
    if not to.parent.is_dir():
        raise CannotBackUp(to, f"there is no folder {to.parent}. Make it first.")
    if not to.exists():
        return
    if to.samefile(database):
        raise CannotBackUp(to, "it is the database itself. Name another file.")
    if copying.keeps_log(to):
        raise CannotBackUp(to, "it is a database in use, and no backup. Name another file.")
    try:
        check_backup(to)
    except NotABackup:
        raise CannotBackUp(to, "it is something else than a backup. Name another file.") from None


def _refuse_strange_copy(part: Path, to: Path) -> None:
    with closing(copying.connect(part, "ro")) as copy:
        if not SCHEMA.applied(Database(copy)):
            raise CannotBackUp(to, "the database is not Kindling's. DATABASE_URL names it.")


def check_backup(file: Path) -> None:
    """Raises NotABackup for what this Kindling can't go on from."""
    if not file.is_file():
        raise NotABackup(file, "there is no such file.")
    try:
        with closing(copying.connect(file, "ro")) as opened:
            copying.check_whole(opened)
            applied = {migration.name for migration in SCHEMA.applied(Database(opened))}
    except CopyDamaged:
        raise NotABackup(file, "it is damaged, or no database. Take another backup.") from None
    except sqlite3.Error as fault:
        raise NotABackup(file, f"it can't be read ({_words(fault)}).") from None
    if not applied:
        raise NotABackup(file, "it is not a database of Kindling's.")
    if applied - set(NAMES):
        raise NotABackup(file, "it was made by a newer Kindling. Update this one first.")


def restore(backup: Path, database: Path, *, force: bool = False) -> Path | None:
    """Makes the database what the backup holds. Answers where what was there is kept, if anything was.

    Raises NotABackup, DatabaseIsThere, DatabaseInUse and CannotRestore; then nothing was changed.
    """
    check_backup(backup)
    if not database.parent.is_dir():
        raise CannotRestore(database, FileNotFoundError(0, f"there is no folder {database.parent}"))
    if database.exists() and backup.samefile(database):
        raise NotABackup(backup, "it is the database itself.")
    if database.exists() and not force:
        raise DatabaseIsThere(database)
    before = _free_name(database)
    try:
        if not database.exists() or not _replace_inside(backup, database, before):
            copying.move_aside(database, before)
            _make_anew(backup, database)
    except (OSError, sqlite3.Error) as fault:
        if isinstance(fault, sqlite3.Error) and primary_code(fault) in _HELD:
            raise DatabaseInUse(database) from fault
        raise CannotRestore(database, fault) from fault
    return before if before.exists() else None


def _free_name(database: Path) -> Path:
    """An earlier .before may be the only good copy there is."""
    number = 1
    while (before := database.with_name(f"{database.name}.before{f'-{number}' * (number > 1)}")).exists():
        number += 1
    return before


def _replace_inside(backup: Path, database: Path, before: Path) -> bool:
    """Writes the backup into the database's own file, in one transaction, with everybody else kept out.

    False, and nothing was changed, if what is there is too damaged for that.
    """
    with closing(copying.connect(database, "rw", _PATIENCE)) as live:
        try:
            _keep_others_out(live)
            with copying.new_file_for(before) as part:
                copying.copy_database(live, part)
                copying.put_in_place(part, before)
        except CopyDamaged:
            return False
        except sqlite3.DatabaseError as fault:
            if primary_code(fault) in _DAMAGED:
                return False
            raise
        with closing(copying.connect(backup, "ro")) as kept:
            kept.backup(live)
    return True


def _keep_others_out(live: sqlite3.Connection) -> None:
    """Raises sqlite3.OperationalError while anybody has it open: a write-ahead log's users share a lock."""
    live.execute("PRAGMA journal_mode = DELETE").fetchone()
    live.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    live.execute("BEGIN EXCLUSIVE")
    live.execute("COMMIT")


def _make_anew(backup: Path, database: Path) -> None:
    with closing(copying.connect(backup, "ro")) as kept, copying.new_file_for(database) as part:
        copying.copy_database(kept, part)
        copying.put_in_place(part, database)


def _words(fault: Exception) -> str:
    if isinstance(fault, OSError):
        return fault.strerror or type(fault).__name__
    return str(fault)
