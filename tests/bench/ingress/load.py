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

import aiohttp
import psutil

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
    waiting, statuses, took = iter(requests), list[int](), list[float]()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def work() -> None:
            for request in waiting:
                await _send(session, server.address + path, request, statuses, took)

        before = server.cpu()
        await asyncio.gather(*(work() for _ in range(in_flight)))
        await _quiet(server)
        return Heard(statuses, took, server.cpu() - before)


async def send_at(server: Server, path: str, requests: Sequence[Request], a_second: float) -> Heard:
    """An open loop: each leaves at its time, whatever became of those before."""
    statuses, took = list[int](), list[float]()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        before, began, sent = server.cpu(), time.perf_counter(), list[asyncio.Task[None]]()
        for number, request in enumerate(requests):
            if (wait := began + number / a_second - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            sent.append(asyncio.create_task(_send(session, server.address + path, request, statuses, took)))
        await asyncio.gather(*sent)
        await _quiet(server)
        return Heard(statuses, took, server.cpu() - before)


async def _send(
    session: aiohttp.ClientSession, url: str, request: Request, statuses: list[int], took: list[float]
) -> None:
    body, headers = request
    began = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        await answer.read()
    took.append(time.perf_counter() - began)
    statuses.append(answer.status)


async def _quiet(server: Server) -> None:
    """Until the server has done what follows behind its answers: for a while it uses no processor."""
    last = -1.0
    while (now := server.cpu()) != last:
        last = now
        await asyncio.sleep(0.3)
