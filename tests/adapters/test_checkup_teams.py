from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from adapters.checkup import Level
from adapters.checkup_teams import look_at_teams
from adapters.settings import Settings
from tests.fake_teams.process import FakeTeams

TODAY = date(2026, 11, 26)
REGISTERED = {
    "TEAMS_APP_ID": "22222222-2222-2222-2222-222222222222",
    "TEAMS_APP_PASSWORD": "marzipan",
    "TEAMS_TENANT_ID": "11111111-1111-1111-1111-111111111111",
}


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeTeams]:
    started = FakeTeams.start()
    yield started
    started.stop()


@pytest.fixture
def registered(fake: FakeTeams) -> dict[str, str]:
    fake.tokens()
    return REGISTERED | {"TEAMS_API_URL": fake.address}


def look(**given: str) -> list[tuple[Level, str]]:
    settings = Settings.model_validate(given)
    found = [(one.level, f"{one.says} {one.todo}".strip()) for one in look_at_teams(settings, TODAY)]
    assert "marzipan" not in str(found)
    return found


def test_without_teams_there_is_nothing_to_say() -> None:
    assert look() == []


@pytest.mark.parametrize(
    ("days", "level", "said"),
    [
        (400, Level.OK, "is good until 2027-12-31"),
        (31, Level.OK, "is good until"),
        (30, Level.WARN, "ends on 2026-12-26, in 30 days. Make a new client secret"),
        (0, Level.WARN, "in 0 days"),
        (-1, Level.FAIL, "ended on 2026-11-25. Make a new client secret"),
    ],
)
def test_when_the_secret_ends(registered: dict[str, str], days: int, level: Level, said: str) -> None:
    ends_on = (TODAY + timedelta(days=days)).isoformat()
    _, secret, _ = look(**registered, TEAMS_SECRET_ENDS=ends_on)
    assert secret[0] is level
    assert said in secret[1]


def test_an_end_that_nobody_wrote_down(registered: dict[str, str]) -> None:
    _, (level, said), _ = look(**registered)
    assert level is Level.WARN
    assert "TEAMS_SECRET_ENDS" in said


def test_the_address_that_teams_needs(registered: dict[str, str]) -> None:
    *_, (level, said) = look(**registered)
    assert level is Level.WARN
    assert "PUBLIC_URL" in said
    *_, (level, said) = look(**registered, PUBLIC_URL="https://kindling.example.com")
    assert level is Level.OK
    assert "https://kindling.example.com/api/messages" in said


def test_the_emulator_is_not_for_people() -> None:
    [(level, said)] = look(TEAMS_EMULATOR="1")
    assert level is Level.WARN
    assert "TEAMS_EMULATOR" in said


def test_whether_microsoft_takes_the_secret(fake: FakeTeams, registered: dict[str, str]) -> None:
    assert look(**registered)[0] == (Level.OK, "Microsoft takes the client secret.")
    fake.tokens(status=401, error="invalid_client")
    level, said = look(**registered)[0]
    assert level is Level.FAIL
    assert "TEAMS_APP_PASSWORD" in said
    fake.tokens(status=503, error="busy")
    level, said = look(**registered)[0]
    assert level is Level.WARN
    assert "https" in said
