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

_MOST_TOGETHER = 500

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
            self._leave()
            self._left.set()
        self._left.wait()

    def is_here(self) -> bool:
        """Whether a decision is asking, in this thread."""
        return self._deciding.is_here()

    def _new_desk(self, loop: asyncio.AbstractEventLoop) -> _Desk:
        """Also forgets the desks of loops that have ended: nobody waits there any more."""
        self._desks = {one: desk for one, desk in self._desks.items() if not one.is_closed()}
        desk = self._desks[loop] = _Desk(loop, self._take_turn)
        return desk

    def _take_turn(self, waiting: deque[Waiting]) -> int:
        """In the event loop of who waits. How many are in hand then: to be committed, or decided apart."""
        with self._changing:
            if not waiting:  # Who closes has set them apart meanwhile.
                return 0
            if not self._turn.acquire(blocking=False):
                return self._set_apart(waiting)
        decided: list[Waiting] = []
        try:
            decided = self._deciding.at_once(waiting)
            return len(decided) or self._set_apart(waiting)
        finally:
            if decided:
                self._decided.put(decided)
            else:
                self._turn.release()

    def _set_apart(self, waiting: deque[Waiting]) -> int:
        count = len(waiting)
        for _ in range(count):
            self._apart.put(waiting.popleft())
        return count

    def _commit(self) -> None:
        while (decided := self._decided.get()) is not None:
            try:
                self._deciding.commit()
            except sqlite3.Error:
                for one in decided:
                    one.goes_alone = True
                    self._apart.put(one)
            else:
                self._answer(decided)
            finally:
                self._turn.release()

    def _decide_apart(self) -> None:
        goes_on = True
        while goes_on and (first := self._apart.get()) is not None:
            waiting = deque([first])
            goes_on = self._take_more(waiting)
            self._decide_all(waiting)

    def _decide_all(self, waiting: deque[Waiting]) -> None:
        left = list(waiting)
        try:
            while waiting:
                with self._turn:
                    together = self._deciding.patiently(waiting)
                left = [one for one in left if one not in together]
                self._answer(together)
        except BaseException as fault:  # noqa: BLE001 - this thread goes on, and nobody waits for ever
            self._answer(failed(left, StoreFailed(str(fault))))

    def _take_more(self, waiting: deque[Waiting]) -> bool:
        """False if there will be no more."""
        while len(waiting) < _MOST_TOGETHER:
            try:
                one = self._apart.get_nowait()
            except Empty:
                return True
            if one is None:
                return False
            waiting.append(one)
        return True

    def _answer(self, decided: list[Waiting]) -> None:
        """Wakes each event loop once."""
        for loop in {one.loop for one in decided}:
            mine = [one for one in decided if one.loop is loop]
            with suppress(RuntimeError):  # The loop is closed: nobody waits any more.
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

    def __init__(self, loop: asyncio.AbstractEventLoop, take_turn: Callable[[deque[Waiting]], int]) -> None:
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
        for one in decided:
            one.tell()
        self._in_hand -= sum(not one.apart for one in decided)
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
        self._came = self._in_hand = self._take_turn(self.waiting)
