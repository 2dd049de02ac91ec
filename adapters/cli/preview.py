"""`kindling tips preview`: tips as people will see them, on this computer, while they are written."""

from __future__ import annotations

import asyncio
import errno
import signal
from contextlib import suppress
from pathlib import Path

import click
from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from adapters.cli.preview_state import Watched
from adapters.cli.tips_folders import FOLDER, folders_of
from adapters.local.gate import HEADERS, guarded
from adapters.local.page import static_response
from bot.errors import SetupFault

LOOPBACK = "127.0.0.1"
PORT = 8090
LOOK_EVERY = 0.3
"""Seconds between two looks at the files."""

_HERE = Path(__file__).parent
_TEMPLATES = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
_OWN = {"preview.css": "text/css", "preview.js": "text/javascript"}


class PortIsTaken(SetupFault):
    """Another program, or another preview, answers there."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken by another program. Choose another with --port {port + 1}.")


class NoSuchPort(SetupFault):
    """The port can't be had at all."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} can't be used here. Choose one from 1024 on with --port {PORT}.")


class Preview:
    """The preview's page and what it asks for. Built anew from the files each time it is asked."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched
        self._stopped = asyncio.Event()

    def site(self) -> web.Application:
        site = web.Application()
        site.router.add_get("/", guarded(self._page))
        site.router.add_get("/tips", guarded(self._tips))
        site.router.add_get("/changes", guarded(self._changes))
        site.router.add_get("/local/{name}", guarded(self._local))
        site.router.add_get("/{name}", guarded(self._own))
        return site

    def stop(self) -> None:
        """Ends the open streams, so that the server can stop."""
        self._stopped.set()

    async def _page(self, _request: web.Request) -> web.Response:
        html = _TEMPLATES.get_template("preview.html").render(folder=self._watched.shown)
        return web.Response(text=html, content_type="text/html", charset="utf-8")

    async def _tips(self, _request: web.Request) -> web.Response:
        return web.json_response(await asyncio.to_thread(self._watched.look))

    async def _local(self, request: web.Request) -> web.Response:
        """The local chat's own styles and scripts draw the cards."""
        return static_response(request.match_info["name"])

    async def _own(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in _OWN:
            raise web.HTTPNotFound
        text = (_HERE / "static" / name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=_OWN[name], charset="utf-8")

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        """An event for each change of the files, until the page goes away or the preview stops."""
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        with suppress(ConnectionResetError):
            await response.prepare(request)
            await response.write(b"retry: 500\n\n")
            seen = self._watched.signature()
            while not await self._stops():
                now = self._watched.signature()
                await response.write(b": still here\n\n" if now == seen else b"event: changed\ndata: {}\n\n")
                seen = now
        return response

    async def _stops(self) -> bool:
        """Waits until it is time to look again; whether the preview ends instead."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), LOOK_EVERY)
        return self._stopped.is_set()


@click.command(short_help="See tips as people will, while they are written.")
@FOLDER
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port.")
def preview(folder: Path | None, port: int) -> None:
    """Show the tips of DIR (or all that are in use) in the browser, as cards with every answer.

    Only this computer can open it. It follows each file that is saved, and says what is wrong in which line.
    """
    asyncio.run(_serve(Watched(*folders_of(folder)), port))


async def _serve(watched: Watched, port: int) -> None:
    """Runs until SIGINT or SIGTERM. Raises PortIsTaken or NoSuchPort."""
    preview = Preview(watched)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(preview.site(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _listen(runner, port)
        address = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        click.echo(f"The tips of {watched.shown} are at {address} (only this computer can open it).")
        click.echo("It follows every file that you save. Stop it with Ctrl-C.")
        await stopped.wait()
    finally:
        preview.stop()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> None:
    try:
        await web.TCPSite(runner, LOOPBACK, port).start()
    except OSError as fault:
        raise (PortIsTaken(port) if fault.errno == errno.EADDRINUSE else NoSuchPort(port)) from None
