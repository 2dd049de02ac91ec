"""The stories' driver for the local chat: the whole application, asked over its HTTP as its page asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from adapters.local.messenger import LocalMessenger
from adapters.local.people import APP_ID, WORKSPACE_ID, LocalPerson
from adapters.local.platform import LocalPlatform
from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.wiring import Application, build
from bot import teams
from bot.errors import Unavailable
from bot.models import DeliveryWay, ThanksWay, Timetable
from bot.ports import Transaction
from tests.databases import new_database
from tests.scenarios.driver import Change, Coaching, Event, Field, FieldKind, Values, View
from tests.scenarios.local_views import Handle, Json, local_view

ZONE = "Europe/Lisbon"
PROGRAMME = "first-look"


@dataclass(frozen=True, slots=True)
class Standing:
    """A message as it was seen last."""

    event: Event
    said: tuple[str | None, str]


class LocalDriver:
    """Kindling with the local chat, in a folder of its own."""

    has_threads = False

    def __init__(self) -> None:
        self._folder = Path()
        self._client: TestClient[web.Request, web.Application] | None = None
        self._application: Application | None = None
        self._seen: dict[str, Standing] = {}
        self._answers: set[str] = set()
        self._broken: Any = None

    async def open(self, folder: Path, at: datetime) -> None:
        self._folder = folder
        await self.start()
        self._local.clock.start_at(at)

    async def close(self) -> None:
        await self.mend()
        await self.stop()

    async def start(self) -> None:
        settings = Settings(database_url=SecretStr(str(new_database(self._folder))))
        self._application = build(settings, local=True)
        await self._application.settle()
        site = web_application(self._application, InHand())
        self._client = TestClient(TestServer(site, host="127.0.0.1"))
        await self._client.start_server()
        await self._application.make_pass()

    async def stop(self) -> None:
        if self._client is not None and self._application is not None:
            await self._client.close()
            await self._application.__aexit__(None, None, None)
        self._client = self._application = None

    @property
    def _running(self) -> Application:
        assert self._application is not None
        return self._application

    @property
    def _local(self) -> LocalPlatform:
        assert self._running.local is not None
        return self._running.local

    async def now(self) -> datetime:
        if self._application is None:
            platform = LocalPlatform(self._folder / "kindling-chat.db")
            now = platform.clock.now()
            platform.chat.close()
            return now
        return self._local.clock.now()

    async def wait_until(self, at: datetime) -> None:
        if self._application is None:
            platform = LocalPlatform(self._folder / "kindling-chat.db")
            platform.clock.move_to(at)
            platform.chat.close()
            return
        await self._post("clock", {"to": at.isoformat()})

    async def make_channel(self, channel: str, people: Sequence[str]) -> None:
        chat, name = self._local.chat, channel.removeprefix("#")
        for person in people:
            if chat.person(_id(person)) is None:
                chat.add_person(LocalPerson(_id(person), person, "", ZONE))
        if chat.place(name) is None:
            chat.make_channel(name, [])
        chat._db.execute("DELETE FROM members WHERE conversation = ?", [name])
        rows = [{"conversation": name, "person": _id(person)} for person in people]
        chat._db.table("members").insert_all(rows)
        await self._running.settle()

    async def join(self, person: str, channel: str) -> None:
        here = self._local.chat.people_in(channel.removeprefix("#"))
        await self.make_channel(channel, [*(self._name(one) for one in here), person])

    async def leave(self, person: str, channel: str) -> None:
        here = self._local.chat.people_in(channel.removeprefix("#"))
        await self.make_channel(channel, [self._name(one) for one in here if one != _id(person)])

    async def coach(self, coaching: Coaching) -> None:
        application, now = self._running, await self.now()

        def add(tx: Transaction) -> None:
            room = tx.conversations.find(WORKSPACE_ID, coaching.channel.removeprefix("#"))
            assert room is not None
            plan = teams.TeamPlan(
                coaching.name,
                Timetable(zone=ZONE),
                application.library.programme(PROGRAMME).series,
                DeliveryWay.DIRECT if coaching.direct else DeliveryWay.CHANNEL,
                ThanksWay.WEEKLY if coaching.thanks_weekly else ThanksWay.AT_ONCE,
            )
            team = teams.add_team(tx, application.library, room, plan, now)
            for leader in coaching.leaders:
                member = tx.members.find(WORKSPACE_ID, _id(leader))
                assert member is not None
                teams.set_manager(tx, team, member, now, manages=True)

        await application.store.decide(add)
        await application.settle()

    async def say(self, person: str, words: str, channel: str | None) -> View:
        text = words if channel is None else _command(words)
        place = channel.removeprefix("#") if channel else f"@{_id(person)}"
        answered = await self._post("messages", {"as": _id(person), "conversation": place, "text": text})
        return await self._answered(answered, place)

    async def write(self, person: str, text: str, channel: str) -> View:
        body = {"as": _id(person), "conversation": channel.removeprefix("#"), "text": text}
        answered = await self._post("messages", body)
        assert answered["reply"] is None
        return local_view(answered["message"]["parts"], answered["message"]["id"], None)

    async def thank_from(self, person: str, message: View, author: str) -> View:
        """The local chat's messages have no menu: the author is named instead."""
        return await self.say(person, f"kudos @{author}", "#" + self._local.chat.places(_id(person))[0].id)

    async def press(self, person: str, view: View, label: str) -> View:
        handle = view.handle
        assert isinstance(handle, Handle)
        return await self._press(person, handle, handle.actions[label], {})

    async def send(self, person: str, form: View, values: Values) -> View:
        handle = form.handle
        assert isinstance(handle, Handle)
        filled = {one.label: values.get(one.label, one.value) for one in form.fields}
        packed: dict[str, object] = {}
        for one in form.fields:
            worded = [self._worded(one, handle, value) for value in filled[one.label]]
            several = one.kind is FieldKind.PEOPLE or len(worded) > 1
            packed[handle.names[one.label]] = worded if several else (worded[0] if worded else None)
        return await self._press(person, handle, handle.actions[""], packed)

    def _worded(self, one: Field, handle: Handle, value: str) -> str:
        if one.kind is FieldKind.PEOPLE:
            return _id(value)
        return handle.options[one.label][value] if one.kind is FieldKind.CHOICE else value

    async def _press(self, person: str, handle: Handle, action: str, values: Json) -> View:
        body = {"as": _id(person), "message": handle.message, "action": action, "values": values}
        if handle.message is None:
            body["conversation"] = handle.place
        return await self._answered(await self._post("actions", body), handle.place)

    async def _answered(self, answered: Json, place: str | None) -> View:
        """The reply; where it stands in a message, that message is no news."""
        message = answered["answer"]["id"] if answered["answer"] else None
        if message is not None:
            self._answers.add(message)
        await self._running.make_pass()
        reply = answered["reply"]
        parts = reply["parts"] if reply["kind"] == "card" else [reply]
        return local_view(parts, message, place)

    async def news(self) -> list[Event]:
        if self._client is None:
            return []
        found: dict[str, Standing] = {}
        for place in await self._places():
            for message in await self._messages(*place):
                if message["from"]["id"] == APP_ID and message["id"] not in self._answers:
                    found[message["id"]] = self._standing(place[1], message)
        gone = [
            Event(one.event.place, Change.DELETED, one.event.view)
            for key, one in self._seen.items()
            if key not in found
        ]
        new = [one.event for key, one in found.items() if self._is_news(key, one)]
        self._seen = found
        return [*sorted(new, key=lambda event: event.change is Change.POSTED), *gone]

    def _is_news(self, key: str, one: Standing) -> bool:
        return key not in self._seen or self._seen[key].said != one.said

    def _standing(self, place: str, message: Json) -> Standing:
        view = local_view(message["parts"], message["id"], message["conversation"])
        change = Change.EDITED if message["id"] in self._seen else Change.POSTED
        name = f"#{place}" if not place.startswith("@") else self._name(place[1:])
        return Standing(
            Event(name, change, view, message["thread"]), (message["edited"], str(message["parts"]))
        )

    async def _places(self) -> dict[tuple[str, str], None]:
        """A person who can read it, and the conversation: each conversation once."""
        found: dict[str, str] = {}
        for person in (await self._get("people"))["people"]:
            places = await self._get("conversations", **{"as": person["id"]})
            for place in places["conversations"]:
                found.setdefault(place["id"], person["id"])
        return {(person, place): None for place, person in found.items()}

    async def _messages(self, person: str, place: str) -> list[Json]:
        answer = await self._get("messages", **{"as": person, "conversation": place})
        messages: list[Json] = answer["messages"]
        assert len(messages) < 200, "a story is short enough for one page of messages"
        return messages

    async def break_down(self) -> None:
        if self._broken is None:
            self._broken = patch.object(LocalMessenger, "send", _refuse)
            self._broken.start()

    async def mend(self) -> None:
        """The machine's time does not pass in a story, so what waits for it is begun anew."""
        if self._broken is not None:
            self._broken.stop()
            self._broken = None
            if self._application is not None:
                await self.stop()
                await self.start()

    def _name(self, person_id: str) -> str:
        person = self._local.chat.person(person_id)
        assert person is not None
        return person.name

    async def _get(self, path: str, **query: str) -> Any:
        assert self._client is not None
        async with self._client.get(f"/api/local/{path}", params=query) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def _post(self, path: str, body: Json) -> Any:
        assert self._client is not None
        async with self._client.post(f"/api/local/{path}", json=body) as response:
            assert response.status == 200, await response.text()
            return await response.json()


async def _refuse(*_arguments: object) -> str:
    raise Unavailable


def _id(person: str) -> str:
    return person.lower()


def _command(words: str) -> str:
    return f"/{words}" if words.startswith("kudos") else f"/kindling {words}"
