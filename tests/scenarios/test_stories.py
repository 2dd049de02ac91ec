"""Each story, told once, runs on each platform."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.models import Platform
from tests.scenarios.driver import Driver
from tests.scenarios.local_driver import LocalDriver
from tests.scenarios.slack_driver import SlackDriver
from tests.scenarios.steps import read_story
from tests.scenarios.teams_driver import TeamsDriver
from tests.scenarios.teller import Teller
from tests.world import lessons

STORIES = sorted((Path(__file__).parent / "stories").glob("*.md"))
DRIVERS: dict[Platform, Callable[[pytest.FixtureRequest], Driver]] = {
    Platform.LOCAL: lambda _request: LocalDriver(),
    Platform.SLACK: lambda request: SlackDriver(request.getfixturevalue("fake_slack")),
    Platform.TEAMS: lambda request: TeamsDriver(request.getfixturevalue("fake_teams")),
}


def test_stories_are_told_on_every_platform_that_there_is() -> None:
    assert set(DRIVERS) == set(Platform)
    assert len(STORIES) >= 8


@pytest.mark.parametrize("platform", DRIVERS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
async def test_the_story_goes_so(
    story: Path,
    platform: Platform,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)  # away from any .env
    await Teller(DRIVERS[platform](request), lessons(), tmp_path).tell(read_story(story))
