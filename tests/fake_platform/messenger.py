"""The Messenger port over the fake platform."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Self

import aiohttp
from multidict import CIMultiDict

from adapters.local.render import card_parts
from bot.cards import Card
from bot.errors import CannotAsk, OutcomeUnknown, RateLimited, Refused, Unavailable, Unreachable
from bot.models import Conversation

HEADERS = CIMultiDict({"Content-Type": "application/json"})
_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
At = Callable[[str], None]
"""Told each named point that a post passes: a test may end the process there."""


class FakeMessenger:
    """One request an operation, never repeated. `timeout` in seconds; after it the outcome is unknown."""

    def __init__(self, address: str, timeout: float = 10.0, at: At | None = None) -> None:
        self._address = address
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._at = at
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            timeout=self._timeout,
            connector=aiohttp.TCPConnector(limit=0),
            trace_configs=[] if self._at is None else [traces(self._at)],
        )
        return self

    async def __aexit__(self, *_fault: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        if self._at is not None:
            self._at("sending committed")
        body = {
            "channel": conversation.platform_id,
            "key": key,
            "thread": thread,
            "push": card.push,
            "parts": card_parts(card),
        }
        answer = await self._request("POST", f"/w/{conversation.workspace_id}/messages", body)
        if self._at is not None:
            self._at("accepted")
        return str(answer["id"])

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        body = {"push": card.push, "parts": card_parts(card)}
        await self._request("PATCH", f"/w/{conversation.workspace_id}/messages/{message_id}", body)

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        """A message that is gone is deleted."""
        try:
            await self._request("DELETE", f"/w/{conversation.workspace_id}/messages/{message_id}")
        except Refused as fault:
            if fault.code != "message_not_found":
                raise

    async def look_up(
        self, conversation: Conversation, key: str, since: datetime, thread: str | None
    ) -> str | None:
        path = f"/w/{conversation.workspace_id}/messages?channel={conversation.platform_id}&key={key}"
        found: str | None = (await self._request("GET", path))["id"]
        return found

    async def _request(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        if self._session is None:
            raise RuntimeError("the messenger is not open")
        data = None if body is None else _compact(body).encode()
        try:
            async with self._session.request(
                method, self._address + path, data=data, headers=HEADERS
            ) as answer:
                told: dict[str, Any] = json.loads(await answer.read())
                status, retry_after = answer.status, answer.headers.get("Retry-After")
        except aiohttp.ClientConnectorError as fault:
            raise Unavailable from fault
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as fault:
            raise OutcomeUnknown from fault
        if status == 200:
            return told
        raise _fault(status, str(told["error"]), float(retry_after or 1))


def _fault(status: int, code: str, retry_after: float) -> Exception:
    match status:
        case 429:
            return RateLimited(retry_after)
        case 410:
            return Unreachable(code)
        case 501:
            return CannotAsk()
        case _ if status >= 500:
            return OutcomeUnknown()
        case _:
            return Refused(code)


def traces(at: At) -> aiohttp.TraceConfig:
    """The trace comes just before the bytes are handed over: the point is passed one step later."""
    traces = aiohttp.TraceConfig()

    async def sent(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, _sent: aiohttp.TraceRequestChunkSentParams
    ) -> None:
        asyncio.get_running_loop().call_soon(at, "request sent")

    traces.on_request_chunk_sent.append(sent)
    return traces
