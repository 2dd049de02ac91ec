from __future__ import annotations

import pytest

from adapters.settings import Settings
from adapters.teams.cloud import cloud_of, is_of_teams, is_on_this_machine

TENANT = "11111111-1111-1111-1111-111111111111"
REGISTERED = {
    "TEAMS_APP_ID": "22222222-2222-2222-2222-222222222222",
    "TEAMS_APP_PASSWORD": "marzipan",
    "TEAMS_TENANT_ID": TENANT,
}


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net/emea/11111111-1111-1111-1111-111111111111/",
        "https://smba.trafficmanager.net/teams",
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/amer/",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
    ],
)
def test_addresses_of_teams(url: str) -> None:
    assert is_of_teams(url)
    assert not is_on_this_machine(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://smba.trafficmanager.net/amer/",
        "https://evil.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net.example.com/amer/",
        "https://smba.trafficmanager.net@example.com/",
        "https://example.com/smba.trafficmanager.net",
        "https://example.com#smba.trafficmanager.net",
        "https://example.com?smba.trafficmanager.net",
        "https://example.com\\@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net\\.example.com/",
        "https://smba.trafficmanager.net:8443/amer/",
        "https://smba.trafficmanager.net:99999/amer/",
        "https://smba.trafficmanager.net/amer/?to=https://example.com",
        "https://smba.trafficmanager.net./amer/",
        "https://ѕmba.trafficmanager.net/amer/",
        " https://smba.trafficmanager.net/amer/",
        "https://smba.trafficmanager.net/amer/\n",
        "https://smba.trafficmanager.net/" + "a" * 400,
        "http://127.0.0.1/",
    ],
)
def test_what_only_looks_like_teams(url: str) -> None:
    assert not is_of_teams(url)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:56150/_connector", "http://localhost:3978", "http://[::1]:1/"]
)
def test_addresses_of_this_machine(url: str) -> None:
    assert is_on_this_machine(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "http://127.0.0.1.example.com/",
        "http://127.0.0.1@example.com/",
        "http://10.0.0.1/",
    ],
)
def test_other_machines(url: str) -> None:
    assert not is_on_this_machine(url)


def test_the_token_is_asked_for_in_the_tenant_that_the_settings_name() -> None:
    cloud = cloud_of(Settings.model_validate(REGISTERED))
    assert cloud.token_url == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert cloud.metadata_url.startswith("https://login.botframework.com/")
    assert cloud.trusts("https://smba.trafficmanager.net/emea/")
    assert not cloud.trusts("http://127.0.0.1:9000/")


def test_a_stand_in_is_trusted_on_this_machine_only() -> None:
    cloud = cloud_of(Settings.model_validate(REGISTERED | {"TEAMS_API_URL": "http://127.0.0.1:9000"}))
    assert cloud.token_url == f"http://127.0.0.1:9000/{TENANT}/oauth2/v2.0/token"
    assert cloud.trusts("http://127.0.0.1:9000/emea/")
    assert not cloud.trusts("https://smba.trafficmanager.net/emea/")


def test_the_emulator_has_no_one_to_ask_for_a_token() -> None:
    cloud = cloud_of(Settings.model_validate({"TEAMS_EMULATOR": "1"}))
    assert (cloud.metadata_url, cloud.token_url) == ("", "")
    assert not cloud.trusts("https://smba.trafficmanager.net/emea/")
