"""The event loop of what goes on for long: uvloop's, where it can be had."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import TypeVar

if sys.platform != "win32":
    from uvloop import new_event_loop
else:
    from asyncio import new_event_loop

T = TypeVar("T")


def run_long(work: Coroutine[object, object, T]) -> T:
    """Like asyncio.run, on that loop. Windows has only asyncio's."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)
