"""Sends requests to a server in a process of its own, and reads what they cost it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
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
    caller, waiting = Caller(server, path), iter(requests)

    async def work() -> None:
        for request in waiting:
            await caller.send(request)

    before = server.cpu()
    await asyncio.gather(*(work() for _ in range(in_flight)))
    await _quiet(server)
    return caller.heard(server.cpu() - before)


async def send_at(server: Server, path: str, requests: Sequence[Request], a_second: float) -> Heard:
    """An open loop: each leaves at its time, whatever became of those before."""
    caller = Caller(server, path)
    before, began, sent = server.cpu(), time.perf_counter(), list[asyncio.Task[None]]()
    for number, request in enumerate(requests):
        if (wait := began + number / a_second - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        sent.append(asyncio.create_task(caller.send(request)))
    await asyncio.gather(*sent)
    await _quiet(server)
    return caller.heard(server.cpu() - before)


class Caller:
    """Sends over connections that are kept, a further one where all are busy.

    Plain sockets: a client of aiohttp's costs more than the server that is measured, on the same processors.
    """

    def __init__(self, server: Server, path: str) -> None:
        address = URL(server.address)
        self._host, self._port = str(address.host), int(address.port or 80)
        self._path = path
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._statuses: list[int] = []
        self._took: list[float] = []

    async def send(self, request: Request) -> None:
        data, began = self._written(request), time.perf_counter()
        line = self._idle.pop() if self._idle else await asyncio.open_connection(self._host, self._port)
        reader, writer = line
        writer.write(data)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0))
        self._took.append(time.perf_counter() - began)
        self._statuses.append(int(head.split(" ", 2)[1]))
        self._idle.append(line)

    def heard(self, cpu: float) -> Heard:
        for _, writer in self._idle:
            writer.close()
        return Heard(self._statuses, self._took, cpu)

    def _written(self, request: Request) -> bytes:
        body, headers = request
        told = {"Host": self._host, **headers, "Content-Length": str(len(body))}
        lines = [f"POST {self._path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
        return "\r\n".join([*lines, "", ""]).encode() + body


async def _quiet(server: Server) -> None:
    """Until the server has done what follows behind its answers: for a while it uses no processor."""
    last = -1.0
    while (now := server.cpu()) != last:
        last = now
        await asyncio.sleep(0.3)
