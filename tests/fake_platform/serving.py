"""A fake platform's process: on a free port of loopback, until its parent is gone."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web


async def serve(site: web.Application) -> None:
    """Prints its address once it answers."""
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    # The parent holds the other end: when it is gone, so is the platform.
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()
