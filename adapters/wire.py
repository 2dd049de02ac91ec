"""Posts of which only the answer's status matters, over connections that are kept.

For what leaves in great numbers behind answers to a platform: aiohttp's client takes some 250 µs of processor
time for one, as much as reading a request and proving who sent it; this takes 30.

HTTP/1.1 without redirects, cookies or a proxy; answers are parsed by httptools (llhttp, which Node.js uses).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import NamedTuple, cast

from httptools import HttpParserError, HttpResponseParser

KEPT_FOR = 15.0
"""Seconds for which a connection stays open that nobody uses."""

MOST_PORTS = 65_535
_PORTS = {"http": 80, "https": 443}
_ADDRESS = re.compile(
    r"(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?(/[!-\"$-~]*)?", re.ASCII
)


class Origin(NamedTuple):
    scheme: str
    host: str
    port: int


class Address(NamedTuple):
    origin: Origin
    path: str

    @classmethod
    def read(cls, url: str) -> Address:
        """Raises ValueError for what is no plain http or https address: one with spaces, say."""
        if (found := _ADDRESS.fullmatch(url)) is None:
            raise ValueError("no address")
        scheme, host, port, path = found.groups()
        number = int(port) if port else _PORTS[scheme]
        if number > MOST_PORTS:
            raise ValueError("no port")
        return cls(Origin(scheme, host.lower(), number), path or "/")


class Wire:
    """`timeout`: seconds until the answer has to be there; half of them to be connected."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._idle: defaultdict[Origin, list[_Line]] = defaultdict(list)

    async def post(self, address: Address, body: bytes) -> int:
        """Posts JSON once, and answers the status. Raises OSError where none comes in time."""
        line = self._idle_line(address.origin) or await self._connected(address.origin)
        return await line.ask(_head(address, len(body)) + body)

    @property
    def kept(self) -> int:
        """How many connections stand ready."""
        return sum(line.is_open for lines in self._idle.values() for line in lines)

    async def close(self) -> None:
        """Closes what nobody uses; the rest ends with its timeout."""
        while self._idle:
            for line in self._idle.popitem()[1]:
                line.close()

    def _idle_line(self, origin: Origin) -> _Line | None:
        idle = self._idle[origin]
        while idle:
            if (line := idle.pop()).is_open:
                return line
        return None

    async def _connected(self, origin: Origin) -> _Line:
        tls = trusted_by_this_machine() if origin.scheme == "https" else None
        async with asyncio.timeout(self._timeout / 2):
            _, line = await asyncio.get_running_loop().create_connection(
                lambda: _Line(self._timeout, self._idle[origin].append),
                origin.host.strip("[]"),
                origin.port,
                ssl=tls,
            )
        return line


@cache
def trusted_by_this_machine() -> ssl.SSLContext:
    """Reading whom that is takes long, so it is done once."""
    return ssl.create_default_context()


def _head(address: Address, length: int) -> bytes:
    scheme, host, port = address.origin
    authority = host if port == _PORTS[scheme] else f"{host}:{port}"
    return (
        f"POST {address.path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: Kindling\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode("ascii")


class _Line(asyncio.Protocol):
    """A connection, for one request at a time. It gives itself back when an answer has come whole."""

    def __init__(self, timeout: float, give_back: Callable[[_Line], None]) -> None:
        self._timeout = timeout
        self._give_back = give_back
        self._loop = asyncio.get_running_loop()
        self._parser = HttpResponseParser(self)
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport
        self._ends: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        return not self._transport.is_closing()

    def ask(self, request: bytes) -> asyncio.Future[int]:
        self._answer = self._loop.create_future()
        self._end_in(self._timeout)
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self._transport.abort()

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if self._answer is None:
            self._transport.abort()  # Nobody asked.
        elif status >= HTTPStatus.OK and not self._answer.done():
            self._answer.set_result(status)

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() < HTTPStatus.OK:
            return
        self._answer = None
        if self._parser.should_keep_alive() and self.is_open:
            self._end_in(KEPT_FOR)
            self._give_back(self)
        else:
            self._transport.close()

    def connection_lost(self, _fault: Exception | None) -> None:
        if self._ends is not None:
            self._ends.cancel()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionResetError("No answer came."))
            self._answer.exception()  # Whoever asked may have gone.

    def _end_in(self, seconds: float) -> None:
        if self._ends is not None:
            self._ends.cancel()
        self._ends = self._loop.call_later(seconds, self._transport.abort)
