"""Decisions on the connection that writes: one by one, each undone alone if it fails, all in one transaction.

Only one thread at a time may be here; who that is, the writer says.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from bot.ports import Transaction
from storage.faults import meaning, refuse_coroutine
from storage.session import SqliteSession, UndoesPart
from storage.transaction import SqlTransaction

_LONGEST_TOGETHER = 0.008
"""Seconds of decisions in one commit: an event loop stands still for so long, and nothing leaves then."""


@dataclass(slots=True, eq=False)
class Waiting:
    """A decision and who waits for it; then what it came to. `apart`: it was asked to be decided apart."""

    decision: Callable[[Transaction], Any]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    apart: bool
    value: Any = None
    fault: BaseException | None = None
    needs_savepoints: bool = False
    goes_alone: bool = False

    def tell(self) -> None:
        """In the event loop of who waits."""
        if self.answer.done():
            return
        if self.fault is None:
            self.answer.set_result(self.value)
        elif isinstance(self.fault, StopIteration):
            self.answer.set_exception(RuntimeError("a decision raised StopIteration"))
        else:
            self.answer.set_exception(self.fault)


class Deciding:
    """Takes the connection's busy timeout as that of whoever may wait."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        # Of what a savepoint or a statement changes SQLite keeps copies, beyond 64 kB in a file of its own.
        self._cursor.execute("PRAGMA temp_store = MEMORY")
        ((self._patience,),) = self._cursor.execute("PRAGMA busy_timeout").fetchall()
        self._be_patient(0)
        self._asked_by: int | None = None

    def is_here(self) -> bool:
        """Whether a decision is asking, in this thread."""
        return self._asked_by == threading.get_ident()

    def at_once(self, waiting: deque[Waiting]) -> list[Waiting]:
        """Decides as many as fit one commit, which is then to be made. Waits for nobody.

        Empty where anything stands in the way: then nothing has changed, and all still wait.
        """
        together: list[Waiting] = []
        is_decided = False
        try:
            with suppress(Exception):
                is_decided = self._decide_some(waiting, together)
        finally:
            if not is_decided:
                waiting.extendleft(reversed(together))
                self._roll_back()
        return together if is_decided else []

    def commit(self) -> None:
        """Of what was decided at once. If it raises, everything is undone."""
        try:
            self._cursor.execute("COMMIT")
        finally:
            self._roll_back()

    def patiently(self, waiting: deque[Waiting]) -> list[Waiting]:
        """Decides and commits as many as fit one commit, and answers which, with what they came to."""
        self._be_patient(self._patience)
        try:
            return self._alone(waiting.popleft()) if waiting[0].goes_alone else self._together(waiting)
        finally:
            self._be_patient(0)
            self._roll_back()

    def leave(self) -> None:
        """Brings the write-ahead log into the file, and closes the connection."""
        try:
            # Whoever still reads or writes will copy the log later: not worth waiting for.
            self._be_patient(100)
            self._cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            pass
        finally:
            # A cursor that lives holds a statement, and that the file.
            self._cursor.close()
            self._connection.close()

    def _be_patient(self, milliseconds: int) -> None:
        self._cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def _begin(self) -> None:
        self._roll_back()
        self._cursor.execute("BEGIN IMMEDIATE")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._cursor.execute("ROLLBACK")

    def _together(self, waiting: deque[Waiting]) -> list[Waiting]:
        together: list[Waiting] = []
        try:
            if not self._decide_some(waiting, together):
                return _take_out(together, waiting)
            self._cursor.execute("COMMIT")
        except sqlite3.Error as fault:
            if not together:
                together.extend(waiting)
                waiting.clear()
                return failed(together, meaning(fault))
            for one in together:
                self._alone(one)
        return together

    def _decide_some(self, waiting: deque[Waiting], together: list[Waiting]) -> bool:
        """False if the last failed after it had written: then all so far is to be undone.

        A savepoint for each would cost all of them what hardly one ever needs. Raises sqlite3.Error where the
        database cannot be had, or has itself undone everything.
        """
        self._begin()
        until = monotonic() + _LONGEST_TOGETHER
        while waiting and (not together or monotonic() < until):
            one = waiting.popleft()
            together.append(one)
            written = self._connection.total_changes
            self._run(one)
            if not self._connection.in_transaction:
                raise sqlite3.OperationalError("all so far was undone")
            if one.fault is not None and self._connection.total_changes != written:
                return False
        return True

    def _alone(self, one: Waiting) -> list[Waiting]:
        one.needs_savepoints = True
        try:
            self._begin()
            self._run(one)
            if one.fault is None:
                self._cursor.execute("COMMIT")
        except sqlite3.Error as fault:
            one.fault = meaning(fault)
        return [one]

    def _run(self, one: Waiting) -> None:
        one.value, one.fault = None, None
        if one.answer.cancelled():
            return
        self._asked_by = threading.get_ident()
        session = SqliteSession(self._cursor, sets_savepoints=one.needs_savepoints)
        try:
            one.value = one.decision(SqlTransaction(session))
            refuse_coroutine(one.value)
        except BaseException as fault:  # noqa: BLE001 - whatever it is belongs to who asked
            one.fault = fault
        finally:
            session.end()
            self._asked_by = None


def _take_out(together: list[Waiting], waiting: deque[Waiting]) -> list[Waiting]:
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


def failed(waiting: list[Waiting], fault: Exception) -> list[Waiting]:
    for one in waiting:
        one.fault = fault
    return waiting
