"""The Store on an SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from bot.ports import Transaction
from storage.connections import migrate_database, open_database, open_reader, refuse_old
from storage.faults import InsideDecision
from storage.readers import Readers
from storage.writer import Writer

T = TypeVar("T")

BUSY_SECONDS = 5.0
_READERS = 2


class SqliteStore:
    """Decides with group commit, reads in threads beside. Several event loops may share it."""

    def __init__(self, path: Path, *, migrate: bool = True, busy_seconds: float = BUSY_SECONDS) -> None:
        """Raises SetupFault if the file can't be used as it is."""
        self.path = path
        self._busy_seconds = busy_seconds
        database = open_database(path, busy_seconds)
        try:
            if migrate:
                migrate_database(database, path)
            else:
                refuse_old(database, path)
        except BaseException:
            database.close()
            raise
        self._writer = Writer(database.conn)
        self._readers = Readers(self._connect_reader, _READERS)

    def decide(self, decision: Callable[[Transaction], T], *, apart: bool = False) -> Coroutine[Any, Any, T]:
        """Raises what the decision raises, StoreBusy, StoreFailed or a StoreMisused."""
        self._refuse_inside()
        return self._decide(decision, apart)

    def read(self, question: Callable[[Transaction], T]) -> Coroutine[Any, Any, T]:
        """Raises what the question raises, StoreBusy, StoreFailed or a StoreMisused."""
        self._refuse_inside()
        return self._read(question)

    async def close(self) -> None:
        """Finishes what waits. Closing twice is harmless."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    async def _decide(self, decision: Callable[[Transaction], T], apart: bool) -> T:
        answer: T = await self._writer.decide(decision, apart=apart)
        return answer

    async def _read(self, question: Callable[[Transaction], T]) -> T:
        return await self._readers.ask(question)

    def _close(self) -> None:
        self._readers.close()
        self._writer.close()

    def _connect_reader(self) -> sqlite3.Connection:
        return open_reader(self.path, self._busy_seconds).conn

    def _refuse_inside(self) -> None:
        if self._writer.is_here() or self._readers.is_here():
            raise InsideDecision
