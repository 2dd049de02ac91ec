"""The demo's product clock: it flows like the machine's, and can be moved forward."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from adapters.local.chat import Chat
from adapters.local.faults import ClockOnlyForward

_OFFSET = "clock_offset"
_A_SECOND = timedelta(seconds=1)
_MICROSECOND = timedelta(microseconds=1)


def machine_now() -> datetime:
    return datetime.now(UTC)


class DemoClock:
    """How far it is ahead of the machine is kept in the chat's file, so that a restart goes on from there.

    Another process may move it too, so what is kept is looked at each second: by the thread that the chat
    belongs to, until it is closed. Decisions ask for the time in the store's own threads.
    """

    def __init__(self, chat: Chat, machine: Callable[[], datetime] = machine_now) -> None:
        self._chat = chat
        self._machine = machine
        self._thread = threading.get_ident()
        self._offset = timedelta(0)
        self.started = False
        self._look(machine())

    def _look(self, at: datetime) -> None:
        self._looked_at = at
        if (kept := self._chat.setting(_OFFSET)) is not None:
            self._offset = timedelta(microseconds=int(kept))
            self.started = True

    def now(self) -> datetime:
        machine = self._machine()
        if abs(machine - self._looked_at) >= _A_SECOND and self._may_look():
            self._look(machine)
        return machine + self._offset

    def _may_look(self) -> bool:
        return threading.get_ident() == self._thread and not self._chat.is_closed

    def start_at(self, instant: datetime) -> None:
        """Sets where a new chat's clock begins, be it in the past; a clock that has started is left alone."""
        if not self.started:
            self._keep(instant)

    def move_to(self, instant: datetime) -> None:
        """Raises ClockOnlyForward for an instant that is past."""
        if instant < self.now():
            raise ClockOnlyForward(self.now())
        self._keep(instant)

    def _keep(self, instant: datetime) -> None:
        self._offset = instant - self._machine()
        self._chat.set_setting(_OFFSET, str(self._offset // _MICROSECOND))
        self.started = True
