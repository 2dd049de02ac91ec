"""The scenes, lived through once for all tests of them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping

import pytest

from bot.cards import Reply
from tests.adapters.slack.scenes import scenes


@pytest.fixture(scope="session")
def replies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reply]:
    found: dict[str, Reply] = {}
    folder = tmp_path_factory.mktemp("scenes")
    thread = threading.Thread(target=lambda: found.update(asyncio.run(scenes(folder))))
    thread.start()
    thread.join()
    return found
