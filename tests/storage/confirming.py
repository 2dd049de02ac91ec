"""Processes to kill: many deciders at once, and a line on standard output for each answer they were given.

`python -m tests.storage.confirming FILE` reads numbers, one a line. For each it forks a process, so that one
begins in milliseconds, and says its id; the identities which that one keeps are numbered upwards from there.
Once it has ended, its exit status is said. With a number behind FILE it keeps from there itself, for ever.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bot.ports import Transaction
from storage import open_store
from storage.sqlite import SqliteStore

DECIDERS = 40
PARTS = 3
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)


def name(number: int, part: int) -> str:
    return f"{number}/{part}"


def keep(number: int) -> Callable[[Transaction], int]:
    """A decision of several rows, so that half of one would be seen."""

    def decide(tx: Transaction) -> int:
        for part in range(PARTS):
            tx.identities.keep("W", name(number, part), "x" * (number % 900), AT)
        return number

    return decide


async def decide_for_ever(store: SqliteStore, numbers: Iterator[int]) -> None:
    for number in numbers:
        confirmed = await store.decide(keep(number))
        say(str(confirmed))


async def confirm(file: str, first: int) -> None:
    store = open_store(file)
    numbers = itertools.count(first)
    await asyncio.gather(*(decide_for_ever(store, numbers) for _ in range(DECIDERS)))


def say(line: str) -> None:
    """In one write, so that no other process's line gets into it."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def main(file: str, first: str | None = None) -> None:
    if first is not None:
        asyncio.run(confirm(file, int(first)))
        return
    for line in sys.stdin:
        if (pid := os.fork()) == 0:
            say(f"began {os.getpid()}")
            asyncio.run(confirm(file, int(line)))
        _, status = os.waitpid(pid, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
