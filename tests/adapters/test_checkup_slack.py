from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.checkup import Finding, Level
from adapters.checkup_slack import look_at_slack
from adapters.settings import Settings
from adapters.slack.manifest import NEEDED, OPTIONAL
from tests.adapters.slack.front_desk import HOTEL, open_hotel, settings_for
from tests.fake_slack import FakeSlack


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    slack = FakeSlack.start()
    open_hotel(slack)
    yield slack
    slack.stop()


def looked(slack: FakeSlack, folder: Path, token: str | None, **changed: object) -> list[Finding]:
    given = SecretStr(token) if token is not None else None
    return list(look_at_slack(settings_for(slack, folder, slack_bot_token=given, **changed)))


def test_without_slack_there_is_nothing_to_say() -> None:
    assert list(look_at_slack(Settings())) == []


def test_a_token_that_may_do_everything(slack: FakeSlack, tmp_path: Path) -> None:
    slack.put_token(HOTEL, "xoxb-all", {*NEEDED, *OPTIONAL})
    [found, address] = looked(slack, tmp_path, "xoxb-all")
    assert (found.level, found.says) == (Level.OK, "Kindling is in Hotel and may do what it needs.")
    assert (address.level, address.todo.split(",")[0]) == (Level.WARN, "Write PUBLIC_URL")


def test_what_was_left_out_is_said_with_what_it_is_for(slack: FakeSlack, tmp_path: Path) -> None:
    slack.put_token(HOTEL, "xoxb-needed", NEEDED)
    [found] = looked(slack, tmp_path, "xoxb-needed", public_url="https://kindling.example.com")
    assert found.level is Level.OK
    assert "reactions:read (for thanks by an emoji" in found.says


def test_what_is_missing_is_named_with_what_to_do(slack: FakeSlack, tmp_path: Path) -> None:
    slack.put_token(HOTEL, "xoxb-few", {"chat:write"})
    found = looked(slack, tmp_path, "xoxb-few")[0]
    assert found.level is Level.FAIL
    assert "users:read" in found.says
    assert "kindling manifest slack" in found.todo


def test_a_token_that_slack_does_not_take(slack: FakeSlack, tmp_path: Path) -> None:
    found = looked(slack, tmp_path, "xoxb-unknown")[0]
    assert found.level is Level.FAIL
    assert "does not take SLACK_BOT_TOKEN (invalid_auth)" in found.says


def test_the_socket(slack: FakeSlack, tmp_path: Path) -> None:
    _, found = looked(slack, tmp_path, f"xoxb-{HOTEL}", slack_app_token=SecretStr("xapp-hotel"))
    assert (found.level, found.says) == (Level.OK, "the socket can be opened.")
    _, refused = looked(slack, tmp_path, f"xoxb-{HOTEL}", slack_app_token=SecretStr("xoxb-hotel"))
    assert refused.level is Level.FAIL
    assert "connections:write" in refused.todo


def test_slack_that_does_not_answer(slack: FakeSlack, tmp_path: Path) -> None:
    found = looked(slack, tmp_path, f"xoxb-{HOTEL}", slack_api_url="http://127.0.0.1:9/api/")[0]
    assert (found.level, found.says) == (Level.FAIL, "http://127.0.0.1:9/api/ does not answer.")


def test_many_workspaces_are_led_to_the_page(slack: FakeSlack, tmp_path: Path) -> None:
    about = {"slack_oauth_client_id": "1.2", "public_url": "https://kindling.example.com"}
    [found] = looked(slack, tmp_path, None, **about)
    assert "https://kindling.example.com/slack/install" in found.says
