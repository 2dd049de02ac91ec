"""What was answered is kept: a process is killed under load, again and again, and each answer looked for."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.confirming import PARTS, name

ROOT = Path(__file__).parents[2]
KILLS = 30
LONGEST = 0.25


def confirmed_until_killed(file: Path, first: int, chance: random.Random) -> list[int]:
    """Runs the process until it has confirmed something and a little longer, and kills it."""
    command = [sys.executable, "-m", "tests.storage.confirming", str(file), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        started = process.stdout.readline()
        time.sleep(chance.uniform(0, LONGEST))
        process.send_signal(signal.SIGKILL)
        lines = started + process.stdout.read()
    assert process.returncode == -signal.SIGKILL
    # A line without an end was not said.
    return [int(line) for line in lines.splitlines(keepends=True) if line.endswith(b"\n")]


def kept(connection: sqlite3.Connection) -> set[str]:
    return {identity for (identity,) in connection.execute("SELECT identity FROM identities")}


@pytest.mark.slow
def test_what_was_confirmed_outlives_being_killed(tmp_path: Path) -> None:
    file = tmp_path / "kindling.db"
    chance = random.Random(2026)
    confirmed: set[int] = set()
    for round_number in range(KILLS):
        confirmed.update(confirmed_until_killed(file, round_number * 1_000_000, chance))
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            found = kept(connection)
        lost = [number for number in confirmed if name(number, 0) not in found]
        assert lost == []
        numbers = {identity.partition("/")[0] for identity in found}
        assert len(found) == PARTS * len(numbers), "a decision was kept in part"
    assert len(confirmed) > KILLS * 40
