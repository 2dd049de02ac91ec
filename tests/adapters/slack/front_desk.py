"""The whole application over HTTP, beside a Slack that keeps what it is told: what a test does and sees."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr

from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.slack.connection import SlackConnection
from adapters.wiring import Application, StandingClock, build
from tests.adapters.slack.recorded import Json, recorded
from tests.databases import new_database
from tests.fake_slack import FakeSlack, channel, person

HOTEL, DESK, DIRECT = "T0HOTEL", "C0DESK", "D0MARTA"
MARTA, JONAS, LI, ANA, SAM, PRIYA = "U0MARTA", "U0JONAS", "U0LI", "U0ANA", "U0SAM", "U0PRIYA"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
STAFF = {
    MARTA: "Marta",
    JONAS: "Jonas",
    LI: "Li",
    ANA: "Ana",
    "U0TUNDE": "Tunde",
    "U0INES": "Ines",
    "U0OMAR": "Omar",
    PRIYA: "Priya",
}


def open_hotel(slack: FakeSlack) -> None:
    """A channel with everybody, one that Kindling is not in, a private one that it can't see; an admin."""
    people = [person(one, name) for one, name in STAFF.items()]
    people += [person(SAM, "Sam", is_admin=True), person("U0BOT", "Robot", is_bot=True)]
    channels = [
        channel(DESK, "front-desk", [*STAFF, SAM]),
        channel("C0PHONES", "phones", [SAM, LI], bot=False),
        channel("C0SECRET", "secret", [SAM], bot=False, is_private=True),
        channel("C0BACK", "back-room", [SAM, MARTA], is_private=True),
    ]
    slack.open_workspace(
        HOTEL, name="Hotel", people=people, channels=channels, groups={"S0DESK": [JONAS, LI]}
    )


def settings_for(slack: FakeSlack, folder: Path, **changed: object) -> Settings:
    given: dict[str, Any] = {
        "database_url": SecretStr(str(new_database(folder))),
        "slack_api_url": slack.api,
        "slack_bot_token": SecretStr(f"xoxb-{HOTEL}"),
        "slack_signing_secret": SecretStr(SECRET),
        "request_timeout": 2.0,
    }
    return Settings.model_construct(**{**Settings().model_dump(), **given, **changed})


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    mark = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mark}"}


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


def written(payload: Json) -> tuple[bytes, dict[str, str]]:
    """The body as Slack writes it for a payload of that kind."""
    if payload.get("type") in {"event_callback", "url_verification"}:
        return json.dumps(payload).encode(), JSON
    fields = payload if "command" in payload else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


@dataclass
class FrontDesk:
    application: Application
    client: TestClient[web.Request, web.Application]
    slack: FakeSlack
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    @property
    def connection(self) -> SlackConnection:
        [found] = [one for one in self.application.connections if isinstance(one, SlackConnection)]
        return found

    async def send(self, payload: Json, **headers: str) -> ClientResponse:
        body, kind = written(payload)
        return await self.client.post("/slack/events", data=body, headers={**kind, **signed(body), **headers})

    async def hear(self, payload: Json, **headers: str) -> Any:
        """What Slack is answered, once all that follows is done."""
        response = await self.send(payload, **headers)
        assert response.status == 200, await response.text()
        text = await response.text()
        await self.settle()
        return json.loads(text) if text else None

    async def settle(self) -> None:
        await self.connection.inbound.later.finish(5.0)

    async def say(self, text: str, who: str = MARTA, command: str = "/kindling", **changed: object) -> Any:
        """A slash command."""
        about = self.slack.press(HOTEL, who, changed.get("channel_id") or DESK)  # type: ignore[arg-type]
        form = recorded("command", **{"user_id": who, "command": command, "text": text, **about, **changed})
        return await self.hear(form)

    async def write(self, text: str, who: str = MARTA, **changed: object) -> Any:
        """Words in the conversation with Kindling."""
        event = {"event.user": who, "event.channel": f"D{who}", "event.text": text}
        number = f"Ev{next(self.numbers):08}"
        return await self.hear(recorded("event_message", **{"event_id": number, **event, **changed}))

    async def tell(self, name: str, **changed: object) -> Any:
        number = f"Ev{next(self.numbers):08}"
        return await self.hear(recorded(name, **{"event_id": number, **changed}))

    async def press(self, button: Json, who: str = MARTA, **changed: object) -> Any:
        """A button in a message in a channel, or elsewhere with what is changed."""
        name = str(changed.pop("name", "press"))
        place = str(changed.get("container.channel_id", DESK))
        lasts = float(changed.pop("lasts", 3.0))  # type: ignore[arg-type]
        about = self.slack.press(HOTEL, who, place, changed.pop("ts", None), lasts)  # type: ignore[arg-type]
        if "view" in recorded(name):
            about.pop("response_url")
        payload = recorded(name, **{"user.id": who, **about, **changed})
        at = f"{1764255000 + next(self.numbers)}.000100"
        payload["actions"] = [{**payload["actions"][0], **button, "action_ts": at}]
        return await self.hear(payload)

    async def submit(self, view: Json, values: Json, who: str = MARTA) -> Any:
        about = self.slack.press(HOTEL, who)
        about.pop("response_url")
        state = {"state": {"values": {name: {name: value} for name, value in values.items()}}}
        return await self.hear(recorded("form", view={**view, **state}, **{"user.id": who, **about}))

    def seen(self, who: str = MARTA) -> Json:
        return self.slack.seen_by(HOTEL, who)

    def modal(self, who: str = MARTA) -> Json:
        found: Json = self.seen(who)["modals"][-1]
        return found

    def said(self, place: str, who: str = MARTA) -> list[Json]:
        """What stands in a conversation that the person is in."""
        found: list[Json] = self.seen(who)["rooms"].get(place, [])
        return found

    def move(self, at: datetime) -> None:
        assert isinstance(self.application.clock, StandingClock)
        self.application.clock._at = at


def text_of(shown: Json) -> str:
    """All words of a message or a view, one block a line."""
    return "\n".join(_words(block) for block in shown["blocks"])


def _words(part: Any) -> str:
    if isinstance(part, dict):
        own = part["text"] if isinstance(part.get("text"), str) else str(part.get("channel_id", ""))
        return own + "".join(_words(value) for value in part.values())
    return "".join(map(_words, part)) if isinstance(part, list) else ""


def buttons(shown: Json) -> dict[str, Json]:
    """Buttons by their label."""
    found = [one for block in shown["blocks"] if block["type"] == "actions" for one in block["elements"]]
    return {one["text"]["text"]: {"action_id": one["action_id"], "value": one["value"]} for one in found}


@asynccontextmanager
async def front_desk(
    slack: FakeSlack, folder: Path, at: datetime = TUESDAY, **changed: object
) -> AsyncIterator[FrontDesk]:
    """Kindling with the hotel's people and channels known."""
    async with build(settings_for(slack, folder, **changed), local=False, at=at) as application:
        await application.settle()
        site = web_application(application, InHand())
        async with TestClient(TestServer(site, host="127.0.0.1")) as client:
            yield FrontDesk(application, client, slack)
