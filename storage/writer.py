"""The one thread that writes: takes the waiting decisions, commits once for all, and only then answers."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import Any

from bot.errors import StoreFailed
from bot.ports import Transaction
from storage.faults import StoreClosed, meaning, refuse_coroutine
from storage.session import SqliteSession, UndoesPart
from storage.transaction import SqlTransaction

_MOST_TOGETHER = 500
_LONGEST_TOGETHER = 0.02

_MANY = 3
_GATHERS = 0.002
"""Seconds for which those who come right behind are waited for, once many came together: a commit costs as
much as some ten decisions."""


@dataclass(slots=True, eq=False)
class _Waiting:
    """A decision and who waits for it; then what it came to."""

    decision: Callable[[Transaction], Any]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    value: Any = None
    fault: BaseException | None = None
    needs_savepoints: bool = False


class Writer:
    """Owns a connection. `decide` may be called from any event loop, `close` from any thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        # Of what a savepoint or a statement changes SQLite keeps copies, beyond 64 kB in a file of its own.
        self._cursor.execute("PRAGMA temp_store = MEMORY")
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="kindling-writer", daemon=True)
        self._thread.start()

    def decide(self, decision: Callable[[Transaction], Any]) -> asyncio.Future[Any]:
        """Done when the decision is committed, or failed and undone. Cancelling it is harmless.

        A decision cancelled before its turn is not run.
        """
        loop = asyncio.get_running_loop()
        waiting = _Waiting(decision, loop, loop.create_future())
        with self._closing:
            if self._closed:
                raise StoreClosed
            self._queue.put(waiting)
        return waiting.answer

    def close(self) -> None:
        """Returns when what waits is decided and the write-ahead log is in the file."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def is_here(self) -> bool:
        """Whether this is the writer's own thread: a decision is asking."""
        return threading.get_ident() == self._thread.ident

    def _work(self) -> None:
        came = 0
        try:
            while (first := self._queue.get()) is not None:
                if came >= _MANY:
                    sleep(_GATHERS)
                waiting = deque([first])
                goes_on = self._take_more(waiting)
                came = len(waiting)
                self._decide_all(waiting)
                if not goes_on:
                    break
        finally:
            self._leave()

    def _decide_all(self, waiting: deque[_Waiting]) -> None:
        left = list(waiting)
        try:
            while waiting:
                together = self._decide_together(waiting)
                left = [one for one in left if one not in together]
                _answer(together)
        except BaseException as fault:  # noqa: BLE001 - this thread goes on, and nobody waits for ever
            _answer(_failed(left, StoreFailed(str(fault))))

    def _take_more(self, waiting: deque[_Waiting]) -> bool:
        """False if there will be no more."""
        while len(waiting) < _MOST_TOGETHER:
            try:
                one = self._queue.get_nowait()
            except Empty:
                return True
            if one is None:
                return False
            waiting.append(one)
        return True

    def _decide_together(self, waiting: deque[_Waiting]) -> list[_Waiting]:
        """Takes as many as fit one commit."""
        together: list[_Waiting] = []
        try:
            self._cursor.execute("BEGIN IMMEDIATE")
            until = monotonic() + _LONGEST_TOGETHER
            while waiting and (not together or monotonic() < until):
                together.append(waiting.popleft())
                if not self._decide_among(together[-1]):
                    return _take_out(together, waiting)
            self._cursor.execute("COMMIT")
        except sqlite3.Error as fault:
            self._roll_back()
            if not together:
                together.extend(waiting)
                waiting.clear()
                return _failed(together, meaning(fault))
            for one in together:
                self._decide_alone(one)
        return together

    def _decide_among(self, one: _Waiting) -> bool:
        """False if it failed after it had written: then all so far is undone, and runs again.

        A savepoint for each would cost all of them what hardly one ever needs. Raises sqlite3.Error where the
        database itself has undone everything.
        """
        written = self._connection.total_changes
        self._run(one)
        if not self._connection.in_transaction:
            raise sqlite3.OperationalError("all so far was undone")
        if one.fault is None or self._connection.total_changes == written:
            return True
        self._roll_back()
        return False

    def _decide_alone(self, one: _Waiting) -> None:
        one.needs_savepoints = True
        try:
            self._cursor.execute("BEGIN IMMEDIATE")
            self._run(one)
            if one.fault is None:
                self._cursor.execute("COMMIT")
        except sqlite3.Error as fault:
            one.fault = meaning(fault)
        self._roll_back()

    def _run(self, one: _Waiting) -> None:
        one.value, one.fault = None, None
        if one.answer.cancelled():
            return
        session = SqliteSession(self._cursor, sets_savepoints=one.needs_savepoints)
        try:
            one.value = one.decision(SqlTransaction(session))
            refuse_coroutine(one.value)
        except BaseException as fault:  # noqa: BLE001 - whatever it is belongs to who asked
            one.fault = fault
        finally:
            session.end()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._cursor.execute("ROLLBACK")

    def _leave(self) -> None:
        try:
            # Whoever still reads or writes will copy the log later: not worth waiting for.
            self._cursor.execute("PRAGMA busy_timeout = 100")
            self._cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            pass
        finally:
            # A cursor that lives holds a statement, and that the file.
            self._cursor.close()
            self._connection.close()


def _take_out(together: list[_Waiting], waiting: deque[_Waiting]) -> list[_Waiting]:
    """The last has its fault, or its turn again with savepoints; those before it have their turn again.

    So have those behind it, with savepoints too: where one part fails the next may, and each would have all
    before it run again.
    """
    *others, last = together
    goes_again = isinstance(last.fault, UndoesPart)
    waiting.extendleft(reversed(together if goes_again else others))
    for one in waiting:
        one.needs_savepoints = one.needs_savepoints or goes_again
    return [] if goes_again else [last]


def _failed(waiting: list[_Waiting], fault: Exception) -> list[_Waiting]:
    for one in waiting:
        one.fault = fault
    return waiting


def _answer(decided: list[_Waiting]) -> None:
    """Wakes each event loop once."""
    for loop in {one.loop for one in decided}:
        mine = [one for one in decided if one.loop is loop]
        try:
            loop.call_soon_threadsafe(_wake, mine)
        except RuntimeError:  # The loop is closed: nobody waits any more.
            continue


def _wake(decided: list[_Waiting]) -> None:
    for one in decided:
        if one.answer.done():
            continue
        if one.fault is None:
            one.answer.set_result(one.value)
        elif isinstance(one.fault, StopIteration):
            one.answer.set_exception(RuntimeError("a decision raised StopIteration"))
        else:
            one.answer.set_exception(one.fault)
