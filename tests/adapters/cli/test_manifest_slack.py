from __future__ import annotations

import json
import webbrowser

import pytest
from click.testing import CliRunner

from adapters.cli import main
from adapters.settings import setting_names


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    for setting in setting_names().values():
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["manifest", "slack", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_it_is_json_on_standard_output_and_what_to_do_beside_it() -> None:
    code, written, told = run()
    assert code == 0
    assert json.loads(written)["settings"]["socket_mode_enabled"] is True
    assert "From a manifest" in told


def test_commands_have_the_names_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_COMMAND", "/coach")
    _, written, _ = run()
    assert json.loads(written)["features"]["slash_commands"][0]["command"] == "/coach"


@pytest.mark.parametrize("address", ["", "http://kindling.example.com"])
def test_http_needs_an_address_with_https(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", address)
    code, _, told = run("--http")
    assert code == 1
    assert "PUBLIC_URL" in told


def test_http_names_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://kindling.example.com")
    code, written, _ = run("--http")
    assert code == 0
    events = json.loads(written)["settings"]["event_subscriptions"]
    assert events["request_url"] == "https://kindling.example.com/slack/events"


@pytest.mark.parametrize(("display", "opened"), [(":0", 1), ("", 0)])
def test_open_prints_the_link_and_opens_it_where_there_is_a_screen(
    display: str, opened: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(webbrowser, "open", seen.append)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    monkeypatch.setattr("sys.platform", "linux")
    code, written, told = run("--open")
    assert code == 0
    assert written.startswith("https://api.slack.com/apps?new_app=1&manifest_json=")
    assert "In Slack, in five minutes" in told
    assert len(seen) == opened
