"""Starts the fake platform as a process of its own, and tells it what to do."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.fake_platform.rules import Fault, Rules

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Record:
    """What the platform saw. `throttled` counts what its limits refused, not faults on demand."""

    posts: list[dict[str, Any]]
    archived: list[tuple[str, str]]
    requests: int
    throttled: int

    def keys(self) -> list[str]:
        """The key of each post that landed, in order."""
        return [post["key"] for post in self.posts]


class FakePlatform:
    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.address = address
        self.pid = process.pid
        self._process = process

    @classmethod
    def start(cls) -> Self:
        command = [sys.executable, "-m", "tests.fake_platform"]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        return cls(process, process.stdout.readline().strip())

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def set_up(self, workspace: str, rules: Rules) -> None:
        self._tell("rules", {"workspace": workspace, "rules": rules.as_json()})

    def script(self, workspace: str, channel: str, faults: Sequence[Fault]) -> None:
        """What happens to the next posts in a channel, one after the other."""
        self._tell("script", {"workspace": workspace, "channel": channel, "faults": faults})

    def forget(self) -> None:
        self._tell("forget", {})

    def record(self) -> Record:
        """Waits for what is about to land."""
        with urllib.request.urlopen(f"{self.address}/control/record", timeout=60) as answer:
            given = json.load(answer)
        archived = [(workspace, channel) for workspace, channel in given["archived"]]
        return Record(given["posts"], archived, given["requests"], given["throttled"])

    def _tell(self, what: str, body: dict[str, Any]) -> None:
        request = urllib.request.Request(
            f"{self.address}/control/{what}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            answer.read()
