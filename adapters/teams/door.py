"""`POST /api/messages`: everything that Teams tells Kindling comes in here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from adapters.teams.dispatch import Dispatch, turn_of
from adapters.teams.gate import Gate, TurnedAway
from adapters.teams.parse import spot_of, who_of
from adapters.teams.payloads import Json, id_at
from bot.errors import StoreBusy, StoreFailed

PATH = "/api/messages"
MOST_BYTES = 256 * 1024
"""More than any activity of Teams' has: a message, with all that it carries, takes 100 KB."""

_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class Door:
    def __init__(self, gate: Gate, dispatch: Dispatch) -> None:
        self._gate = gate
        self._dispatch = dispatch

    async def answer(self, request: web.Request) -> web.Response:
        """200, an invoke's with its body; else what is wrong, in a sentence, and nothing was changed."""
        try:
            activity = await _read_activity(request)
            tenant_id = await self._gate.admit(request, activity)
        except TurnedAway as turned:
            return _refused(turned)
        turn = turn_of(activity, spot_of(activity, tenant_id), who_of(activity))
        try:
            await self._dispatch.on_turn(turn)
        except (StoreBusy, StoreFailed):
            return _refused(TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE, "Nothing was kept. Send it again."))
        if turn.answer is not None:
            return _answered(turn.answer)
        if id_at(activity, "type") == "invoke":
            return _refused(TurnedAway(HTTPStatus.BAD_REQUEST, "There is no such invoke here."))
        return web.Response()


async def _read_activity(request: web.Request) -> Json:
    """Raises TurnedAway for what is no activity at all."""
    too_large = TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "That is too large to be an activity.")
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise too_large from None
    if len(body) > MOST_BYTES:
        raise too_large
    try:
        activity = json.loads(body)
    except (ValueError, RecursionError):
        activity = None
    if not isinstance(activity, dict) or not id_at(activity, "type"):
        raise TurnedAway(HTTPStatus.BAD_REQUEST, "That is no activity: write a JSON object with a type.")
    return activity


def _answered(body: Mapping[str, Any]) -> web.Response:
    return web.Response(body=_compact(body).encode(), content_type="application/json")


def _refused(turned: TurnedAway) -> web.Response:
    headers = {"WWW-Authenticate": "Bearer"} if turned.status is HTTPStatus.UNAUTHORIZED else {}
    if turned.status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    return web.json_response({"error": turned.sentence}, status=turned.status, headers=headers)
