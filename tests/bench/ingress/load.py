"""Sends requests to a server in a process of its own, and reads what they cost it."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psutil
from httptools import HttpResponseParser
from yarl import URL

ROOT = Path(__file__).parents[3]
Request = tuple[bytes, dict[str, str]]
"""A body and its headers."""


@dataclass(frozen=True)
class Server:
    address: str
    process: psutil.Process

    def cpu(self) -> float:
        """Seconds of processor time so far, the system's included."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def running(*arguments: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "tests.bench.ingress.servers", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Server(process.stdout.readline().strip(), psutil.Process(process.pid))
    finally:
        process.kill()
        process.communicate()


@dataclass(frozen=True, slots=True)
class Heard:
    """The statuses, and how long each answer took, in seconds; `cpu` is all that it cost the server."""

    statuses: list[int]
    took: list[float]
    cpu: float


async def send_all(server: Server, path: str, requests: Sequence[Request], in_flight: int) -> Heard:
    """As fast as they are answered, so many at once."""
    caller = Caller(server)
    waiting = iter(caller.written(path, requests))

    async def work() -> None:
        for data in waiting:
            await caller.send(data)

    before = server.cpu()
    with _uninterrupted():
        await asyncio.gather(*(work() for _ in range(in_flight)))
    await _quiet(server)
    return caller.heard(server.cpu() - before)


async def send_at(server: Server, path: str, requests: Sequence[Request], a_second: float) -> Heard:
    """An open loop: each leaves at its time, whatever became of those before."""
    caller = Caller(server)
    written = caller.written(path, requests)
    with _uninterrupted():
        before, began, sent = server.cpu(), time.perf_counter(), list[asyncio.Task[None]]()
        for number, data in enumerate(written):
            if (wait := began + number / a_second - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            sent.append(asyncio.create_task(caller.send(data)))
        await asyncio.gather(*sent)
    await _quiet(server)
    return caller.heard(server.cpu() - before)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Without a look for garbage among all these requests: a tenth of a second in which nothing is sent."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Caller:
    """Sends over connections that are kept, a further one where all are busy.

    Plain sockets: a client of aiohttp's costs more than the server that is measured, on the same processors.
    """

    def __init__(self, server: Server) -> None:
        address = URL(server.address)
        self._host, self._port = str(address.host), int(address.port or 80)
        self._idle: list[_Line] = []
        self._statuses: list[int] = []
        self._took: list[float] = []

    def written(self, path: str, requests: Sequence[Request]) -> list[bytes]:
        """As they go over the line: before anything is counted."""
        return [self._written(path, *request) for request in requests]

    async def send(self, data: bytes) -> None:
        began = time.perf_counter()
        line = self._idle.pop() if self._idle else await self._connected()
        self._statuses.append(await line.ask(data))
        self._took.append(time.perf_counter() - began)
        self._idle.append(line)

    async def _connected(self) -> _Line:
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(_Line, self._host, self._port))[1]

    def heard(self, cpu: float) -> Heard:
        for line in self._idle:
            line.close()
        return Heard(self._statuses, self._took, cpu)

    def _written(self, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        told = {"Host": self._host, **headers, "Content-Length": str(len(body))}
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body


class _Line(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._parser = HttpResponseParser(self)

    def ask(self, data: bytes) -> asyncio.Future[int]:
        """The status, once the answer is whole."""
        self._answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._transport.write(data)
        return self._answer

    def close(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        self._answer.set_result(self._parser.get_status_code())

    def connection_lost(self, _fault: Exception | None) -> None:
        if not self._answer.done():
            self._answer.set_exception(ConnectionResetError("no answer came"))


async def _quiet(server: Server) -> None:
    """Until the server has done what follows behind its answers: for a while it uses no processor."""
    last = -1.0
    while (now := server.cpu()) != last:
        last = now
        await asyncio.sleep(0.3)
