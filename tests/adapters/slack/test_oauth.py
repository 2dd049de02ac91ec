"""Many workspaces: an installation from our page by way of Slack's, through the whole application."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse
from pydantic import SecretStr

from adapters.slack.oauth import COOKIE
from bot.models import Installation, Workspace
from tests.adapters.slack.front_desk import HOTEL, TUESDAY, FrontDesk, front_desk, text_of
from tests.fake_slack import FakeSlack, person

KEY = "k" * 40
PUBLIC = "http://127.0.0.1:8080/coach"
FOR_MANY: dict[str, Any] = {
    "slack_bot_token": None,
    "slack_oauth_client_id": "1.2",
    "slack_oauth_client_secret": SecretStr("secret"),
    "secret_key": SecretStr(KEY),
    "public_url": PUBLIC,
}


@pytest.fixture
async def many(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[FrontDesk]:
    slack.rotate(None)
    async with front_desk(slack, tmp_path, **FOR_MANY) as desk:
        yield desk


async def begun(desk: FrontDesk, path: str = "/coach/slack") -> tuple[str, dict[str, str]]:
    """Slack's address on the page, and the cookie of the browser that got it."""
    response = await desk.client.get("/slack/install")
    assert response.status == 200
    [cookie] = response.headers.getall("Set-Cookie")
    found = SimpleCookie(cookie)[COOKIE]
    assert found["httponly"]
    assert found["samesite"] == "Lax"
    assert found["path"] == path
    [address] = re.findall(r'href="([^"]+)"', await response.text())
    return address.replace("&amp;", "&"), {"Cookie": f"{COOKIE}={found.value}"}


def state_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


async def finish(desk: FrontDesk, cookie: dict[str, str], **query: str) -> ClientResponse:
    response = await desk.client.get("/slack/oauth_redirect", params=query, headers=cookie)
    await desk.settle()
    return response


async def install(desk: FrontDesk, workspace: str = HOTEL) -> ClientResponse:
    address, cookie = await begun(desk)
    return await finish(desk, cookie, code=f"code-{workspace}", state=state_of(address))


async def kept(desk: FrontDesk, workspace: str = HOTEL) -> tuple[Workspace | None, Installation | None]:
    return await desk.application.store.read(
        lambda tx: (tx.workspaces.get(workspace), tx.installations.get(workspace))
    )


async def test_the_page_leads_to_slack_with_what_kindling_may_do(many: FrontDesk) -> None:
    address, _ = await begun(many)
    query = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == "/oauth/v2/authorize"
    assert query["client_id"] == ["1.2"]
    assert query["redirect_uri"] == [f"{PUBLIC}/slack/oauth_redirect"]
    assert "chat:write" in query["scope"][0].split(",")


async def test_an_installation_ends_with_a_workspace_that_works(many: FrontDesk) -> None:
    response = await install(many)
    assert response.status == 200
    assert "Kindling is in Hotel" in await response.text()
    workspace, installation = await kept(many)
    assert workspace is not None
    assert workspace.name == "Hotel"
    assert workspace.post_address.startswith(f"{many.slack.address}/archives/")
    assert installation is not None
    assert installation.bot_id == "UKINDLING"
    assert "chat:write" in installation.scopes
    assert "xoxb" not in (installation.sealed_token or "xoxb")
    assert "Kindling, for Marta" in text_of(await many.say("help"))
    people = await many.application.store.read(lambda tx: tx.members.all(HOTEL))
    assert {"Marta", "Sam"} <= {one.name for one in people}


async def test_who_installed_it_may_set_teams_up(many: FrontDesk) -> None:
    await install(many)
    _, installation = await kept(many)
    assert installation is not None
    assert installation.installed_by == "U0MARTA"
    assert await many.say("setup") is None
    assert many.modal()["title"]["text"] == "Set up a team"


async def test_a_state_works_once(many: FrontDesk) -> None:
    address, cookie = await begun(many)
    assert (await finish(many, cookie, code=f"code-{HOTEL}", state=state_of(address))).status == 200
    again = await finish(many, cookie, code=f"code-{HOTEL}", state=state_of(address))
    assert again.status == 400
    assert "be finished" in await again.text()
    assert PUBLIC in await again.text()


async def test_a_state_that_is_too_old_is_not_taken(many: FrontDesk) -> None:
    address, cookie = await begun(many)
    many.move(TUESDAY + timedelta(minutes=11))
    response = await finish(many, cookie, code=f"code-{HOTEL}", state=state_of(address))
    assert response.status == 400
    assert (await kept(many))[0] is None


async def test_another_browser_does_not_finish_it(many: FrontDesk) -> None:
    address, _ = await begun(many)
    _, other = await begun(many)
    for cookie in ({}, other, {"Cookie": f"{COOKIE}="}, {"Cookie": f"{COOKIE}=ü"}):
        response = await finish(many, cookie, code=f"code-{HOTEL}", state=state_of(address))
        assert response.status == 400
    assert (await kept(many))[0] is None


async def test_made_up_states_are_not_taken(many: FrontDesk) -> None:
    for state in ("", "x", "é" * 400):
        response = await finish(many, {"Cookie": f"{COOKIE}=x"}, code="c", state=state)
        assert response.status == 400


async def test_who_says_no_installs_nothing(many: FrontDesk) -> None:
    address, cookie = await begun(many)
    response = await finish(many, cookie, error="access_denied", state=state_of(address))
    assert response.status == 400
    assert "was not installed" in await response.text()
    assert (await kept(many))[0] is None


async def test_a_code_that_slack_does_not_take_installs_nothing(many: FrontDesk) -> None:
    address, cookie = await begun(many)
    response = await finish(many, cookie, code="made-up", state=state_of(address))
    assert response.status == 502
    assert (await kept(many))[0] is None


async def test_the_pages_let_nothing_else_in(many: FrontDesk) -> None:
    response = await many.client.get("/slack/oauth_redirect", params={"error": "<script>alert(1)</script>"})
    assert "<script>" not in await response.text()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"


async def test_it_can_be_taken_out_and_installed_again(many: FrontDesk) -> None:
    await install(many)
    await many.tell("event_tokens_revoked")
    await many.tell("event_app_uninstalled")
    workspace, installation = await kept(many)
    assert workspace is not None
    assert workspace.ended_at is not None
    assert installation is None
    assert "not in this workspace any more" in text_of(await many.say("help"))
    await install(many)
    assert "Kindling, for Marta" in text_of(await many.say("help"))


async def test_installed_again_it_has_the_new_token(many: FrontDesk) -> None:
    await install(many)
    many.slack.revoke(HOTEL)
    await install(many)
    await many.say("settings")
    assert many.modal()["title"]["text"] == "My settings"


async def test_a_whole_organisation_is_one_workspace(many: FrontDesk) -> None:
    anna, teams = person("W0ANNA", "Anna", team_id="T0NORTH"), ["T0NORTH", "T0SOUTH"]
    many.slack.open_workspace("E0GROUP", people=[anna], name="Group", enterprise="E0GROUP", teams=teams)
    assert (await install(many, "E0GROUP")).status == 200
    workspace, installation = await kept(many, "E0GROUP")
    assert workspace is not None
    assert installation is not None
    told = await many.say(
        "help",
        "W0ANNA",
        team_id="T0NORTH",
        enterprise_id="E0GROUP",
        is_enterprise_install="true",
        channel_id="C0ANY",
    )
    assert "Kindling, for Anna" in text_of(told)


async def test_tokens_that_end_are_kept_with_what_renews_them(many: FrontDesk) -> None:
    many.slack.rotate(43_200)
    await install(many)
    _, installation = await kept(many)
    assert installation is not None
    assert installation.expires_at is not None
    assert timedelta(hours=11) < installation.expires_at - datetime.now(UTC) <= timedelta(hours=12)
    assert installation.sealed_refresh is not None
    assert "xoxe" not in installation.sealed_refresh


async def test_slack_that_does_not_answer_is_told_kindly(many: FrontDesk) -> None:
    address, cookie = await begun(many)
    many.connection._clients.address = "http://127.0.0.1:9/api/"
    response = await finish(many, cookie, code=f"code-{HOTEL}", state=state_of(address))
    assert response.status == 502
