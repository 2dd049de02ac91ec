"""One workspace by SLACK_BOT_TOKEN: asked once which it is, and gone on with whatever comes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.slack.own_workspace import SlackSilent, TokenRefused
from adapters.wiring import build
from bot import workspaces
from tests.adapters.slack.front_desk import HOTEL, TUESDAY, FrontDesk, front_desk, settings_for, text_of
from tests.fake_slack import FakeSlack


async def test_slack_is_asked_once_which_workspace_it_is(desk: FrontDesk) -> None:
    await desk.application.settle()
    await desk.application.settle()
    assert len(desk.slack.calls("auth.test")) == 1
    workspace, installation = await desk.application.store.read(
        lambda tx: (tx.workspaces.get(HOTEL), tx.installations.get(HOTEL))
    )
    assert workspace is not None
    assert workspace.name == "Hotel"
    assert workspace.post_address == f"{desk.slack.address}/archives/{{conversation}}/p{{digits}}"
    assert installation is not None
    assert (installation.bot_id, installation.sealed_token) == ("UKINDLING", None)
    assert "chat:write" in installation.scopes


async def test_no_request_asks_slack_who_kindling_is(desk: FrontDesk) -> None:
    asked = len(desk.slack.calls("auth.test"))
    for _ in range(3):
        await desk.say("help")
        await desk.tell("event_team_join")
    assert len(desk.slack.calls("auth.test")) == asked


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_slack_does_not_take_is_told_by_its_setting(
    slack: FakeSlack, tmp_path: Path, code: str
) -> None:
    slack.put_token(HOTEL, "xoxb-refused", refused=code)
    settings = settings_for(slack, tmp_path, slack_bot_token=SecretStr("xoxb-refused"))
    async with build(settings, local=False, at=TUESDAY) as application:
        with pytest.raises(TokenRefused, match=f"SLACK_BOT_TOKEN: .*{code}"):
            await application.settle()


async def silent(slack: FakeSlack, folder: Path) -> Any:
    return settings_for(slack, folder, slack_api_url="http://127.0.0.1:9/api/")


async def test_slack_that_never_answered_is_told_at_the_start(slack: FakeSlack, tmp_path: Path) -> None:
    async with build(await silent(slack, tmp_path), local=False, at=TUESDAY) as application:
        with pytest.raises(SlackSilent, match="SLACK_API_URL"):
            await application.settle()


async def test_a_workspace_that_is_known_goes_on_while_slack_is_silent(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with front_desk(slack, tmp_path):
        pass
    async with build(await silent(slack, tmp_path), local=False, at=TUESDAY) as application:
        await application.settle()
        workspace = await application.store.read(lambda tx: tx.workspaces.get(HOTEL))
        assert workspace is not None
        assert workspace.ended_at is None


async def test_taken_out_and_let_in_again_it_comes_back_by_itself(desk: FrontDesk) -> None:
    desk.slack.revoke(HOTEL)
    await desk.tell("event_app_uninstalled")
    await desk.application.settle()
    assert "not in this workspace any more" in text_of(await desk.say("help"))
    desk.slack.put_token(HOTEL, f"xoxb-{HOTEL}")
    await desk.application.settle()
    assert "Kindling, for Marta" in text_of(await desk.say("help"))


async def test_the_token_of_another_workspace_ends_the_one_before(slack: FakeSlack, tmp_path: Path) -> None:
    async with front_desk(slack, tmp_path):
        pass
    slack.open_workspace("T0OTHER", name="Other")
    async with front_desk(slack, tmp_path, slack_bot_token=SecretStr("xoxb-T0OTHER")) as desk:
        before, now = await desk.application.store.read(
            lambda tx: (tx.workspaces.get(HOTEL), tx.workspaces.get("T0OTHER"))
        )
        assert before is not None
        assert before.ended_at is not None
        assert now is not None
        assert now.ended_at is None


async def test_a_workspace_taken_out_by_hand_is_not_brought_back_by_a_silent_slack(desk: FrontDesk) -> None:
    now = desk.application.clock.now()
    await desk.application.store.decide(lambda tx: workspaces.end_workspace(tx, HOTEL, now))
    desk.slack.revoke(HOTEL)
    await desk.application.settle()
    workspace = await desk.application.store.read(lambda tx: tx.workspaces.get(HOTEL))
    assert workspace is not None
    assert workspace.ended_at is not None
