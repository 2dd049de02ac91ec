"""What writes: decisions run on the event loop that asks, and a thread makes their one commit.

Decided in a thread of their own, they and the event loop would take Python's one lock from each other with
every statement. What may wait is in threads: commits, which wait for the disk, and what has to be decided
apart, since it takes long, another process writes, or something failed.
"""

from __future__ import annotations

import asyncio
import contextvars
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from bot.errors import StoreFailed
from bot.ports import Transaction
from storage.deciding import Deciding, Waiting, failed
from storage.faults import StoreClosed

_MANY = 3
_GATHERS = 0.002
"""Seconds for which those who come right behind are waited for, once many came together: a commit costs as
much as some ten decisions."""


class Writer:
    """Owns a connection. `decide` may be called from any event loop, `close` from any thread.

    Whoever decides has the turn, from the transaction's first statement to its commit.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._deciding = Deciding(connection)
        self._turn = threading.Lock()
        self._desks: dict[asyncio.AbstractEventLoop, _Desk] = {}
        self._decided: SimpleQueue[list[Waiting] | None] = SimpleQueue()
        self._apart: SimpleQueue[Waiting | None] = SimpleQueue()
        self._changing = threading.Lock()
        self._closed = False
        self._left = threading.Event()
        self._threads = [
            threading.Thread(target=work, name=f"kindling-{name}", daemon=True)
            for name, work in (("decider", self._decide_apart), ("committer", self._commit))
        ]
        for thread in self._threads:
            thread.start()

    def decide(self, decision: Callable[[Transaction], Any], *, apart: bool = False) -> asyncio.Future[Any]:
        """Done when the decision is committed, or failed and undone. Cancelling it is harmless.

        A decision cancelled before its turn is not run.
        """
        loop = asyncio.get_running_loop()
        waiting = Waiting(decision, loop, loop.create_future(), apart)
        with self._changing:
            if self._closed:
                raise StoreClosed
            desk = self._desks.get(loop) or self._new_desk(loop)
            if apart:
                self._apart.put(waiting)
            else:
                desk.take(waiting)
        return waiting.answer

    def close(self) -> None:
        """Returns when what waits is decided and the write-ahead log is in the file."""
        with self._changing:
            is_first, self._closed = not self._closed, True
        if is_first:
            try:
                self._leave()
            finally:
                self._left.set()
        self._left.wait()

    def is_here(self) -> bool:
        """Whether a decision is asking, in this thread."""
        return self._deciding.is_here()

    def _new_desk(self, loop: asyncio.AbstractEventLoop) -> _Desk:
        """Also forgets those of loops that have ended. What was asked there is still done."""
        for ended in [one for one in self._desks if one.is_closed()]:
            self._set_apart(self._desks.pop(ended).waiting)
        desk = self._desks[loop] = _Desk(loop, self._take_turn)
        return desk

    def _take_turn(self, waiting: deque[Waiting]) -> None:
        """In the event loop of who waits. What it takes out is to be committed, or to be decided apart."""
        with self._changing:
            # Who closes may have set all apart, and have closed the connection.
            if not waiting or not self._turn.acquire(blocking=False):
                self._set_apart(waiting)
                return
        decided: list[Waiting] = []
        try:
            decided = self._deciding.at_once(waiting)
        finally:
            if decided:
                self._decided.put(decided)
            else:
                self._set_apart(waiting)
                self._turn.release()

    def _set_apart(self, waiting: deque[Waiting]) -> None:
        while waiting:
            self._apart.put(waiting.popleft())

    def _commit(self) -> None:
        while (decided := self._decided.get()) is not None:
            try:
                self._deciding.commit()
            except BaseException:  # noqa: BLE001 - this thread goes on, and each hears of its own fault
                for one in decided:
                    one.goes_alone = True
                    self._apart.put(one)
                decided = []
            finally:
                # Before anybody is woken: who asks next may decide at once.
                self._turn.release()
            self._answer(decided)

    def _decide_apart(self) -> None:
        """What could not be decided in its loop goes first, then some of what takes long, and so by turns."""
        hindered: deque[Waiting] = deque()
        long: deque[Waiting] = deque()
        goes_on = True
        while goes_on or long:
            goes_on = goes_on and self._take_in(hindered, long)
            while hindered:
                self._decide_some(hindered)
            if long:
                self._decide_some(long)

    def _decide_some(self, waiting: deque[Waiting]) -> None:
        all_of_them = list(waiting)
        try:
            with self._turn:
                together = self._deciding.patiently(waiting)
        except BaseException as fault:  # noqa: BLE001 - this thread goes on, and nobody waits for ever
            waiting.clear()
            together = failed(all_of_them, StoreFailed(str(fault)))
        self._answer(together)

    def _take_in(self, hindered: deque[Waiting], long: deque[Waiting]) -> bool:
        """Waits for the first if there is none. False if there will be no more."""
        try:
            while (one := self._apart.get(block=not hindered and not long)) is not None:
                (long if one.apart else hindered).append(one)
        except Empty:
            return True
        return False

    def _answer(self, decided: list[Waiting]) -> None:
        """Wakes each event loop once."""
        for loop in {one.loop for one in decided}:
            mine = [one for one in decided if one.loop is loop]
            # The loop is closed, and may be forgotten: nobody waits any more.
            with suppress(KeyError, RuntimeError):
                loop.call_soon_threadsafe(self._desks[loop].answer, mine)

    def _leave(self) -> None:
        with self._turn, self._changing:
            for desk in self._desks.values():
                self._set_apart(desk.waiting)
            self._apart.put(None)
        decider, committer = self._threads
        decider.join()
        self._decided.put(None)
        committer.join()
        self._deciding.leave()


class _Desk:
    """One event loop's decisions, as they came. While some are in hand the others wait."""

    def __init__(self, loop: asyncio.AbstractEventLoop, take_turn: Callable[[deque[Waiting]], None]) -> None:
        self.waiting: deque[Waiting] = deque()
        self._loop = loop
        self._take_turn = take_turn
        self._in_hand = 0
        self._came = 0
        self._is_called = False
        # Not that of whoever came first: what is bound there is no business of the others.
        self._context = contextvars.Context()

    def take(self, waiting: Waiting) -> None:
        self.waiting.append(waiting)
        self._call()

    def answer(self, decided: list[Waiting]) -> None:
        self._in_hand -= sum(not one.apart for one in decided)
        for one in decided:
            one.tell()
        self._call()

    def _call(self) -> None:
        if self._is_called or self._in_hand or not self.waiting:
            return
        self._is_called = True
        if self._came >= _MANY:
            self._loop.call_later(_GATHERS, self._decide, context=self._context)
        else:
            self._loop.call_soon(self._decide, context=self._context)

    def _decide(self) -> None:
        self._is_called = False
        before = len(self.waiting)
        try:
            self._take_turn(self.waiting)
        finally:
            self._came = self._in_hand = before - len(self.waiting)
