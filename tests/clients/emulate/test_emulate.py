"""Kindling beside a Slack that others wrote: installed, posting, found again, throttled, told of events."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from yarl import URL

from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.slack.connection import SlackConnection
from adapters.wiring import Application, StandingClock, build
from bot import teams
from bot.cards import Card, Text
from bot.models import Conversation, DeliveryState, Installation, Platform, Team, Timetable, Workspace
from bot.ports import Transaction
from tests.adapters.slack.front_desk import TUESDAY
from tests.clients.emulate.peer import PERSON_TOKEN, SECRET, TOKEN, Emulated

KEY = "a key of thirty-two characters or more"
PATIENCE = 400


async def until(is_so: Callable[[], bool]) -> None:
    """Another process comes to it in its own time."""
    for _ in range(PATIENCE):
        if await asyncio.to_thread(is_so):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to that")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    """Where Kindling answers: Slack's app has to know it before."""
    return free_port()


@pytest.fixture(scope="module")
def slack(node_modules: Path, port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    redirect = f"http://127.0.0.1:{port}/slack/oauth_redirect"
    started = Emulated.start(tmp_path_factory.mktemp("emulate"), free_port(), redirect)
    yield started
    started.stop()


def settings_for(slack: Emulated, folder: Path, **changed: object) -> Settings:
    given = {
        "database_url": SecretStr(str(folder / "kindling.db")),
        "slack_api_url": slack.api,
        "slack_signing_secret": SecretStr(SECRET),
        **changed,
    }
    return Settings.model_construct(**{**Settings().model_dump(), **given})


@asynccontextmanager
async def serving(settings: Settings, port: int) -> AsyncIterator[Application]:
    async with build(settings, local=False, at=TUESDAY - timedelta(days=1)) as application:
        await application.settle()
        server = TestServer(web_application(application, InHand()), host="127.0.0.1", port=port)
        async with server:
            yield application


@pytest.fixture
async def application(
    slack: Emulated, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Application]:
    monkeypatch.chdir(tmp_path)
    settings = settings_for(slack, tmp_path, slack_bot_token=SecretStr(TOKEN))
    async with serving(settings, port) as running:
        yield running


def connection(application: Application) -> SlackConnection:
    [found] = [one for one in application.connections if isinstance(one, SlackConnection)]
    return found


async def its_workspace(application: Application) -> Workspace:
    [found] = await application.store.read(lambda tx: tx.workspaces.all())
    return found


async def coached(application: Application, slack: Emulated) -> tuple[Team, Conversation]:
    """A team in #front-desk, which Kindling has joined and everybody is in."""
    place = slack.channels()["front-desk"]
    slack.call("conversations.join", channel=place)
    await application.settle()
    workspace = await its_workspace(application)

    def add(tx: Transaction) -> tuple[Team, Conversation]:
        room = tx.conversations.find(workspace.id, place)
        assert room is not None
        plan = teams.TeamPlan("Front desk", Timetable(), ("look-up", "customer-for-life"))
        return teams.add_team(tx, application.library, room, plan, application.clock.now()), room

    added = await application.store.decide(add)
    await application.follow_channel(workspace.id, place)
    return added


def move(application: Application, **by: float) -> None:
    assert isinstance(application.clock, StandingClock)
    application.clock._at = TUESDAY + timedelta(**by)


async def test_a_workspace_installs_kindling_by_oauth(
    slack: Emulated, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = settings_for(
        slack,
        tmp_path,
        slack_oauth_client_id="111.222",
        slack_oauth_client_secret=SecretStr("shhh"),
        secret_key=SecretStr(KEY),
        public_url=f"http://127.0.0.1:{port}",
    )
    jar = aiohttp.CookieJar(unsafe=True)
    async with serving(settings, port) as running, aiohttp.ClientSession(cookie_jar=jar) as browser:
        page = await (await browser.get(f"http://127.0.0.1:{port}/slack/install")).text()
        leads_to = re.findall(r'href="([^"]+oauth/v2/authorize[^"]+)"', page)[0].replace("&amp;", "&")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(leads_to).query).items()}
        assert leads_to.startswith(slack.address)
        chosen = {**asked, "user_id": slack.people()["ana"]}
        callback = f"{slack.address}/oauth/v2/authorize/callback"
        async with browser.post(callback, data=chosen, allow_redirects=False) as sent_back:
            back = sent_back.headers["Location"]
        async with browser.get(URL(back, encoded=True)) as done:
            assert done.status == 200, await done.text()
        workspace = await its_workspace(running)
        installed = await running.store.read(lambda tx: tx.installations.get(workspace.id))
        assert isinstance(installed, Installation)
        assert installed.sealed_token is not None
        assert "xoxb" not in installed.sealed_token
        assert "chat:write" in installed.scopes
        await connection(running).inbound.later.finish(5.0)
        names = {one.name for one in await running.store.read(lambda tx: tx.members.all(workspace.id))}
        assert {"ana", "ben", "fay"} <= names
        async with browser.get(URL(back, encoded=True)) as again:
            assert again.status == 400


async def test_people_and_channels_are_known(application: Application, slack: Emulated) -> None:
    workspace = await its_workspace(application)
    assert workspace.platform is Platform.SLACK
    people = await application.store.read(lambda tx: tx.members.all(workspace.id))
    assert sum(not one.is_app for one in people) >= 6
    team, _ = await coached(application, slack)
    inside = await application.store.read(lambda tx: teams.people_in_channel(tx, team))
    assert "ana" in {one.name for one in inside}


async def test_a_tip_is_posted_found_by_its_mark_and_edited(
    application: Application, slack: Emulated
) -> None:
    _, room = await coached(application, slack)
    before = {one["ts"] for one in slack.history(room.platform_id)}
    move(application)
    assert await application.make_pass() == 1
    posted = [one for one in slack.history(room.platform_id, metadata=True) if one["ts"] not in before]
    assert len(posted) == 1
    assert "Look up" in str(posted[0]["blocks"])
    key = next(
        one.key
        for one in await application.store.read(lambda tx: tx.deliveries.find(state=DeliveryState.SENT))
    )
    messenger, since = connection(application).messenger, TUESDAY - timedelta(days=3650)
    assert await messenger.look_up(room, key, since, None) == posted[0]["ts"]
    assert await messenger.look_up(room, "tip/never", since, None) is None
    await messenger.edit(room, posted[0]["ts"], Card("Changed.", (Text(("It says something else.",)),)))
    [changed] = [one for one in slack.history(room.platform_id) if one["ts"] == posted[0]["ts"]]
    assert "something else" in str(changed["blocks"])
    await messenger.delete(room, posted[0]["ts"])
    assert posted[0]["ts"] not in {one["ts"] for one in slack.history(room.platform_id)}


async def test_somebody_is_written_to_directly(application: Application, slack: Emulated) -> None:
    workspace = await its_workspace(application)
    ben = slack.people()["ben"]

    def direct(tx: Transaction) -> Conversation:
        member = tx.members.find(workspace.id, ben)
        assert member is not None
        return teams.direct_conversation(tx, member)

    place = await application.store.decide(direct)
    messenger = connection(application).messenger
    sent = await messenger.send(place, Card("For you.", (Text(("Only you read this.",)),)), "one", None)
    opened = slack.call("conversations.open", users=ben)["channel"]["id"]
    assert sent in {one["ts"] for one in slack.history(opened)}


async def test_a_throttled_lane_waits_as_long_as_slack_asks(
    application: Application, slack: Emulated
) -> None:
    _, room = await coached(application, slack)
    before = len(slack.history(room.platform_id))
    fault = {"method": "chat.postMessage", "status": 429, "retry_after": 1, "times": 1}
    slack.control("fault", fault)
    move(application)
    began = time.monotonic()
    stop = asyncio.Event()
    application.wake_with(application.outbox.nudge)
    sending = asyncio.create_task(application.outbox.run(stop))
    await application.decide_due()
    application.outbox.nudge()
    await until(lambda: len(slack.history(room.platform_id)) > before)
    assert time.monotonic() - began >= 1
    stop.set()
    await sending
    assert len(slack.history(room.platform_id)) == before + 1


async def test_signed_events_are_taken(application: Application, slack: Emulated, port: int) -> None:
    await coached(application, slack)
    url = f"http://127.0.0.1:{port}/slack/events"
    slack.control("subscribe", {"url": url, "events": ["*"], "secret": SECRET})
    place = slack.channels()["front-desk"]
    await asyncio.to_thread(slack.call, "chat.postMessage", PERSON_TOKEN, channel=place, text="Good morning")
    await until(lambda: bool(slack.control("deliveries")))
    told = slack.control("deliveries")
    assert {one.get("status_code") or one.get("status") for one in told} <= {200}, told
