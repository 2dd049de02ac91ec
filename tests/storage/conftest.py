"""Stores to test, one factory a database; the conformance suite runs over each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.ports import Store
from storage import open_store
from tests.databases import new_database

OpenStore = Callable[[], Store]


def _on_sqlite(folder: Path) -> OpenStore:
    return lambda: open_store(f"sqlite:///{new_database(folder)}")


FACTORIES = {"sqlite": _on_sqlite}


@pytest.fixture(params=FACTORIES)
def open_it(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    """Opens the same database each time it is called; who calls it closes the store."""
    return FACTORIES[request.param](tmp_path)


@pytest.fixture
async def store(open_it: OpenStore) -> AsyncIterator[Store]:
    opened = open_it()
    yield opened
    await opened.close()
