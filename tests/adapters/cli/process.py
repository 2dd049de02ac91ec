"""A real `kindling` process, and talking to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.adapters.cli.forking import Order

KINDLING = Path(sys.executable).with_name("kindling")
ROOT = Path(__file__).parents[3]
_PATIENCE = 60.0


class Forked:
    """A process of another's, by its id; its exit code is in a file once it has ended."""

    def __init__(self, pid: int, code: Path) -> None:
        self.pid = pid
        self._code = code

    def poll(self) -> int | None:
        return int(self._code.read_text()) if self._code.exists() else None

    def wait(self, seconds: float = _PATIENCE) -> int:
        until = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                raise TimeoutError(f"it did not end within {seconds} seconds")
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.send_signal(signal.SIGKILL)


class Loaded:
    """The process that has loaded everything, and from which each `kindling` is forked."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.adapters.cli.forking"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)

    def begin(self, order: Order) -> Forked:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(order, file=self._process.stdin, flush=True)
        return Forked(int(self._process.stdout.readline()), Path(order.code))

    def stop(self) -> None:
        self._process.communicate()


@dataclass
class Served:
    """A process that answers at `address`. What it says goes to files: it never waits for a reader."""

    process: Forked | subprocess.Popen[bytes]
    out: Path
    err: Path
    address: str = ""

    @property
    def host_and_port(self) -> tuple[str, int]:
        host, _, port = self.address.removeprefix("http://").partition(":")
        return host, int(port)

    def wait_for_address(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            words = self.out.read_text().split() if self.out.exists() else []
            found = [word for word in words if word.startswith("http://127.0.0.1:")]
            if found:
                self.address = found[0]
                return
            time.sleep(0.02)
        raise AssertionError(f"it did not start:\n{self.err.read_text()}")

    def end(self) -> tuple[int, str, str]:
        """Waits for its end: its exit code, and all that it said on stdout and stderr."""
        code = self.process.wait(_PATIENCE)
        return code, self.out.read_text(), self.err.read_text()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        self.process.send_signal(number)
        return self.end()


def start_installed(folder: Path, *arguments: str) -> Served:
    """The command as it was installed, in an interpreter of its own."""
    out, err = (folder.parent / f"{folder.name}.{kind}" for kind in ("out", "err"))
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen([KINDLING, *arguments], cwd=folder, stdout=stdout, stderr=stderr)
    return Served(process, out, err)


def start(
    loaded: Loaded, folder: Path, place: int, arguments: tuple[str, ...], environment: dict[str, str]
) -> Served:
    """Its output goes beside the folder, so that nothing but the process's own files is in it."""
    out, err, code = (folder.parent / f"{folder.name}-{place}.{kind}" for kind in ("out", "err", "code"))
    order = Order(list(arguments), str(folder), {**os.environ, **environment}, str(out), str(err), str(code))
    return Served(loaded.begin(order), out, err)


def got(address: str) -> dict[str, Any]:
    with urlopen(address, timeout=10) as response:
        value: dict[str, Any] = json.load(response)
        return value


def sent(address: str, **body: object) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(address, json.dumps(body).encode(), headers), timeout=10) as response:
        value: dict[str, Any] = json.load(response)
        return value


def messages(demo: Served, conversation: str = "front-desk", person: str = "marta") -> list[dict[str, Any]]:
    query = f"as={person}&conversation={conversation}"
    found: list[dict[str, Any]] = got(f"{demo.address}/api/local/messages?{query}")["messages"]
    return found


def actions(message: dict[str, Any]) -> list[str]:
    rows = [part["buttons"] for part in message["parts"] if part["kind"] == "buttons"]
    return [button["action"] for row in rows for button in row]
