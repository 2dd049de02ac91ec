"""How the store is misused, and what SQLite's faults mean to who called."""

from __future__ import annotations

import sqlite3
from types import CoroutineType

from bot.errors import StoreBusy, StoreFailed


class StoreMisused(RuntimeError):
    """The store was used in a way that can't work."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class TransactionEnded(StoreMisused):
    """This transaction is over: what it read may be old, and nothing can be written through it."""


class InsideDecision(StoreMisused):
    """A decision or a question may use only its own transaction, not the store."""


class NotPlainFunction(StoreMisused):
    """A decision or a question is a plain function, not a coroutine."""


class StoreClosed(StoreMisused):
    """The store is closed."""


class ReadOnly(StoreMisused):
    """A question was asked with read(), and tried to write; writing is for decide()."""


class RowRefused(ValueError):
    """The row repeats another one, lacks something, or points at a row that is not there."""


_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FAILED = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
}


def primary_code(fault: sqlite3.Error) -> int:
    """SQLite's result code without its extension; 0 where Python itself raised."""
    return getattr(fault, "sqlite_errorcode", 0) & 0xFF


def meaning(fault: sqlite3.Error) -> Exception:
    """The fault of ours that an SQLite fault stands for; itself where it is a defect of a query."""
    code = primary_code(fault)
    if code in _BUSY:
        return StoreBusy(str(fault))
    if code in _FAILED:
        return StoreFailed(str(fault))
    if code == sqlite3.SQLITE_CONSTRAINT:
        return RowRefused(str(fault))
    return fault


def refuse_coroutine(answer: object) -> None:
    """Raises NotPlainFunction for what only an `async def` could have answered."""
    if isinstance(answer, CoroutineType):
        answer.close()
        raise NotPlainFunction
