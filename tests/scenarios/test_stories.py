"""Each story, told once, runs on each platform."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.driver import Driver
from tests.scenarios.local_driver import LocalDriver
from tests.scenarios.steps import read_story
from tests.scenarios.teams_driver import TeamsDriver
from tests.scenarios.teller import Teller
from tests.world import lessons

STORIES = sorted((Path(__file__).parent / "stories").glob("*.md"))
DRIVERS: dict[str, Callable[[pytest.FixtureRequest], Driver]] = {
    "local": lambda _request: LocalDriver(),
    "teams": lambda request: TeamsDriver(request.getfixturevalue("fake_teams")),
}


@pytest.mark.parametrize("platform", DRIVERS)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.stem)
async def test_the_story_goes_so(
    story: Path,
    platform: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)  # away from any .env
    await Teller(DRIVERS[platform](request), lessons(), tmp_path).tell(read_story(story))
