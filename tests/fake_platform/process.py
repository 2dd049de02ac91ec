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
from urllib.parse import urlencode

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
    """`MODULE` is what runs as the platform's process."""

    MODULE = "tests.fake_platform"

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.address = address
        self.pid = process.pid
        self._process = process

    @classmethod
    def start(cls) -> Self:
        command = [sys.executable, "-m", cls.MODULE]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        return cls(process, process.stdout.readline().strip())

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()

    def set_up(self, workspace: str, rules: Rules) -> None:
        self.tell("rules", {"workspace": workspace, "rules": rules.as_json()})

    def script(self, workspace: str, channel: str, faults: Sequence[Fault]) -> None:
        """What happens to the next posts in a channel, one after the other."""
        self.tell("script", {"workspace": workspace, "channel": channel, "faults": faults})

    def forget(self) -> None:
        self.tell("forget", {})

    def record(self) -> Record:
        """Waits for what is about to land."""
        given = self.ask("record")
        archived = [(workspace, channel) for workspace, channel in given["archived"]]
        return Record(given["posts"], archived, given["requests"], given["throttled"])

    def ask(self, what: str, **about: str) -> Any:
        query = f"?{urlencode(about)}" if about else ""
        with urllib.request.urlopen(f"{self.address}/control/{what}{query}", timeout=60) as answer:
            return json.load(answer)

    def tell(self, what: str, body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.address}/control/{what}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
