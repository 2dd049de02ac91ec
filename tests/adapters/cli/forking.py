"""`kindling` processes that begin in milliseconds: each is forked from one that has loaded everything.

`python -m tests.adapters.cli.forking` reads orders, one a line, and says the id of the process that it began
for each. A process is like any other `kindling`, with its folder, environment, signals, output and exit code.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from adapters import clock, server, wiring
from adapters.cli import main, preview

LOADED = (clock, server, wiring, preview)
"""What commands import only when they are called."""


@dataclass(frozen=True)
class Order:
    """What to run, and where what it says and its exit code go."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    out: str
    err: str
    code: str

    @classmethod
    def read(cls, line: str) -> Self:
        return cls(**json.loads(line))

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def watch(order: Order) -> None:
    """Never returns. Writes the exit code once the process has ended: negative for a signal."""
    pid = os.fork()
    if pid == 0:
        become(order)
    os.write(sys.stdout.fileno(), f"{pid}\n".encode())
    _, status = os.waitpid(pid, 0)
    code = Path(order.code)
    code.with_suffix(".new").write_text(str(os.waitstatus_to_exitcode(status)))
    code.with_suffix(".new").rename(code)
    os._exit(0)


def become(order: Order) -> None:
    """Never returns: ends as the command does."""
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order.out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (2, order.err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
    ):
        os.dup2(os.open(path, flags), number)
    main(order.arguments, prog_name="kindling")


def begin_as_told() -> None:
    for line in sys.stdin:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            watch(Order.read(line))


if __name__ == "__main__":
    begin_as_told()
