"""Socket Mode's far end: envelopes go to any open connection, and each is to be acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import json

from aiohttp import WSMsgType, web

from tests.fake_slack.access import APP
from tests.fake_slack.slack import SLACK
from tests.fake_slack.workspace import Json


class Sockets:
    """`waiting` are acknowledgements by the envelope's id."""

    def __init__(self) -> None:
        self.open: list[web.WebSocketResponse] = []
        self.waiting: dict[str, asyncio.Future[Json]] = {}
        self._turns = itertools.count()

    def next(self) -> web.WebSocketResponse | None:
        return self.open[next(self._turns) % len(self.open)] if self.open else None


SOCKETS = web.AppKey("sockets", Sockets)


async def connect(request: web.Request) -> web.WebSocketResponse:
    slack, sockets = request.app[SLACK], request.app[SOCKETS]
    ticket = request.query.get("ticket", "")
    if ticket not in slack.tickets:
        raise web.HTTPForbidden
    slack.tickets.discard(ticket)
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    about = {"host": "fake", "approximate_connection_time": 3600}
    hello = {"type": "hello", "num_connections": len(sockets.open) + 1, "debug_info": about}
    await socket.send_json({**hello, "connection_info": {"app_id": APP}})
    sockets.open.append(socket)
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                _acknowledge(sockets, message.data)
    finally:
        sockets.open.remove(socket)
    return socket


def _acknowledge(sockets: Sockets, text: str) -> None:
    told = json.loads(text)
    waiting = sockets.waiting.pop(str(told.get("envelope_id")), None)
    if waiting is not None and not waiting.done():
        waiting.set_result(told)


async def send_envelope(sockets: Sockets, envelope: Json, within: float) -> Json:
    """What the app acknowledged with; without an answer in time, or without a connection, that."""
    socket = sockets.next()
    if socket is None:
        return {"error": "no connection"}
    waiting = sockets.waiting[envelope["envelope_id"]] = asyncio.get_running_loop().create_future()
    await socket.send_json(envelope)
    try:
        return await asyncio.wait_for(waiting, within)
    except TimeoutError:
        return {"error": "not acknowledged"}
    finally:
        sockets.waiting.pop(envelope["envelope_id"], None)


async def disconnect(sockets: Sockets, reason: str) -> None:
    """As Slack refreshes its connections: it says so, and closes."""
    for socket in list(sockets.open):
        await socket.send_json({"type": "disconnect", "reason": reason})
        await socket.close()
