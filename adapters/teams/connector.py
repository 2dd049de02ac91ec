"""Requests to Teams' connector, over kept connections; the token goes to Microsoft's addresses alone.

botbuilder's own connector makes two clients a turn and waits in threads (83 messages a second, measured), so
what leaves goes this way; its paths are those of the Bot Connector REST API.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp

from adapters.teams.cloud import Cloud
from adapters.teams.faults import fault_answered, fault_on_the_way
from adapters.wire import Address, Wire
from bot.errors import Unreachable

Json = dict[str, Any]

FOREIGN = "foreign-service-url"
"""Why nothing is sent to an address that is not one of the cloud's."""

_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


class TokenSource(Protocol):
    async def token(self) -> str:
        """Empty where none is asked for."""

    async def renew(self) -> None: ...

    def drop(self, token: str) -> None: ...


class Connector:
    """`timeout`: seconds that Teams gets to answer; half of it to be connected to."""

    def __init__(self, cloud: Cloud, timeout: float, wire: Wire | None = None) -> None:
        self._cloud = cloud
        self._timeout = timeout
        self._wire = wire or Wire(timeout)
        self._session: aiohttp.ClientSession | None = None
        self._tokens: TokenSource | None = None

    def use(self, tokens: TokenSource) -> None:
        """Where it gets its tokens; the source asks over the connector's own session."""
        self._tokens = tokens

    def session(self) -> aiohttp.ClientSession:
        """For asking for tokens. Opened when first used, in the event loop that uses it."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout, sock_connect=self._timeout / 2),
                connector=aiohttp.TCPConnector(limit=0),
            )
        return self._session

    async def close(self) -> None:
        await self._wire.close()
        if self._session is not None:
            await self._session.close()

    async def request(self, method: str, service_url: str, path: str, body: Json | None = None) -> Json:
        """The answer's object, empty where there is none. Raises what a Messenger may.

        The token leaves for the cloud's own addresses alone, and no redirect takes it anywhere else.
        """
        if not self._cloud.trusts(service_url):
            raise Unreachable(FOREIGN)
        token = await self._tokens.token() if self._tokens is not None else ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = b""
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            data = _compact(body).encode()
        address = Address.read(service_url.rstrip("/") + path)
        try:
            answer = await self._wire.ask(method, address, data, headers)
        except OSError as fault:
            raise fault_on_the_way(fault) from fault
        told = _object(answer.body)
        if answer.status < HTTPStatus.MULTIPLE_CHOICES:
            return told
        if answer.status == HTTPStatus.UNAUTHORIZED and self._tokens is not None:
            self._tokens.drop(token)
        raise fault_answered(answer.status, told, answer.retry_after)


def _object(read: bytes) -> Json:
    try:
        told = json.loads(read) if read else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {"value": told}


def conversation_path(address: str, *further: str) -> str:
    parts = "".join(f"/{quote(part, safe='')}" for part in (address, *further))
    return f"/v3/conversations{parts}"
