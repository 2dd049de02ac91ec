"""Requests over connections that are kept, for what leaves in great numbers.

aiohttp's client takes some 250 µs of processor time for one, as much as reading a request and proving who
sent it; this takes 30. HTTP/1.1 without redirects, cookies or a proxy; answers are parsed by httptools
(llhttp, which Node.js uses).
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import NamedTuple, cast

from aiohappyeyeballs import start_connection
from httptools import HttpParserError, HttpResponseParser

KEPT_FOR = 15.0
"""Seconds for which a connection stays open that nobody uses."""

MOST_PORTS = 65_535
OTHER_FAMILY = 0.25
"""Seconds after which the next of a host's addresses is tried beside the first (RFC 8305)."""

_JSON = {"Content-Type": "application/json"}
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


class Answer(NamedTuple):
    status: int
    body: bytes = b""
    retry_after: str | None = None


class NotConnected(ConnectionError):
    """Nobody could be connected to, so nothing has left."""


class Wire:
    """`timeout`: seconds until the answer has to be there; half of them to be connected.

    `handed_over` is called for each request once it has been handed to its connection.
    """

    def __init__(self, timeout: float, handed_over: Callable[[], None] | None = None) -> None:
        self._timeout = timeout
        self._handed_over = handed_over
        self._idle: defaultdict[Origin, list[_Line]] = defaultdict(list)

    async def post(self, address: Address, body: bytes) -> int:
        """Posts JSON once, and answers the status, whatever follows it. Raises as `ask` does."""
        return (await self._send("POST", address, body, _JSON, whole=False)).status

    async def ask(self, method: str, address: Address, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Sends once, and gives the whole answer.

        Raises NotConnected, or another OSError where no whole answer comes in time.
        """
        return await self._send(method, address, body, headers, whole=True)

    async def _send(
        self, method: str, address: Address, body: bytes, headers: Mapping[str, str], *, whole: bool
    ) -> Answer:
        request = _head(method, address, len(body), headers) + body
        line = self._idle_line(address.origin) or await self._connected(address.origin)
        answer = line.ask(request, whole=whole)
        if self._handed_over is not None:
            self._handed_over()
        return await answer

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
        try:
            async with asyncio.timeout(self._timeout / 2):
                return await self._connect(origin)
        except (OSError, UnicodeError) as fault:  # The second for a name that no host can have.
            raise NotConnected from fault

    async def _connect(self, origin: Origin) -> _Line:
        loop, host = asyncio.get_running_loop(), origin.host.strip("[]")
        found = await loop.getaddrinfo(host, origin.port, type=socket.SOCK_STREAM)
        connected = await start_connection(found, happy_eyeballs_delay=OTHER_FAMILY)
        is_sealed = origin.scheme == "https"
        _, line = await loop.create_connection(
            lambda: _Line(self._timeout, self._idle[origin].append),
            sock=connected,
            ssl=trusted_by_this_machine() if is_sealed else None,
            server_hostname=host if is_sealed else None,
        )
        return line


@cache
def trusted_by_this_machine() -> ssl.SSLContext:
    """Reading whom that is takes long, so it is done once."""
    return ssl.create_default_context()


def _head(method: str, address: Address, length: int, headers: Mapping[str, str]) -> bytes:
    """Raises ValueError for a header that would be two."""
    scheme, host, port = address.origin
    authority = host if port == _PORTS[scheme] else f"{host}:{port}"
    further = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    if further.count("\n") != len(headers):
        raise ValueError("a header of more than one line")
    return (
        f"{method} {address.path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: Kindling\r\n"
        f"{further}Content-Length: {length}\r\n\r\n"
    ).encode("ascii")


class _Line(asyncio.Protocol):
    """A connection, for one request at a time. It gives itself back when an answer has come whole."""

    def __init__(self, timeout: float, give_back: Callable[[_Line], None]) -> None:
        self._timeout = timeout
        self._give_back = give_back
        self._loop = asyncio.get_running_loop()
        self._parser = HttpResponseParser(self)
        self._answer: asyncio.Future[Answer] | None = None
        self._whole = False
        self._body: list[bytes] = []
        self._retry_after: str | None = None
        self._transport: asyncio.Transport
        self._ends_at = self._looks_at = float("inf")
        self._looks: asyncio.TimerHandle | None = None

    @property
    def is_open(self) -> bool:
        return not self._transport.is_closing()

    def ask(self, request: bytes, *, whole: bool) -> asyncio.Future[Answer]:
        """`whole`: the answer with its body, else as soon as its status is there."""
        self._answer, self._whole = self._loop.create_future(), whole
        self._body, self._retry_after = [], None
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
        elif status >= HTTPStatus.OK and not self._whole:
            self._give(Answer(status))

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"retry-after":
            self._retry_after = value.decode("latin-1")

    def on_body(self, piece: bytes) -> None:
        if self._whole:
            self._body.append(piece)

    def on_message_complete(self) -> None:
        if (status := self._parser.get_status_code()) < HTTPStatus.OK:
            return
        if self._whole:
            self._give(Answer(status, b"".join(self._body), self._retry_after))
        self._answer = None
        if self._parser.should_keep_alive() and self.is_open:
            self._end_in(KEPT_FOR)
            self._give_back(self)
        else:
            self._transport.close()

    def connection_lost(self, _fault: Exception | None) -> None:
        if self._looks is not None:
            self._looks.cancel()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionResetError("No answer came."))
            self._answer.exception()  # Whoever asked may have gone.

    def _give(self, answer: Answer) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)

    def _end_in(self, seconds: float) -> None:
        """Looks again when it is due and more was given meanwhile: a timer each costs as much as writing."""
        self._ends_at = self._loop.time() + seconds
        if self._ends_at < self._looks_at:
            if self._looks is not None:
                self._looks.cancel()
            self._look_in(seconds)

    def _look_in(self, seconds: float) -> None:
        self._looks_at = self._loop.time() + seconds
        self._looks = self._loop.call_later(seconds, self._look)

    def _look(self) -> None:
        if (left := self._ends_at - self._loop.time()) > 0:
            self._look_in(left)
        else:
            self._transport.abort()
