"""The scenes, lived through once for all tests of them; and the whole application beside a Slack."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest

from bot.cards import Reply
from tests.adapters.slack.front_desk import HOTEL, FrontDesk, front_desk, open_hotel
from tests.adapters.slack.scenes import scenes
from tests.fake_platform.rules import Rules
from tests.fake_slack import FakeSlack, bot_token


@pytest.fixture(scope="session")
def replies(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Reply]:
    found: dict[str, Reply] = {}
    folder = tmp_path_factory.mktemp("scenes")
    thread = threading.Thread(target=lambda: found.update(asyncio.run(scenes(folder))))
    thread.start()
    thread.join()
    return found


@pytest.fixture(scope="session")
def one_slack() -> Iterator[FakeSlack]:
    slack = FakeSlack.start()
    yield slack
    slack.stop()


@pytest.fixture
def slack(one_slack: FakeSlack) -> FakeSlack:
    one_slack.forget()
    one_slack.set_up(HOTEL, Rules(stall=3.0))
    one_slack.put_token(HOTEL, bot_token(HOTEL))
    open_hotel(one_slack)
    return one_slack


@pytest.fixture
async def desk(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[FrontDesk]:
    async with front_desk(slack, tmp_path) as desk:
        yield desk
