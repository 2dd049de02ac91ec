"""Platforms at the network, one process each for all tests that ask for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.adapters.slack.desk import Desk, opened_desk
from tests.fake_slack import FakeSlack


@pytest.fixture(scope="session")
def shared_slack() -> Iterator[FakeSlack]:
    """A test opens a workspace of a name of its own there, and never calls forget()."""
    platform = FakeSlack.start()
    yield platform
    platform.stop()


@pytest.fixture
async def slack_desk(shared_slack: FakeSlack, tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened_desk(shared_slack, tmp_path) as opened:
        yield opened
