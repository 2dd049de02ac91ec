"""What people see, played once."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.cards import Reply
from tests.adapters.teams.shown import everything_shown


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reply]:
    """Cards and forms by a short name, as the core answers and posts them."""
    found: dict[str, Reply] = {}

    def play(folder: Path) -> None:
        found.update(asyncio.run(everything_shown(folder)))

    thread = threading.Thread(target=play, args=(tmp_path_factory.mktemp("shown"),))
    thread.start()
    thread.join()
    return found
