"""Threads that read beside the writer, each with a connection of its own."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import TypeVar

from bot.ports import Transaction
from storage.faults import StoreClosed, meaning, refuse_coroutine
from storage.session import SqliteSession
from storage.transaction import SqlTransaction

T = TypeVar("T")


class Readers:
    """A question a thread at a time; each sees the database as it was at its first look."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], threads: int) -> None:
        self._connect = connect
        self._connections: dict[int, sqlite3.Connection] = {}
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="kindling-reader")
        self._closed = False

    async def ask(self, question: Callable[[Transaction], T]) -> T:
        if self._closed:
            raise StoreClosed
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)

    def close(self) -> None:
        """Returns when the questions in hand are answered."""
        self._closed = True
        self._threads.shutdown(wait=True)
        while self._connections:
            self._connections.popitem()[1].close()

    def is_here(self) -> bool:
        """Whether this is one of the readers' threads: a question is asking."""
        return get_ident() in self._connections

    def _answer(self, question: Callable[[Transaction], T]) -> T:
        connection = self._connection()
        session = SqliteSession(connection.cursor())
        try:
            connection.execute("BEGIN")
            answer = question(SqlTransaction(session))
        except sqlite3.Error as fault:
            raise meaning(fault) from fault
        finally:
            session.end()
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        refuse_coroutine(answer)
        return answer

    def _connection(self) -> sqlite3.Connection:
        mine = get_ident()
        if mine not in self._connections:
            self._connections[mine] = self._connect()
        return self._connections[mine]
