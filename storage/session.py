"""The seam between queries and a database: SQL with `?` in, tuples out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, Protocol

from storage.faults import ReadOnly, TransactionEnded, meaning, primary_code

Row = tuple[Any, ...]


class Session(Protocol):
    """One transaction, as queries see it. All of it raises TransactionEnded once the transaction is over."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]: ...

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None: ...

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        """How many rows that changed."""

    def change_all(self, sql: str, many: Iterable[Sequence[object]]) -> int:
        """The statement once for each sequence of values; how many rows that changed in all."""


class SqliteSession:
    """A session over a connection whose transaction somebody else begins and ends."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | _Ended = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as fault:
            raise self._failed(fault) from fault

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row. The statement is run to its end, so that no cursor stays open."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        try:
            return self._connection.execute(sql, values).rowcount
        except sqlite3.Error as fault:
            raise self._failed(fault) from fault

    def change_all(self, sql: str, many: Iterable[Sequence[object]]) -> int:
        try:
            return max(self._connection.executemany(sql, many).rowcount, 0)
        except sqlite3.Error as fault:
            raise self._failed(fault) from fault

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        self.change("SAVEPOINT inner_part")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self.change("ROLLBACK TO inner_part")
                self.change("RELEASE inner_part")
            raise
        self.change("RELEASE inner_part")

    def end(self) -> None:
        self._connection = _ENDED

    def _failed(self, fault: sqlite3.Error) -> Exception:
        if primary_code(fault) == sqlite3.SQLITE_READONLY and self._is_read_only():
            return ReadOnly()
        # A fault such as a full disk may roll everything back: nothing may then be written bit by bit.
        if not self._connection.in_transaction:
            self.end()
        return meaning(fault)

    def _is_read_only(self) -> bool:
        return bool(self._connection.execute("PRAGMA query_only").fetchone()[0])


class _Ended:
    """Stands where the connection stood."""

    in_transaction = False

    def execute(self, _sql: str, _values: Sequence[object] = ()) -> NoReturn:
        raise TransactionEnded

    def executemany(self, _sql: str, _many: Iterable[Sequence[object]]) -> NoReturn:
        raise TransactionEnded


_ENDED = _Ended()
