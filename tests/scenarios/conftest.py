"""The platforms that stories are told on, each started when the first story needs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fake_slack import FakeSlack
from tests.fake_teams.process import FakeTeams


@pytest.fixture(scope="session")
def fake_slack() -> Iterator[FakeSlack]:
    started = FakeSlack.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def fake_teams() -> Iterator[FakeTeams]:
    started = FakeTeams.start()
    yield started
    started.stop()
