"""Backups and putting them back: under load, broken off, of the wrong file, while others are there."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage import copying, migrate_store, open_store
from storage.backups import (
    CannotBackUp,
    CannotRestore,
    DatabaseInUse,
    DatabaseIsThere,
    NotABackup,
    back_up,
    check_backup,
    restore,
)
from storage.copying import CopyStopped
from storage.migrations import SCHEMA
from tests.storage.confirming import PARTS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    database = tmp_path / "data" / "kindling.db"
    migrate_store(str(database))
    fill(database, 40)
    return database


def fill(database: Path, rows: int, size: int = 800) -> None:
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.executemany(
            "INSERT OR REPLACE INTO identities VALUES ('W', ?, ?, 0)",
            [(f"row-{number}", "x" * size) for number in range(rows)],
        )


def count(database: Path) -> int:
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (rows,) = opened.execute("SELECT count(*) FROM identities").fetchone()
        return int(rows)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def load_on(database: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that decides all the time, and tells each answer it was given."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.confirming", str(database), "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told_by(process: subprocess.Popen[bytes], at_least: int) -> set[int]:
    """Numbers confirmed so far, at least so many."""
    assert process.stdout is not None
    told: set[int] = set()
    os.set_blocking(process.stdout.fileno(), False)
    until = time.monotonic() + 20
    rest = b""
    while len(told) < at_least and time.monotonic() < until:
        *lines, rest = (rest + (process.stdout.read() or b"")).split(b"\n")
        told.update(int(line) for line in lines)
        time.sleep(0.01)
    return told


def kept_in(database: Path) -> dict[int, int]:
    """How many parts of each numbered decision are there."""
    parts: dict[int, int] = {}
    with closing(sqlite3.connect(database)) as opened:
        for (name,) in opened.execute("SELECT identity FROM identities WHERE identity LIKE '%/%'"):
            number = int(name.partition("/")[0])
            parts[number] = parts.get(number, 0) + 1
    return parts


@pytest.mark.parametrize("place", ["new", "replaced"])
def test_a_backup_under_load_has_all_that_was_confirmed_before(
    file: Path, tmp_path: Path, place: str
) -> None:
    fill(file, 30_000)
    to = tmp_path / "copy.db"
    if place == "replaced":
        back_up(file, to)
    with load_on(file) as process:
        before = told_by(process, 500)
        back_up(file, to)
        assert process.poll() is None
        assert told_by(process, 1), "the load went on beside the backup"
    kept = kept_in(to)
    assert before <= kept.keys()
    assert set(kept.values()) == {PARTS}
    assert count(to) == 30_000 + PARTS * len(kept)
    check_backup(to)
    assert names(tmp_path) == ["copy.db", "data"]


def test_a_backup_is_one_moment_whatever_is_written_meanwhile(file: Path, tmp_path: Path) -> None:
    """A row is written at each step of the copy: it must neither begin anew each time nor get in."""
    fill(file, 30_000)
    steps = 0

    def write_and_go_on() -> bool:
        nonlocal steps
        steps += 1
        with closing(sqlite3.connect(file)) as opened, opened:
            opened.execute("INSERT INTO identities VALUES ('W', ?, 'x', 0)", (f"meanwhile-{steps}",))
        return steps > 100

    back_up(file, tmp_path / "copy.db", write_and_go_on)
    assert steps > 3
    assert count(tmp_path / "copy.db") == 30_000


def test_a_restored_backup_goes_on(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    file.unlink()
    assert restore(tmp_path / "copy.db", file) is None
    store = open_store(str(file), migrate=False)
    asyncio.run(store.close())
    assert count(file) == 40
    assert names(file.parent) == ["kindling.db"]


def test_a_backup_is_one_file_for_its_owner_only(file: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy.db"
    store = open_store(str(file))
    back_up(file, to)
    asyncio.run(store.close())
    assert to.stat().st_mode & 0o777 == 0o600
    assert not copying.keeps_log(to)
    check_backup(to)
    assert names(tmp_path) == ["copy.db", "data"]


@pytest.mark.parametrize("look", [1, 3])
def test_a_backup_that_is_broken_off_leaves_what_was_there(file: Path, tmp_path: Path, look: int) -> None:
    to = tmp_path / "copy.db"
    back_up(file, to)
    fill(file, 20_000)
    looks = iter(range(1, 1000))
    with pytest.raises(CopyStopped):
        back_up(file, to, lambda: next(looks) >= look)
    assert count(to) == 40
    assert names(tmp_path) == ["copy.db", "data"]


def test_a_backup_that_is_killed_leaves_no_half_file(file: Path, tmp_path: Path) -> None:
    fill(file, 60_000)
    to = tmp_path / "copy.db"
    code = (
        "import os, signal, sys; from pathlib import Path; from storage.backups import back_up;"
        "looks = iter(range(5));"
        "back_up(Path(sys.argv[1]), Path(sys.argv[2]),"
        " lambda: next(looks) == 4 and os.kill(os.getpid(), signal.SIGKILL))"
    )
    killed = subprocess.run([sys.executable, "-c", code, file, to], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not to.exists()
    left = [name for name in names(tmp_path) if ".part" in name]
    assert left
    for name in left:
        os.utime(tmp_path / name, (0, 0))
    back_up(file, to)
    assert count(to) == 60_000
    assert names(tmp_path) == ["copy.db", "data"]


def test_a_full_disk_is_said_and_leaves_the_last_backup(file: Path, tmp_path: Path) -> None:
    to = tmp_path / "copy.db"
    back_up(file, to)
    fill(file, 20_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(CannotBackUp, match="free space"):
            back_up(file, to)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, was)
    assert count(to) == 40
    assert names(tmp_path) == ["copy.db", "data"]


def test_where_no_backup_goes(file: Path, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Marta")
    other = tmp_path / "other.db"
    migrate_store(str(other))
    for to, says in (
        (file, "the database itself"),
        (letter, "something else than a backup"),
        (other, "a database in use"),
        (tmp_path, "it is a folder"),
        (tmp_path / "no" / "copy.db", "there is no folder"),
    ):
        with pytest.raises(CannotBackUp, match=says):
            back_up(file, to)
    assert letter.read_text() == "Dear Marta"
    with pytest.raises(CannotBackUp, match="there is no database"):
        back_up(tmp_path / "absent.db", tmp_path / "copy.db")


def test_a_damaged_database_is_not_backed_up(file: Path, tmp_path: Path) -> None:
    fill(file, 2000)
    damage(file)
    with pytest.raises(CannotBackUp, match="is damaged"):
        back_up(file, tmp_path / "copy.db")
    assert names(tmp_path) == ["data"]


def damage(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE").fetchone()
    with file.open("r+b") as opened_file:
        opened_file.seek(file.stat().st_size // 2)
        opened_file.write(b"\xff" * 20_000)


def a_letter(path: Path, _good: Path) -> None:
    path.write_text("Dear Marta, this is no database at all.\n" * 100)


def another_program(path: Path, _good: Path) -> None:
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("CREATE TABLE songs (title TEXT)")


def a_newer_kindling(path: Path, good: Path) -> None:
    back_up(good, path)
    with closing(Database(path)) as database:
        newer = {"migration_set": SCHEMA.name, "name": "of_the_future", "applied_at": "2030-01-01"}
        database.table(SCHEMA.migrations_table).insert(newer)


def cut_short(path: Path, good: Path) -> None:
    fill(good, 2000)
    back_up(good, path)
    os.truncate(path, path.stat().st_size // 2)


def a_damaged_one(path: Path, good: Path) -> None:
    fill(good, 2000)
    back_up(good, path)
    damage(path)


def nothing(path: Path, _good: Path) -> None:
    path.touch()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (a_letter, "damaged, or no database"),
        (another_program, "not a database of Kindling's"),
        (a_newer_kindling, "made by a newer Kindling"),
        (cut_short, "damaged"),
        (a_damaged_one, "damaged"),
        (nothing, "not a database of Kindling's"),
        (lambda _path, _good: None, "no such file"),
    ],
)
def test_what_is_no_backup_changes_nothing(file: Path, tmp_path: Path, make: object, says: str) -> None:
    assert callable(make)
    make(tmp_path / "odd.db", file)
    before = file.read_bytes()
    with pytest.raises(NotABackup, match=says):
        restore(tmp_path / "odd.db", file, force=True)
    assert file.read_bytes() == before
    assert names(file.parent) == ["kindling.db"]


def test_a_database_is_replaced_only_when_told_and_kept(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    fill(file, 90)
    with pytest.raises(DatabaseIsThere, match="--force"):
        restore(tmp_path / "copy.db", file)
    assert count(file) == 90
    before = restore(tmp_path / "copy.db", file, force=True)
    assert before is not None
    assert (before.name, count(before), count(file)) == ("kindling.db.before", 90, 40)
    again = restore(before, file, force=True)
    assert again is not None
    assert (again.name, count(again), count(file), count(before)) == ("kindling.db.before-2", 40, 90, 90)


def test_what_was_written_last_is_in_the_before(file: Path, tmp_path: Path) -> None:
    """A killed server leaves its newest rows in the write-ahead log."""
    back_up(file, tmp_path / "copy.db")
    code = (
        "import os, sqlite3, sys; opened = sqlite3.connect(sys.argv[1]);"
        "opened.execute(\"INSERT INTO identities VALUES ('W', 'last', 'x', 0)\");"
        "opened.commit(); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, file], check=False)
    assert file.with_name("kindling.db-wal").stat().st_size > 0
    before = restore(tmp_path / "copy.db", file, force=True)
    assert before is not None
    assert (count(before), count(file)) == (41, 40)


def test_a_log_left_behind_does_not_get_into_what_is_restored(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    log = file.with_name("kindling.db-wal")
    log.write_bytes(b"a log of another file")
    file.unlink()
    assert restore(tmp_path / "copy.db", file) is None
    assert count(file) == 40
    assert file.with_name("kindling.db.before-wal").read_bytes() == b"a log of another file"


@pytest.mark.parametrize("make", [a_letter, a_damaged_one])
def test_a_damaged_database_is_moved_aside_as_it_is(file: Path, tmp_path: Path, make: object) -> None:
    assert callable(make)
    back_up(file, tmp_path / "copy.db")
    file.unlink()
    migrate_store(str(tmp_path / "good.db"))
    make(file, tmp_path / "good.db")
    was = file.read_bytes()
    before = restore(tmp_path / "copy.db", file, force=True)
    assert before is not None
    assert before.read_bytes() == was
    assert count(file) == 40


def test_nothing_is_restored_under_a_running_store(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    with load_on(file) as process:
        told_by(process, 20)
        with pytest.raises(DatabaseInUse, match="Stop it"):
            restore(tmp_path / "copy.db", file, force=True)
        assert process.poll() is None
        assert told_by(process, 20)
    assert not file.with_name("kindling.db.before").exists()
    restore(tmp_path / "copy.db", file, force=True)
    assert count(file) == 40


def test_an_idle_store_holds_the_database_too(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    store = open_store(str(file))
    with pytest.raises(DatabaseInUse):
        restore(tmp_path / "copy.db", file, force=True)
    asyncio.run(store.close())


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    fill(file, 5000)
    code = (
        "import sys; from pathlib import Path; from storage.backups import restore;"
        "restore(Path(sys.argv[1]), Path(sys.argv[2]), force=True)"
    )
    seen = set()
    for hundredths in range(8, 40, 4):
        process = subprocess.Popen([sys.executable, "-c", code, tmp_path / "copy.db", file], cwd=ROOT)
        time.sleep(hundredths / 100)
        process.kill()
        process.wait()
        seen.add(count(file))
    assert seen <= {5000, 40}


def test_a_folder_that_is_not_there(file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    with pytest.raises(CannotRestore, match="there is no folder"):
        restore(tmp_path / "copy.db", tmp_path / "no" / "kindling.db")
