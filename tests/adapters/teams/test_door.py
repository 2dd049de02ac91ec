"""What the door takes and what it turns away, over HTTP and with every token that Teams would not send."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.teams.connection import NotRegistered, TeamsConnection
from adapters.wiring import build
from bot.actions import ShowHelp
from tests.adapters.teams.talk import TENANT, Answer, Talk, install, open_talk, payload, pressed, settings_for
from tests.fake_teams.process import FakeTeams

ANOTHER = "99999999-9999-9999-9999-999999999999"


async def tell_signed(talk: Talk, activity: Any, header: str) -> Answer:
    body = json.dumps({**activity, "serviceUrl": talk.service_url})
    return await talk.send(body, {"Authorization": header})


async def heard_anything(talk: Talk) -> bool:
    return bool(await talk.read(lambda tx: tx.members.all(TENANT)))


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"text"', b"5", b"null", b"{}", b'{"type": 5}', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_activity_is_400(talk: Talk, body: bytes) -> None:
    answer = await talk.send(body, {"Authorization": talk.issuer.header(service_url=talk.service_url)})
    assert answer.status == 400
    assert "no activity" in answer.body["error"]


async def test_what_is_too_large_is_413(talk: Talk) -> None:
    for size in (300_000, 900_000):
        activity = payload("message_personal", text="x" * size)
        assert (await talk.tell(activity)).status == 413
    assert not await heard_anything(talk)


async def test_without_teams_own_token_it_is_401_and_nothing_happens(talk: Talk) -> None:
    url, issuer = talk.service_url, talk.issuer
    wrong = {
        "none": "",
        "malformed": "Bearer nonsense",
        "expired": issuer.header({"exp": int(time.time()) - 400}, service_url=url),
        "foreign issuer": issuer.header({"iss": "https://api.botframework.us"}, service_url=url),
        "another bot's": issuer.header({"aud": ANOTHER}, service_url=url),
        "unknown key": issuer.header(headers={"kid": "made-up"}, service_url=url),
        "signed by another": issuer.header(number=99, service_url=url),
        "for another address": issuer.header(service_url="https://smba.trafficmanager.net/emea/"),
    }
    activity = payload("message_personal")
    found = {why: (await tell_signed(talk, activity, header)).status for why, header in wrong.items()}
    assert found == dict.fromkeys(wrong, 401)
    assert not await heard_anything(talk)


@pytest.mark.parametrize(
    "changes",
    [
        {"conversation__tenantId": ANOTHER},
        {"channelData__tenant__id": ANOTHER},
        {"conversation": {"id": "a:1"}, "channelData": {}},
        {"channelId": "webchat"},
        {"channelId": "emulator"},
        {"channelId": None},
    ],
)
async def test_another_tenant_or_channel_is_403(talk: Talk, changes: Any) -> None:
    assert (await talk.tell(payload("message_personal", **changes))).status == 403
    assert not await heard_anything(talk)


FOREIGN = ("https://example.com/", "https://smba.trafficmanager.net/emea/", "", None, 5)


@pytest.mark.parametrize("url", FOREIGN)
async def test_a_service_url_that_is_not_the_clouds_gets_no_token(talk: Talk, url: Any) -> None:
    """Even signed for that very address."""
    await install(talk)
    claims = {"serviceurl": url}
    body = json.dumps({**payload("message_personal"), "serviceUrl": url})
    answer = await talk.send(body, {"Authorization": talk.issuer.header(claims)})
    assert answer.status == (403 if isinstance(url, str) else 401)
    references = await talk.read(lambda tx: tx.references.service_url(TENANT))
    assert references == talk.service_url


async def test_the_id_of_the_tenant_may_be_written_in_capitals(talk: Talk) -> None:
    assert (await talk.tell(payload("message_personal", conversation__tenantId=TENANT.upper()))).status == 200


@pytest.mark.parametrize("name", ["signin/verifyState", "task/fetch", "composeExtension/query", "", None, 7])
async def test_an_invoke_that_is_none_of_ours_is_400(talk: Talk, name: Any) -> None:
    answer = await talk.tell(payload("execute_personal", name=name))
    assert (answer.status, "error" in answer.body) == (400, True)


@pytest.mark.parametrize("kind", ["typing", "event", "endOfConversation", "somethingNew", "trace", "handoff"])
async def test_kinds_that_mean_nothing_are_taken_and_passed_over(talk: Talk, kind: str) -> None:
    assert (await talk.tell(payload("message_personal", type=kind))).status == 200


async def test_other_methods_have_no_route(talk: Talk) -> None:
    async with talk.session.get(talk.server.make_url("/api/messages")) as answer:
        assert answer.status == 405


async def test_keys_are_there_before_the_first_request(talk: Talk) -> None:
    """Opened with the process, not by whoever comes first."""
    talk.fake.tell("keys", {"keys": []})
    assert (await talk.tell(payload("message_personal"))).status == 200


async def test_rotated_keys_refuse_nobody_while_running(talk: Talk) -> None:
    await talk.tell(payload("message_personal"))
    talk.issuer.rotate()
    talk.fake.tell("keys", {"keys": [talk.issuer.public_key]})
    [connection] = talk.application.connections
    assert isinstance(connection, TeamsConnection)
    keys = connection._keys
    assert keys is not None
    keys._asked_at = None
    answers = await asyncio.gather(*(talk.tell(payload("message_personal", id=str(n))) for n in range(20)))
    assert {answer.status for answer in answers} == {200}


async def test_nothing_is_mounted_without_a_registration(tmp_path: Path, fake_teams: FakeTeams) -> None:
    """botbuilder lets everybody in where its app id is empty."""
    settings = settings_for(fake_teams, tmp_path, teams_app_id=None)
    async with build(settings) as application:
        assert not settings.has_teams
        assert application.connections == []
        connection = TeamsConnection(settings, application)
        with pytest.raises(NotRegistered, match="TEAMS_APP_ID"):
            connection.add_routes(web.Application())
        await connection.close()


@pytest.fixture
async def played(fake_teams: FakeTeams, tmp_path: Path) -> AsyncIterator[Talk]:
    """By the Agents Playground, say: no registration and no token."""
    opened = await open_talk(
        fake_teams,
        tmp_path,
        teams_emulator=True,
        teams_app_id=None,
        teams_app_password=None,
        teams_api_url=None,
    )
    yield opened
    await opened.close()


async def tell_played(talk: Talk, activity: Any, **headers: str) -> Answer:
    return await talk.send(json.dumps({**activity, "serviceUrl": talk.service_url}), headers)


async def test_the_emulator_believes_who_is_on_this_machine(played: Talk) -> None:
    answer = await tell_played(played, payload("installed_personal"))
    assert answer.status == 200
    pressing = payload("execute_personal", value__action__data=pressed(ShowHelp()))
    assert (await tell_played(played, pressing)).body["statusCode"] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.1"},
        {"X-Forwarded-Host": "kindling.example.com"},
        {"X-Forwarded-Proto": "https"},
        {"Forwarded": "for=192.0.2.1"},
        {"X-Real-IP": "192.0.2.1"},
        {"Via": "1.1 tunnel"},
        {"Origin": "https://example.com"},
        {"Host": "kindling.example.com"},
        {"Content-Type": "text/plain"},
    ],
)
async def test_the_emulator_believes_nobody_who_comes_through_something(
    played: Talk, headers: dict[str, str]
) -> None:
    answer = await tell_played(played, payload("installed_personal"), **headers)
    assert answer.status == 403
    assert not await heard_anything(played)


async def test_the_emulator_writes_to_this_machine_alone_and_without_a_token(played: Talk) -> None:
    body = json.dumps(payload("installed_personal"))
    assert (await played.send(body, {})).status == 403
    await tell_played(played, payload("message_personal"))
    await played.settled()
    record = played.fake.ask("record")
    assert record["tokens"] == 0
