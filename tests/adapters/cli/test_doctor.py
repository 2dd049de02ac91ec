from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from click.testing import Result

from tests.adapters.cli.process import Served

Kindling = Callable[..., Result]
ADD = ("teams", "add", "--workspace", "local", "--channel", "front-desk", "--tz", "Europe/Lisbon")
NAMES = ["settings", "database", "disk", "space", "backups", "clock", "zones", "tips", "port"]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder on a disk that stays: the doctor tells one in memory, where the other tests keep theirs."""
    with TemporaryDirectory(dir="/var/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """A free port, as PORT."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    monkeypatch.setenv("PORT", str(number))
    return number


def levels(result: Result) -> dict[str, str]:
    found: dict[str, Any] = json.loads(result.stdout)
    assert found["well"] is (result.exit_code == 0)
    return {one["name"]: one["level"] for one in found["findings"]}


def test_a_machine_where_all_is_well(
    kindling: Kindling, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    kindling(*ADD)
    (folder / "nights").mkdir()
    monkeypatch.setenv("KINDLING_BACKUP_DIR", "nights")
    before = sorted(folder.iterdir())
    found = kindling("doctor", "--json")
    assert found.exit_code == 0, found.stdout
    assert list(levels(found)) == NAMES
    of_kindling = ("settings", "database", "clock", "tips", "port")
    assert {levels(found)[name] for name in of_kindling} == {"ok"}
    lines = kindling("doctor").stdout.splitlines()
    assert [line.split()[1] for line in lines] == NAMES
    assert sorted(folder.iterdir()) == before


def test_before_anything_is_set_up_nothing_fails(kindling: Kindling, folder: Path, port: int) -> None:
    result = kindling("doctor", "--json")
    assert (result.exit_code, levels(result)["database"]) == (0, "warn")
    assert list(folder.iterdir()) == []


def test_each_broken_setting_is_a_line_without_its_value(
    kindling: Kindling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "marzipan")
    monkeypatch.setenv("KINDLING_SECRET_KEY", "marzipan")
    result = kindling("doctor")
    assert result.exit_code == 1
    lines = [line for line in result.stdout.splitlines() if line.startswith("fail  settings")]
    assert [line.split()[2] for line in lines] == ["PORT:", "KINDLING_SECRET_KEY:"]
    assert "clock" in result.stdout
    assert "marzipan" not in result.stdout


def test_a_database_of_a_kind_that_is_not_there_yet(
    kindling: Kindling, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://kindling:marzipan@localhost/kindling")
    result = kindling("doctor")
    assert (result.exit_code, "marzipan" in result.stdout) == (1, False)


def test_a_host_that_empties_its_disk_fails(
    kindling: Kindling, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DYNO", "web.1")
    result = kindling("doctor", "--json")
    assert (result.exit_code, levels(result)["disk"]) == (1, "fail")


def test_tips_that_cannot_be_read_fail(
    kindling: Kindling, folder: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ours" / "odd").mkdir(parents=True)
    (folder / "ours" / "odd" / "series.toml").write_text("this is not toml")
    monkeypatch.setenv("KINDLING_TIPS_DIR", "ours")
    result = kindling("doctor", "--json")
    assert (result.exit_code, levels(result)["tips"]) == (1, "fail")


def test_beside_a_running_server(kindling: Kindling, served: Callable[..., Served], port: int) -> None:
    kindling(*ADD)
    served("serve", "--local")
    result = kindling("doctor")
    assert result.exit_code == 0, result.stdout
    assert "Kindling runs and answers" in result.stdout
