"""Kindling connected to Teams, as Teams meets it: activities come in at its door over HTTP, and what it posts
lands in the fake. `payloads/` has one activity of each kind, in the shapes of Microsoft's documentation.

talk = await open_talk(fake, tmp_path)
answer = await talk.tell(payload("message_personal", text="help"))
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from adapters.later import Later
from adapters.settings import Settings
from adapters.teams.connection import TeamsConnection
from adapters.wiring import Application, build
from bot import teams
from bot.actions import Action
from bot.codec import pack
from bot.models import Timetable
from bot.ports import Transaction
from tests.adapters.teams.issuer import Issuer
from tests.databases import new_database
from tests.fake_teams.process import FakeTeams, person

T = TypeVar("T")
Json = dict[str, Any]
PAYLOADS = Path(__file__).parent / "payloads"
AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
"""A Thursday, and everybody at work."""

TENANT = "11111111-1111-1111-1111-111111111111"
APP = "22222222-2222-2222-2222-222222222222"
MARTA, LI, SAM, GUEST = (f"aaaaaaaa-0000-0000-0000-00000000000{n}" for n in (1, 2, 3, 4))
NAMES = {MARTA: "Marta Reis", LI: "Li Wei", SAM: "Sam Costa"}
TEAM, CHANNEL = "19:team@thread.tacv2", "19:desk@thread.tacv2"
PERSONAL = f"a:29:{MARTA}"


@cache
def _read(name: str) -> Json:
    found: Json = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def payload(name: str, /, **changes: Any) -> Json:
    """An activity of that kind; `changes` by its keys, `value__data` reaching into objects."""
    activity = copy.deepcopy(_read(name))
    for path, value in changes.items():
        *above, last = path.replace("sender", "from").split("__")
        place = activity
        for key in above:
            place = place[key]
        place[last] = value
    return activity


def sender(entra_id: str) -> Json:
    return {"id": f"29:{entra_id}", "aadObjectId": entra_id, "name": NAMES[entra_id]}


def pressed(action: Action, **entered: str) -> Json:
    """A button's data, with what was entered."""
    return {"k": pack(action), **entered}


def _seen(found: object) -> str:
    """Without what nobody sees: isolation, and characters of no width."""
    return re.sub("[\u2066-\u2069\u200b]", "", json.dumps(found, ensure_ascii=False))


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any

    @property
    def card_text(self) -> str:
        """Everything that can be read in the card of an invoke's answer."""
        assert self.body["type"] == "application/vnd.microsoft.card.adaptive", self.body
        return _seen(self.body["value"])

    @property
    def told(self) -> str:
        assert self.body["type"] == "application/vnd.microsoft.activity.message", self.body
        return str(self.body["value"])


@dataclass
class Talk:
    fake: FakeTeams
    application: Application
    issuer: Issuer
    server: TestServer
    session: ClientSession

    @property
    def service_url(self) -> str:
        return self.fake.service_url(TENANT)

    async def tell(self, activity: Json, **headers: str) -> Answer:
        """As Teams sends it, signed; the service URL is the fake's."""
        given = {"Authorization": self.issuer.header(service_url=self.service_url), **headers}
        return await self.send(json.dumps({**activity, "serviceUrl": self.service_url}), given)

    async def send(self, body: str | bytes, headers: Mapping[str, str]) -> Answer:
        async with self.session.post(
            self.server.make_url("/api/messages"),
            data=body,
            headers={"Content-Type": "application/json", **headers},
        ) as answer:
            text = await answer.text()
            return Answer(answer.status, json.loads(text) if text else None)

    async def settled(self) -> None:
        """What follows behind answers is done, and what is owed is sent."""
        [connection] = self.application.connections
        assert isinstance(connection, TeamsConnection)
        later: Later = connection._later
        await later.finish(10)
        await self.application.make_pass()

    async def read(self, look: Callable[[Transaction], T]) -> T:
        return await self.application.store.read(look)

    def posts(self, place: str | None = None) -> list[Json]:
        """What stands in the fake, where, oldest first."""
        posts = (post for post in self.fake.record().posts if not post["deleted"])
        return [post for post in posts if place in {None, post["channel"]}]

    def texts(self, place: str | None = None) -> list[str]:
        """Each message's whole card as text."""
        return [_seen(post["activity"]) for post in self.posts(place)]

    async def close(self) -> None:
        await self.session.close()
        await self.server.close()
        await self.application.__aexit__(None, None, None)


def settings_for(fake: FakeTeams, folder: Path, **more: Any) -> Settings:
    settings = Settings(
        teams_app_id=APP,
        teams_app_password=SecretStr("secret"),
        teams_tenant_id=TENANT,
        teams_api_url=fake.address,
        database_url=SecretStr(f"sqlite:///{new_database(folder)}"),
    )
    return settings.model_copy(update=more)


async def open_talk(fake: FakeTeams, folder: Path, **more: Any) -> Talk:
    issuer = Issuer(fake.address)
    fake.forget()
    fake.tokens()
    fake.tell("keys", {"keys": [issuer.public_key]})
    roster = [person(one, name, TENANT) for one, name in NAMES.items()]
    roster.append(person(GUEST, "Gus Guest", TENANT, userRole="guest"))
    rooms = [{"id": TEAM, "type": "standard"}, {"id": CHANNEL, "name": "Desk", "type": "standard"}]
    fake.open_tenant(TENANT, members={TEAM: roster}, channels={TEAM: rooms}, blocked=())
    application = build(settings_for(fake, folder, **more), at=AT)
    await application.settle()
    await application.open()
    site = web.Application(client_max_size=1024 * 1024)
    application.add_routes(site)
    server = TestServer(site)
    await server.start_server()
    return Talk(fake, application, issuer, server, ClientSession())


async def install(talk: Talk) -> None:
    """Kindling is in the team, and knows who and what is there."""
    assert (await talk.tell(payload("installed_team"))).status == 200
    await talk.settled()


async def coach(talk: Talk) -> None:
    """Kindling is in the team, with a coached group in the channel Desk, and nothing said so far."""
    await install(talk)
    await talk.application.store.decide(lambda tx: _add_team(talk, tx))
    await talk.application.follow_channel(TENANT, CHANNEL)
    await talk.settled()
    talk.fake.forget()


def _add_team(talk: Talk, tx: Transaction) -> None:
    room = tx.conversations.find(TENANT, CHANNEL)
    assert room is not None
    plan = teams.TeamPlan("Desk", Timetable(zone="Europe/Lisbon"), ("look-up",))
    teams.add_team(tx, talk.application.library, room, plan, talk.application.clock.now())


def gifts_of(tx: Transaction, platform_id: str) -> list[list[str]]:
    """Whom that person thanked, gift by gift."""
    giver = tx.members.find(TENANT, platform_id)
    assert giver is not None
    given = tx.gifts.given(giver.id, 10)
    receivers = [[tx.members.get(one.member_id) for one in gift.receipts] for gift in given]
    return [[one.platform_id for one in those if one is not None] for those in receivers]
