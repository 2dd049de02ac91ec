"""A new database, made once: its tables take thirty milliseconds, and nearly every test wants one."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from storage import open_store


def new_database(folder: Path) -> Path:
    """`kindling.db` in the folder: as it is there, or with all tables and nothing in them."""
    file = folder / "kindling.db"
    if not file.exists():
        file.write_bytes(_empty())
    return file


@cache
def _empty() -> bytes:
    """In a thread of its own, since whoever asks may be in a loop."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "kindling.db"
        thread = Thread(target=lambda: asyncio.run(open_store(str(file)).close()))
        thread.start()
        thread.join()
        return file.read_bytes()
