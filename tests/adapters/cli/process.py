"""A real `kindling` process, and talking to it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

KINDLING = Path(sys.executable).with_name("kindling")
_PATIENCE = 20.0


@dataclass
class Served:
    """A process that answers at `address`. What it says goes to files: it never waits for a reader."""

    process: subprocess.Popen[bytes]
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
            words = self.out.read_text().split()
            found = [word for word in words if word.startswith("http://127.0.0.1:")]
            if found:
                self.address = found[0]
                return
            time.sleep(0.02)
        raise AssertionError(f"it did not start:\n{self.err.read_text()}")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """Its exit code, and all that it said on stdout and stderr."""
        self.process.send_signal(number)
        code = self.process.wait(_PATIENCE)
        return code, self.out.read_text(), self.err.read_text()


def start(folder: Path, place: int, arguments: tuple[str, ...], environment: dict[str, str]) -> Served:
    out, err = folder / f"{place}.out", folder / f"{place}.err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [KINDLING, *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=stdout,
            stderr=stderr,
        )
    return Served(process, out, err)


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
