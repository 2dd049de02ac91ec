"""The command line in a folder of its own, within this process or as a real one."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from adapters.cli import main
from adapters.settings import setting_names

KINDLING = Path(sys.executable).with_name("kindling")
Kindling = Callable[..., Result]


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
def kindling(folder: Path) -> Kindling:
    """`kindling("teams", "list")` runs the command in this process."""

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return run


@dataclass
class Served:
    """A real process that answers at `address`."""

    process: subprocess.Popen[str]
    address: str
    said: list[str]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Its exit code, and the rest of what it says on stdout and stderr."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=15)
        return self.process.returncode, out, err


@pytest.fixture
def served(folder: Path) -> Iterator[Callable[..., Served]]:
    """`served("demo")` starts it on a free port and waits until it says where."""
    running: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **environment: str) -> Served:
        process = subprocess.Popen(
            [KINDLING, *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return Served(process, *_address(process))

    yield start
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> tuple[str, list[str]]:
    said: list[str] = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        found = [word for word in line.split() if word.startswith("http://127.0.0.1:")]
        if found:
            return found[0], said
    raise AssertionError(process.communicate()[1])


def answered(address: str) -> str:
    with urlopen(address, timeout=5) as response:
        text: str = response.read().decode()
        return text
