"""Threads that read beside the writer, each with a connection of its own."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
        self._mine = threading.local()
        self._all: list[sqlite3.Connection] = []
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
        while self._all:
            self._all.pop().close()

    def is_here(self) -> bool:
        """Whether this is one of the readers' threads: a question is asking."""
        return hasattr(self._mine, "connection")

    def _answer(self, question: Callable[[Transaction], T]) -> T:
        connection = self._connection()
        session = SqliteSession(connection)
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
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._connect()
            self._all.append(self._mine.connection)
        connection: sqlite3.Connection = self._mine.connection
        return connection
