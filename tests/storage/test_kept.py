"""What was answered is kept: a process is killed under load, again and again, and each answer looked for."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.confirming import PARTS, name

ROOT = Path(__file__).parents[2]
KILLS = 30
LONGEST = 0.1


def confirmed_until_killed(deciders: subprocess.Popen[str], first: int, chance: random.Random) -> list[int]:
    """Has a process begin, and kills it a little after it has confirmed something."""
    assert deciders.stdin is not None
    assert deciders.stdout is not None
    print(first, file=deciders.stdin, flush=True)
    pid = int(deciders.stdout.readline().removeprefix("began "))
    confirmed = [int(deciders.stdout.readline())]
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(pid, signal.SIGKILL)
    while (line := deciders.stdout.readline()) != f"ended {-signal.SIGKILL}\n":
        confirmed.append(int(line))
    return confirmed


def is_kept(connection: sqlite3.Connection, number: int) -> bool:
    """All of the decision, down to its last part."""
    asked = "SELECT count(*) FROM identities WHERE workspace_id = 'W' AND identity IN (?, ?, ?)"
    found = connection.execute(asked, [name(number, part) for part in range(PARTS)])
    return bool(found.fetchone() == (PARTS,))


@pytest.mark.slow
def test_what_was_confirmed_outlives_being_killed(tmp_path: Path) -> None:
    file = tmp_path / "kindling.db"
    chance = random.Random(2026)
    confirmed: set[int] = set()
    command = [sys.executable, "-m", "tests.storage.confirming", str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as deciders:
        for round_number in range(KILLS):
            newly = confirmed_until_killed(deciders, round_number * 1_000_000, chance)
            look_at(file, newly)
            confirmed.update(newly)
    look_at(file, confirmed)
    assert len(confirmed) > KILLS * 40


def look_at(file: Path, confirmed: Iterable[int]) -> None:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert [number for number in confirmed if not is_kept(connection, number)] == []
