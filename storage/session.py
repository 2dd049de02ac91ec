"""The seam between queries and a database: SQL with `?` in, tuples out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, NoReturn, Protocol

from storage.faults import ReadOnly, TransactionEnded, meaning, primary_code

Row = tuple[Any, ...]


class Session(Protocol):
    """One transaction, as queries see it. All of it raises TransactionEnded once the transaction is over."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]: ...

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None: ...

    def rows_at_once(self, columns: str, rest: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of SELECT columns rest, as one for the database: for many rows while others are busy."""

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        """How many rows that changed."""

    def change_all(self, sql: str, many: Iterable[Sequence[object]]) -> int:
        """The statement once for each sequence of values; how many rows that changed in all."""


class UndoesPart(BaseException):
    """A part that had written failed in a session without savepoints: to be run again in one that has them.

    Whoever decides may catch what their part raised, and must not catch this.
    """


class SqliteSession:
    """A session on a connection whose transaction somebody else begins and ends."""

    __slots__ = ("_cursor", "_sets_savepoints")

    def __init__(self, cursor: sqlite3.Cursor, *, sets_savepoints: bool = True) -> None:
        """The cursor may be used again for the next session: making one costs as much as a small query.

        Without `sets_savepoints` a part that fails after it has written raises UndoesPart.
        """
        self._cursor: sqlite3.Cursor | _Ended = cursor
        self._sets_savepoints = sets_savepoints

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        try:
            return self._cursor.execute(sql, values).fetchall()
        except sqlite3.Error as fault:
            raise self._failed(fault) from fault

    def rows_at_once(self, columns: str, rest: str, values: Sequence[object] = ()) -> list[Row]:
        """The interpreter's lock is let go for each row that SQLite steps to, and a busy event loop takes it.

        So the rows come as one. Values are whole numbers, text and NULL, as JSON has them too.
        """
        ((found,),) = self.rows(_at_once(columns, rest), values)
        return list(map(tuple, json.loads(found)))

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row. The statement is run to its end, so that none stays half done."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def change(self, sql: str, values: Sequence[object] = ()) -> int:
        try:
            return self._cursor.execute(sql, values).rowcount
        except sqlite3.Error as fault:
            raise self._failed(fault) from fault

    def change_all(self, sql: str, many: Iterable[Sequence[object]]) -> int:
        values = list(many)  # First, since what makes them may ask this session.
        try:
            return max(self._cursor.executemany(sql, values).rowcount, 0)
        except sqlite3.Error as fault:
            raise self._failed(fault) from fault

    def savepoint(self) -> AbstractContextManager[None]:
        return _Savepoint(self) if self._sets_savepoints else _Part(self._cursor.connection)

    def undo(self, savepoint: str) -> None:
        """Does nothing if everything is undone already."""
        if self._cursor.connection.in_transaction:
            self.change(f"ROLLBACK TO {savepoint}")
            self.change(f"RELEASE {savepoint}")

    def end(self) -> None:
        self._cursor = _ENDED

    def _failed(self, fault: sqlite3.Error) -> Exception:
        if primary_code(fault) == sqlite3.SQLITE_READONLY and self._is_read_only():
            return ReadOnly()
        # A fault such as a full disk may roll everything back: nothing may then be written bit by bit.
        if not self._cursor.connection.in_transaction:
            self.end()
        return meaning(fault)

    def _is_read_only(self) -> bool:
        return bool(self._cursor.execute("PRAGMA query_only").fetchone()[0])


@cache
def _at_once(columns: str, rest: str) -> str:
    names = {f"c{number}": column for number, column in enumerate(columns.split(", "))}
    named = ", ".join(f"{column} AS {name}" for name, column in names.items())
    return f"SELECT json_group_array(json_array({', '.join(names)})) FROM (SELECT {named} {rest})"  # noqa: S608


class _Savepoint:
    """Nested ones share a name: the newest is meant."""

    __slots__ = ("_session",)

    def __init__(self, session: SqliteSession) -> None:
        self._session = session

    def __enter__(self) -> None:
        self._session.change("SAVEPOINT inner_part")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._session.change("RELEASE inner_part")
        else:
            self._session.undo("inner_part")


class _Part:
    """In the place of a savepoint: hardly any part fails after it has written, and all would pay for it."""

    __slots__ = ("_connection", "_written")

    def __init__(self, connection: sqlite3.Connection | _Ended) -> None:
        self._connection = connection
        self._written = 0

    def __enter__(self) -> None:
        self._written = self._connection.total_changes

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or not self._connection.in_transaction:
            return
        if self._connection.total_changes != self._written:
            raise UndoesPart


class _Ended:
    """Stands where the cursor stood."""

    in_transaction = False

    @property
    def total_changes(self) -> NoReturn:
        raise TransactionEnded

    @property
    def connection(self) -> _Ended:
        return self

    def execute(self, _sql: str, _values: Sequence[object] = ()) -> NoReturn:
        raise TransactionEnded

    def executemany(self, _sql: str, _many: Iterable[Sequence[object]]) -> NoReturn:
        raise TransactionEnded


_ENDED = _Ended()
