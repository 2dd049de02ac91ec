"""What changes, told live to every open page: server-sent events."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from adapters.local.chat import Change, Chat
from adapters.local.gate import HEADERS
from adapters.local.people import LocalPerson
from adapters.local.shapes import message_json

_MOST_WAITING = 500
_PULSE_SECONDS = 2.0
_CLOSED = ""


class Streams:
    """The open pages. A page that does not read is let go: it connects again and asks anew."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._queues: dict[asyncio.Queue[str], str] = {}
        self._unwatch = chat.watch(self._tell)

    def close(self) -> None:
        """Ends every stream, so that the server can stop."""
        self._unwatch()
        for queue in self._queues:
            _put(queue, _CLOSED)

    def clock_moved(self, clock: dict[str, Any]) -> None:
        for queue in self._queues:
            _put(queue, _event("clock", clock))

    def _tell(self, change: Change) -> None:
        inside = set(self._chat.people_in(change.message.conversation))
        event = _event("message", {"change": change.kind, "message": message_json(change.message)})
        for queue, person in self._queues.items():
            if person in inside:
                _put(queue, event)

    async def serve(self, request: web.Request, person: LocalPerson) -> web.StreamResponse:
        """Runs until the page goes away or the server stops. What changes after its first byte is told."""
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        queue: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING)
        version = self._chat.version()
        self._queues[queue] = person.id
        try:
            await response.prepare(request)
            await response.write(b"retry: 1000\n\n")
            await self._pump(queue, response, version)
        except ConnectionResetError:
            pass
        finally:
            del self._queues[queue]
        return response

    async def _pump(self, queue: asyncio.Queue[str], response: web.StreamResponse, version: int) -> None:
        while (event := await self._next(queue)) != _CLOSED:
            seen, version = version, self._chat.version()
            again = _event("again", {}) if seen != version else ""
            await response.write((again + event).encode())

    async def _next(self, queue: asyncio.Queue[str]) -> str:
        try:
            return await asyncio.wait_for(queue.get(), _PULSE_SECONDS)
        except TimeoutError:
            return ": still here\n\n"


def _put(queue: asyncio.Queue[str], event: str) -> None:
    """A full queue belongs to a page that stopped reading: its stream ends."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        event = _CLOSED
    queue.put_nowait(event)


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
