"""One aiohttp application, and how the process begins and ends."""

from __future__ import annotations

import asyncio
import errno
import signal
from collections.abc import Callable
from contextlib import suppress

from aiohttp import web

from adapters.clock import keep_time
from adapters.logs import logger
from adapters.wiring import Application
from bot.errors import SetupFault

STOP_WITHIN = 10.0
"""Seconds from the signal to the end, whatever is in hand."""

FINISH_REQUESTS = 6.0
FINISH_PASSES = 3.0
SAME_WISH = 1.0
log = logger(__name__)


class CannotListen(SetupFault):
    """The address or port cannot be had."""

    def __init__(self, host: str, port: int, fault: OSError) -> None:
        taken = (
            f"Port {port} is taken by another program. Stop that one, or choose another: --port {port + 1}."
        )
        rights = f"Port {port} needs more rights than this process has. Choose one from 1024 on: --port 8080."
        nowhere = f"{host} is not an address of this machine. Write HOST=127.0.0.1, or HOST=0.0.0.0 for all."
        super().__init__({errno.EADDRINUSE: taken, errno.EACCES: rights}.get(fault.errno or 0, nowhere))


async def answer_health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def web_application(application: Application) -> web.Application:
    """Every route of the process."""
    site = web.Application(client_max_size=1024 * 1024)
    site.router.add_get("/healthz", answer_health)
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
    runner = web.AppRunner(web_application(application), access_log=None, shutdown_timeout=FINISH_REQUESTS)
    await runner.setup()
    jobs = keep_time(application, every)
    try:
        await _listen(runner, host, port)
        jobs.start()
        ready(f"http://{f'[{host}]' if ':' in host else host}:{_port_of(runner)}")
        await stopped.wait()
        log.info("Stopping: what is in hand is finished first.", seconds=STOP_WITHIN)
    finally:
        await runner.cleanup()
        await jobs.stop(FINISH_PASSES)


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as fault:
        raise CannotListen(host, port, fault) from None


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
