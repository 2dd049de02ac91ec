"""What people see, played once; and Kindling connected to the fake Teams."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.cards import Reply
from tests.adapters.teams.shown import everything_shown
from tests.adapters.teams.talk import Talk, coach, open_talk
from tests.fake_teams.process import FakeTeams


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


@pytest.fixture(scope="session")
def fake_teams() -> Iterator[FakeTeams]:
    """One for all: each test forgets what the one before it posted."""
    started = FakeTeams.start()
    yield started
    started.stop()


@pytest.fixture
async def talk(fake_teams: FakeTeams, tmp_path: Path) -> AsyncIterator[Talk]:
    opened = await open_talk(fake_teams, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def there(talk: Talk) -> Talk:
    """Kindling coaches a group in the channel Desk."""
    await coach(talk)
    return talk
