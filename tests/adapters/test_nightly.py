from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.logs import set_up_logs
from adapters.nightly import NightlyBackups, made_in
from storage import backups, migrate_store
from storage.copying import ShouldStop

NIGHT = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


class Nights:
    """A database, a folder for its backups, and a wall clock to set."""

    def __init__(self, folder: Path, kept: int = 3) -> None:
        self.at = NIGHT
        self.database = folder / "kindling.db"
        self.folder = folder / "backups"
        self.folder.mkdir()
        migrate_store(str(self.database))
        self.backups = NightlyBackups(self.database, self.folder, kept, lambda: self.at)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


async def test_one_backup_a_day_after_three(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    nights.at = NIGHT.replace(hour=2)
    assert await nights.backups.make() is None
    nights.at = NIGHT
    assert await nights.backups.make() == nights.folder / "kindling-2026-11-24.db"
    assert await nights.backups.make() is None
    nights.at = NIGHT + timedelta(days=1, hours=9)
    assert await nights.backups.make() is not None
    assert nights.names() == ["kindling-2026-11-24.db", "kindling-2026-11-25.db"]


async def test_only_the_newest_are_kept_and_nothing_else_is_touched(tmp_path: Path) -> None:
    nights = Nights(tmp_path)
    others = ["kindling-before-the-move.db", "kindling-2020-01-01.db.gz", "notes.txt"]
    for name in others:
        (nights.folder / name).touch()
    for _ in range(5):
        await nights.backups.make()
        nights.at += timedelta(days=1)
    kept = [f"kindling-2026-11-{day}.db" for day in (26, 27, 28)]
    assert nights.names() == sorted([*others, *kept])
    assert [path.name for path in made_in(nights.folder)] == kept


async def test_old_backups_stay_while_none_can_be_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("info")
    nights = Nights(tmp_path, kept=1)
    await nights.backups.make()
    capsys.readouterr()
    nights.at += timedelta(days=1)
    nights.database.unlink()
    assert await nights.backups.make() is None
    told = json.loads(capsys.readouterr().err)
    assert (told["level"], told["event"]) == ("error", "The nightly backup was not made.")
    assert "there is no database" in told["why"]
    assert nights.names() == ["kindling-2026-11-24.db"]


async def test_a_stop_breaks_a_backup_off_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = Nights(tmp_path)
    with closing(sqlite3.connect(nights.database)) as opened, opened:
        rows = ((f"row-{number}", "x" * 900) for number in range(60_000))
        opened.executemany("INSERT INTO identities VALUES ('W', ?, ?, 0)", rows)
    begun, ended = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def back_up(database: Path, file: Path, should_stop: ShouldStop) -> None:
        loop.call_soon_threadsafe(begun.set)
        try:
            backups.back_up(database, file, should_stop)
        finally:
            loop.call_soon_threadsafe(ended.set)

    monkeypatch.setattr("adapters.nightly.back_up", back_up)
    making = asyncio.create_task(nights.backups.make())
    await begun.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    await asyncio.wait_for(ended.wait(), 5)
    assert nights.names() == []
