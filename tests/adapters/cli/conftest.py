"""The command line in a folder of its own, within this process or as a real one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.cli import main
from adapters.settings import setting_names
from tests.adapters.cli.process import Loaded, Served, start


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder worked in, without any setting; the process's own log is as before afterwards."""
    monkeypatch.chdir(tmp_path)
    for setting in setting_names().values():
        monkeypatch.delenv(setting.name, raising=False)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def kindling(folder: Path) -> Callable[..., Result]:
    """`kindling("teams", "list")` runs the command in this process."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


@pytest.fixture(scope="session")
def loaded() -> Iterator[Loaded]:
    """What `started` and `served` are forked from."""
    loaded = Loaded()
    yield loaded
    loaded.stop()


@pytest.fixture
def started(folder: Path, loaded: Loaded) -> Iterator[Callable[..., Served]]:
    """`started("backup", "copy.db")` starts a process of its own; what still runs afterwards is killed."""
    running: list[Served] = []

    def begin(*arguments: str, **environment: str) -> Served:
        running.append(start(loaded, folder, len(running), arguments, environment))
        return running[-1]

    yield begin
    for one in running:
        one.process.kill()
        one.process.wait()


@pytest.fixture
def served(started: Callable[..., Served]) -> Callable[..., Served]:
    """`served("demo", "--port", "0")` starts it and waits until it says where it answers."""

    def serve(*arguments: str, **environment: str) -> Served:
        running = started(*arguments, **environment)
        running.wait_for_address()
        return running

    return serve
