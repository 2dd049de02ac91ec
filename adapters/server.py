"""One aiohttp application, and how the process begins and ends."""

from __future__ import annotations

import asyncio
import errno
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from adapters.about import PATH as ABOUT
from adapters.about import answer_about
from adapters.clock import keep_time
from adapters.logs import logger
from adapters.readiness import look
from adapters.wiring import Application
from bot.errors import SetupFault

STOP_WITHIN = 10.0
"""Seconds from the signal to the end, whatever is in hand."""

FINISH_REQUESTS, FINISH_READING, FINISH_PASSES = 4.0, 1.0, 3.0
"""How many of them each part takes at the most; closing the database has the rest."""

FINISH_SENDING = 8.0
"""The same for what is on its way to a platform, beside all of that."""

MOST_KNOCKING = 1024
"""Connections that may wait to be taken: when a whole company answers at once, each may bring its own."""

SAME_WISH = 1.0
MOST_BYTES = 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
log = logger(__name__)


class CannotListen(SetupFault):
    """The address or port cannot be had."""

    def __init__(self, host: str, port: int, fault: OSError) -> None:
        another = f"choose another with PORT={port + 1}, or --port {port + 1} for the demo."
        taken = f"Port {port} is taken by another program. Stop that one, or {another}"
        rights = f"Port {port} needs more rights than this process has. Take one from 1024 on: {another}"
        nowhere = f"{host} is not an address of this machine. Write HOST=127.0.0.1, or HOST=0.0.0.0 for all."
        super().__init__({errno.EADDRINUSE: taken, errno.EACCES: rights}.get(fault.errno or 0, nowhere))


class InHand:
    """Counts the requests that may change something, from their first line to their answer.

    aiohttp reads no more of a request once its runner stops, so that is waited for before.
    """

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    async def count(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.method in {"GET", "HEAD"}:
            return await handler(request)
        self._count += 1
        self._none.clear()
        try:
            return await handler(request)
        finally:
            self._count -= 1
            if self._count == 0:
                self._none.set()

    async def finish(self, within: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none.wait(), within)


async def answer_health(_request: web.Request) -> web.Response:
    """The process answers; whether it does its work is for /readyz."""
    return web.json_response({"status": "ok"})


def web_application(application: Application, in_hand: InHand, every: float = 15.0) -> web.Application:
    """Every route of the process. `every`: seconds between two looks at the clock."""

    async def answer_readiness(_request: web.Request) -> web.Response:
        core = application
        return (await look(core.store, core.clock, core.pulse, every, core.room)).response()

    @web.middleware
    async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
        return await in_hand.count(request, handler)

    site = web.Application(client_max_size=MOST_BYTES, middlewares=[count])
    site.router.add_get(ABOUT, answer_about)
    site.router.add_get("/healthz", answer_health)
    site.router.add_get("/readyz", answer_readiness)
    application.add_routes(site)
    return site


async def serve(
    application: Application, host: str, port: int, every: float, ready: Callable[[str], None]
) -> None:
    """Runs until SIGTERM or SIGINT. `every` is the seconds between two looks at the clock.

    `ready` is told the address once it answers. Raises CannotListen.
    """
    stopped = asyncio.Event()
    _stop_on_signals(stopped)
    in_hand = InHand()
    site = web_application(application, in_hand, every)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=FINISH_READING)
    await runner.setup()
    jobs = keep_time(application, every)
    sending: asyncio.Task[None] | None = None
    try:
        await application.open()
        door = await _listen(runner, host, port)
        jobs.start()
        sending = asyncio.create_task(application.outbox.run(stopped, every, FINISH_SENDING))
        ready(f"http://{f'[{host}]' if ':' in host else host}:{_port_of(runner)}")
        await stopped.wait()
        log.info("Stopping: what is in hand is finished first.", seconds=STOP_WITHIN)
        await door.stop()
        await in_hand.finish(FINISH_REQUESTS)
    finally:
        stopped.set()
        await runner.cleanup()
        await jobs.stop(FINISH_PASSES)
        if sending is not None:
            await sending


async def _listen(runner: web.AppRunner, host: str, port: int) -> web.TCPSite:
    door = web.TCPSite(runner, host, port, backlog=MOST_KNOCKING)
    try:
        await door.start()
    except OSError as fault:
        raise CannotListen(host, port, fault) from None
    return door


def _port_of(runner: web.AppRunner) -> int:
    return int(runner.addresses[0][1])


def _stop_on_signals(stopped: asyncio.Event) -> None:
    """The first signal asks. One a second later or more ends the process at once.

    Before that it is the same wish: a terminal or a supervisor often tells the process and its group.
    """
    loop = asyncio.get_running_loop()
    asked_at = loop.time()

    def ask(number: signal.Signals) -> None:
        nonlocal asked_at
        if not stopped.is_set():
            asked_at = loop.time()
            stopped.set()
        elif loop.time() - asked_at >= SAME_WISH:
            loop.remove_signal_handler(number)
            signal.raise_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, ask, number)
