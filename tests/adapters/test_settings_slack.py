from __future__ import annotations

from pathlib import Path

import pytest

from adapters.settings import BrokenSettings, Settings, load_settings, setting_names
from adapters.settings_slack import BOLTS_OWN

BY_TOKEN = {"SLACK_BOT_TOKEN": "xoxb-marzipan"}
BY_SOCKET = BY_TOKEN | {"SLACK_APP_TOKEN": "xapp-marzipan"}
BY_HTTP = BY_TOKEN | {"SLACK_SIGNING_SECRET": "marzipan-marzipan"}
FOR_MANY = {
    "SLACK_SIGNING_SECRET": "marzipan-marzipan",
    "SLACK_OAUTH_CLIENT_ID": "123.456",
    "SLACK_OAUTH_CLIENT_SECRET": "marzipan-marzipan",
    "KINDLING_SECRET_KEY": "marzipan-marzipan-marzipan-marzipan",
    "PUBLIC_URL": "https://kindling.example.com",
}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*BOLTS_OWN, *(setting.name for setting in setting_names().values())):
        monkeypatch.delenv(name, raising=False)


def loaded(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings(None)


def faults(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    with pytest.raises(BrokenSettings) as broken:
        loaded(given, monkeypatch)
    assert "marzipan" not in str(broken.value)
    return [line.partition(":")[0] for line in broken.value.lines]


def test_without_any_of_it_there_is_no_slack() -> None:
    settings = load_settings(None)
    assert not settings.has_slack
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.slack_command, settings.slack_kudos_command) == ("/kindling", "/kudos")


@pytest.mark.parametrize("given", [BY_SOCKET, BY_HTTP, BY_SOCKET | BY_HTTP, FOR_MANY])
def test_what_goes_together(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(given, monkeypatch)
    assert settings.has_slack
    assert "marzipan" not in repr(settings)


@pytest.mark.parametrize("name", BOLTS_OWN)
def test_the_names_that_switch_bolts_own_oauth_on_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "marzipan")
    with pytest.raises(BrokenSettings, match=f"{name}: take it out; .* write SLACK_OAUTH_"):
        load_settings(None)


def test_they_are_refused_in_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("SLACK_CLIENT_ID=1.2\n", encoding="utf-8")
    with pytest.raises(BrokenSettings, match="SLACK_OAUTH_CLIENT_ID"):
        load_settings(file)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (BY_TOKEN, ["SLACK_APP_TOKEN"]),
        ({"SLACK_APP_TOKEN": "xapp-marzipan"}, ["SLACK_BOT_TOKEN"]),
        ({"SLACK_SIGNING_SECRET": "marzipan"}, ["SLACK_BOT_TOKEN"]),
        (FOR_MANY | BY_TOKEN, ["SLACK_BOT_TOKEN"]),
        (
            {"SLACK_OAUTH_CLIENT_ID": "1.2"},
            ["SLACK_APP_TOKEN", "SLACK_OAUTH_CLIENT_SECRET", "KINDLING_SECRET_KEY", "PUBLIC_URL"],
        ),
        ({**FOR_MANY, "PUBLIC_URL": "http://kindling.example.com"}, ["PUBLIC_URL"]),
        ({**FOR_MANY, "PUBLIC_URL": "kindling.example.com"}, ["PUBLIC_URL"]),
        ({**FOR_MANY, "SLACK_OAUTH_CLIENT_ID": "marzipan"}, ["SLACK_OAUTH_CLIENT_ID"]),
        (BY_HTTP | {"SLACK_BOT_TOKEN": "xoxp-marzipan"}, ["SLACK_BOT_TOKEN"]),
        (BY_TOKEN | {"SLACK_APP_TOKEN": "xoxb-marzipan"}, ["SLACK_APP_TOKEN"]),
        (BY_HTTP | {"SLACK_COMMAND": "kindling"}, ["SLACK_COMMAND"]),
        (BY_HTTP | {"SLACK_COMMAND": "/kudos"}, ["SLACK_KUDOS_COMMAND"]),
        (BY_HTTP | {"SLACK_API_URL": "http://slack.example.com/api/"}, ["SLACK_API_URL"]),
        (BY_HTTP | {"SLACK_API_URL": "slack.com/api"}, ["SLACK_API_URL"]),
        (BY_HTTP | {"SLACK_API_URL": "https://[::1/api"}, ["SLACK_API_URL"]),
    ],
)
def test_what_makes_no_sense_is_told_by_name(
    given: dict[str, str], named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert faults(given, monkeypatch) == named


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"PORT": "marzipan", "SLACK_BOT_TOKEN": "marzipan", "SLACK_CLIENT_ID": "marzipan"}
    named = ["PORT", "SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"]
    assert sorted(faults(given, monkeypatch)) == named


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("https://slack-gov.com/api", "https://slack-gov.com/api/"),
        ("http://127.0.0.1:4003/api/", "http://127.0.0.1:4003/api/"),
        ("http://localhost:4003/api", "http://localhost:4003/api/"),
    ],
)
def test_another_slack(written: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded(BY_HTTP | {"SLACK_API_URL": written}, monkeypatch).slack_api_url == used
