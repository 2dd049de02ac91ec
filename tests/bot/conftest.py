"""A front desk to try things at."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """The front desk on a Monday at nine, before anything was sent: nine people, priya managing."""
    world = await World.make(tmp_path)
    yield world
    await world.close()
