"""Starts the fake platform as a process of its own, and tells it what to do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Self
from urllib.parse import urlencode

from aiohttp import web

from adapters.loop import run_long
from tests.fake_platform.rules import Fault, Rules
from tests.fake_platform.serving import serve

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
    """`MODULE` is what runs as the platform's process, and `MODULE.server` what answers there."""

    MODULE = "tests.fake_platform"

    def __init__(self, pid: int, address: str, end: Callable[[], object]) -> None:
        self.address = address
        self.pid = pid
        self._end = end

    @classmethod
    def start(cls) -> Self:
        command = [sys.executable, "-m", cls.MODULE]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None

        def end() -> None:
            process.kill()
            process.communicate()

        return cls(process.pid, process.stdout.readline().strip(), end)

    @classmethod
    def fork(cls) -> Self:
        """From this process, which has to have one thread and no loop: half a second less of a processor."""
        (reads, owner), (told, tells) = os.pipe(), os.pipe()
        site = import_module(f"{cls.MODULE}.server").application
        pid = os.fork()
        if pid == 0:
            os.close(owner)
            _be_platform(site, reads, tells)
        os.close(reads)
        os.close(tells)

        def end() -> None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(owner)

        with os.fdopen(told) as address:
            return cls(pid, address.readline().strip(), end)

    def stop(self) -> None:
        self._end()

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


def _be_platform(site: Callable[[], web.Application], reads: int, tells: int) -> NoReturn:
    code = 1
    try:
        sys.stdin, sys.stdout = os.fdopen(reads), os.fdopen(tells, "w")
        run_long(serve(site()))
        code = 0
    finally:
        os._exit(code)
