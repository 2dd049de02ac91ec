"""Slack is answered in time while everything of Microsoft's stalls: keys, token and connector."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.teams.connection import TeamsConnection
from bot import teams, workspaces
from bot.models import Conversation, ConversationKind, Platform, Reference, Workspace
from bot.ports import Person, Transaction
from tests.adapters.slack.front_desk import TUESDAY, FrontDesk, front_desk, open_hotel
from tests.adapters.slack.recorded import recorded
from tests.adapters.teams.issuer import Issuer
from tests.adapters.teams.talk import APP, CHANNEL, MARTA, TENANT, payload
from tests.fake_slack import FakeSlack

ANSWERED_WITHIN = 1.0
"""Seconds, of the three that Slack gives; this machine may be busy."""

ASKED = 40


@dataclass
class Silence:
    """Takes every request of Microsoft's services and answers none, until the test is over."""

    asked: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    server: TestServer = field(init=False)

    async def start(self) -> None:
        site = web.Application()
        site.router.add_route("*", "/{path:.*}", self._take)
        self.server = TestServer(site)
        await self.server.start_server()

    async def _take(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        await self.over.wait()
        return web.Response(status=503)

    @property
    def address(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        self.over.set()
        await self.server.close()


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    started = FakeSlack.start()
    open_hotel(started)
    yield started
    started.stop()


@pytest.fixture
async def silence() -> AsyncIterator[Silence]:
    silent = Silence()
    await silent.start()
    yield silent
    await silent.stop()


async def test_slack_is_answered_while_teams_stalls(
    slack: FakeSlack, silence: Silence, tmp_path: Path
) -> None:
    registration = {
        "teams_app_id": APP,
        "teams_app_password": SecretStr("secret"),
        "teams_tenant_id": TENANT,
        "teams_api_url": silence.address,
    }
    async with front_desk(slack, tmp_path, TUESDAY, request_timeout=30.0, **registration) as desk:
        stalled = [asyncio.create_task(one) for one in await _everything_of_teams(desk, silence)]
        took = [await _seconds_to_answer(desk, number) for number in range(ASKED)]
        assert silence.asked, "nothing was asked of Microsoft"
        assert {path.split("/")[1] for path in silence.asked} >= {"v1", TENANT}
        assert not any(one.done() for one in stalled)
        for one in stalled:
            one.cancel()
        await asyncio.gather(*stalled, return_exceptions=True)
    assert max(took) < ANSWERED_WITHIN


async def _everything_of_teams(desk: FrontDesk, silence: Silence) -> list[Any]:
    """Its keys and token are fetched, requests wait for them at the door, and messages want to go out."""
    [connection] = [one for one in desk.application.connections if isinstance(one, TeamsConnection)]
    rooms = await desk.application.store.decide(lambda tx: _places(tx, f"{silence.address}/emea/"))
    header = Issuer(silence.address).header()
    activity = payload("message_personal", serviceUrl=f"{silence.address}/emea/")
    return [
        desk.application.open(),
        *(_tell(desk, activity, header) for _ in range(20)),
        *(connection.messenger.write(room, {"type": "message"}) for room in rooms for _ in range(10)),
    ]


async def _tell(desk: FrontDesk, activity: Any, header: str) -> None:
    headers = {"Authorization": header, "Content-Type": "application/json"}
    await desk.client.post("/api/messages", data=json.dumps(activity), headers=headers)


def _places(tx: Transaction, url: str) -> list[Conversation]:
    workspaces.open_workspace(tx, Workspace(TENANT, Platform.TEAMS, "Hotel", TUESDAY), TUESDAY)
    room = tx.conversations.put(Conversation(0, TENANT, CHANNEL, ConversationKind.CHANNEL, "Desk"))
    tx.references.put(Reference(room.id, CHANNEL, url, group_id=CHANNEL, added_by=MARTA))
    marta = teams.direct_conversation(tx, teams.know_person(tx, TENANT, Person(MARTA, "Marta"), TUESDAY))
    tx.references.put(Reference(marta.id, None, url, f"29:{MARTA}"))
    return [room, marta]


async def _seconds_to_answer(desk: FrontDesk, number: int) -> float:
    began = time.perf_counter()
    answer = await desk.send(recorded("command", text="home", trigger_id=f"{number}.1"))
    assert answer.status == 200
    return time.perf_counter() - began
