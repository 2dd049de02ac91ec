from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from adapters import checkup
from adapters.checkup import Level
from adapters.checkup_time import look_at_clock, look_at_zones, zone_data
from adapters.settings import Settings
from storage import migrate_store, open_store
from tests.world import World

MOUNTS = """\
overlay / overlay rw,relatime 0 0
tmpfs /dev/shm tmpfs rw 0 0
/dev/sda1 /data ext4 rw 0 0
tmpfs /data/fast tmpfs rw 0 0
"""


async def test_a_database_in_use_is_well_and_left_alone(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.tick()
    file = tmp_path / "kindling.db"
    found, inside = checkup.look_at_database(file)
    assert (found.level, found.todo) == (Level.OK, "")
    assert inside is not None
    assert inside.zones == (("Front desk", "Europe/Lisbon"),)
    await world.close()


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    found, inside = checkup.look_at_database(tmp_path / "kindling.db")
    assert (found.level, inside) == (Level.WARN, None)
    assert list(tmp_path.iterdir()) == []
    assert checkup.look_at_database(tmp_path / "no" / "kindling.db")[0].level is Level.FAIL


def test_a_damaged_database_is_told_with_the_way_back(tmp_path: Path) -> None:
    file = tmp_path / "kindling.db"
    migrate_store(str(file))
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode = DELETE").fetchone()
    with file.open("r+b") as broken:
        broken.seek(file.stat().st_size // 2)
        broken.write(b"\xff" * 9000)
    found, _ = checkup.look_at_database(file)
    assert found.level is Level.FAIL
    assert "kindling restore" in found.says


def test_another_programs_file_and_a_letter(tmp_path: Path) -> None:
    songs, letter = tmp_path / "songs.db", tmp_path / "letter.db"
    with closing(sqlite3.connect(songs)) as opened:
        opened.execute("CREATE TABLE songs (title TEXT)")
    letter.write_text("Dear Marta\n" * 300)
    for file, says in ((songs, "another program"), (letter, "damaged")):
        found, _ = checkup.look_at_database(file)
        assert (found.level, says in found.says) == (Level.FAIL, True)


def test_an_older_database_has_to_be_migrated(tmp_path: Path) -> None:
    file = tmp_path / "kindling.db"
    migrate_store(str(file))
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("DELETE FROM _sqlite_migrations WHERE id = (SELECT max(id) FROM _sqlite_migrations)")
    found, _ = checkup.look_at_database(file)
    assert (found.level, found.todo) == (Level.FAIL, "Run: kindling migrate")
    with pytest.raises(Exception, match="kindling migrate"):
        open_store(str(file), migrate=False)


@pytest.mark.parametrize(
    ("file", "environment", "level"),
    [
        ("/data/kindling.db", {}, Level.OK),
        ("/data/deep/er/kindling.db", {}, Level.OK),
        ("/data/fast/kindling.db", {}, Level.FAIL),
        ("/dev/shm/kindling.db", {}, Level.FAIL),
        ("/app/kindling.db", {}, Level.WARN),
        ("/data/kindling.db", {"DYNO": "web.1"}, Level.FAIL),
        ("/data/kindling.db", {"K_SERVICE": "kindling"}, Level.FAIL),
    ],
)
def test_a_disk_that_vanishes(file: str, environment: dict[str, str], level: Level) -> None:
    assert checkup.look_at_disk(Path(file), environment, MOUNTS).level is level


def test_where_mounts_are_not_known_nothing_is_made_up() -> None:
    assert checkup.look_at_disk(Path("/data/kindling.db"), {}, "").level is Level.OK


def test_room_for_the_database_and_a_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kindling.db"
    assert checkup.look_at_space(tmp_path / "no" / "kindling.db").level is Level.FAIL
    with file.open("wb") as opened:
        opened.truncate(100_000_000)
    for free, level in ((299_000_000, Level.WARN), (301_000_000, Level.OK)):
        monkeypatch.setattr(
            "shutil.disk_usage", lambda _folder, free=free: type("Usage", (), {"free": free})()
        )
        assert checkup.look_at_space(file).level is level


NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def clock(now: datetime, newest_at: datetime | None = None, jump: float = 0.0) -> checkup.Finding:
    """What is found of a clock that jumps so many seconds while it is watched."""
    waited = 0.0

    def wait(seconds: float) -> None:
        nonlocal waited
        waited += seconds

    return look_at_clock(
        newest_at, lambda: now.timestamp() + waited + (jump if waited else 0), lambda: waited, wait
    )


def test_the_clock() -> None:
    assert clock(NOW).level is Level.OK
    assert clock(NOW, NOW + timedelta(minutes=4)).level is Level.OK
    for found in (
        clock(NOW, NOW + timedelta(minutes=6)),
        clock(NOW, jump=3600),
        clock(NOW, jump=-1),
        clock(datetime(1970, 1, 2, tzinfo=UTC)),
    ):
        assert (found.level, "NTP" in found.todo) == (Level.FAIL, True)


def test_this_machines_clock_is_well() -> None:
    assert look_at_clock(None).level is Level.OK


def zones_at(folder: Path, version: str) -> None:
    (folder / "Europe").mkdir(parents=True)
    (folder / "Europe" / "London").touch()
    (folder / "tzdata.zi").write_text(f"# version {version}\n# and more\n")


@pytest.mark.parametrize(("version", "level"), [("2019c", Level.WARN), ("2099a", Level.OK)])
def test_old_zone_data_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, level: Level
) -> None:
    zones_at(tmp_path / "zones", version)
    monkeypatch.setattr("zoneinfo.TZPATH", (str(tmp_path / "no"), str(tmp_path / "zones")))
    assert zone_data() == (tmp_path / "zones", version)
    [found] = look_at_zones(())
    assert (found.level, version in found.says) == (level, True)


def test_without_the_machines_zones_our_own_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    [found] = look_at_zones(())
    assert (found.level, "what Kindling brings" in found.says) == (Level.OK, True)


def test_a_teams_zone_that_is_unknown_here_is_told() -> None:
    found = look_at_zones((("Desk", "Europe/Lisbon"), ("Moon", "Luna/Tranquility")))
    [unknown] = [one for one in found if one.level is Level.FAIL]
    assert "Moon is in Luna/Tranquility" in unknown.says


class Answers(BaseHTTPRequestHandler):
    """Something that answers HTTP; Kindling or not."""

    body = b'{"status": "ok"}'

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_given: object) -> None:
        """Says nothing."""


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    handler = type("Handler", (Answers,), {"body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_the_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert checkup.look_at_port("127.0.0.1", port).level is Level.OK
    with answering(Answers.body) as port:
        assert "Kindling runs" in checkup.look_at_port("127.0.0.1", port).says
    with answering(b"hello") as port:
        found = checkup.look_at_port("127.0.0.1", port)
        assert (found.level, f"PORT={port + 1}" in found.todo) == (Level.FAIL, True)
    assert checkup.look_at_port("192.0.2.1", port).level is Level.FAIL


def settings(folder: Path | None) -> Settings:
    return Settings.model_construct(backup_dir=folder, backups_kept=7)


def test_backups(tmp_path: Path) -> None:
    assert checkup.look_at_backups(settings(None)).level is Level.WARN
    assert "none" in checkup.look_at_backups(settings(tmp_path)).says
    made = tmp_path / "kindling-2026-11-23.db"
    made.touch()
    os.utime(made, (NOW.timestamp(), NOW.timestamp()))
    for hours, level in ((29, Level.OK), (31, Level.WARN)):
        found = checkup.look_at_backups(settings(tmp_path), partial(NOW.__add__, timedelta(hours=hours)))
        assert found.level is level


async def test_a_look_holds_nobody_up(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    looks = [asyncio.to_thread(checkup.look_at_database, tmp_path / "kindling.db") for _ in range(5)]
    decisions = [world.decide(lambda tx: tx.teams.all()) for _ in range(50)]
    found = await asyncio.gather(*looks)
    await asyncio.gather(*decisions)
    assert {one.level for one, _ in found} == {Level.OK}
    await world.close()
