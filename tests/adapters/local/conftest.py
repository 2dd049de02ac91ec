"""The local chat over a scripted core, served on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.listeners import add_routes
from adapters.local.looks import NO_LOOKS, Look, Looks
from adapters.local.messenger import LocalMessenger
from bot.models import Conversation, ConversationKind
from tests.adapters.local.scripted import ScriptedCore

LOOKS = {"shout": Look("Shouted", lambda card: {"said": card.push.upper()})}
THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
FRONT_DESK = Conversation(1, "local", "front-desk", ConversationKind.CHANNEL, "front-desk")


@dataclass
class LocalChat:
    """The chat, and what a test asks it by HTTP."""

    chat: Chat
    clock: DemoClock
    core: ScriptedCore
    client: TestClient[web.Request, web.Application]
    looks: Looks = field(default_factory=dict)

    @property
    def messenger(self) -> LocalMessenger:
        return LocalMessenger(self.chat, self.clock, self.looks)

    @property
    def url(self) -> str:
        return str(self.client.make_url("/"))

    async def get(self, path: str, **query: str) -> Any:
        return await answer(await self.client.get(f"/api/local/{path}", params=query))

    async def post(self, path: str, **body: object) -> Any:
        return await answer(await self.client.post(f"/api/local/{path}", json=body))

    async def press(self, person: str, action: str, **body: object) -> Any:
        return await self.post("actions", **{"as": person, "message": None, "action": action, **body})

    async def say(self, person: str, conversation: str, text: str, **body: object) -> Any:
        return await self.post(
            "messages", **{"as": person, "conversation": conversation, "text": text, **body}
        )

    async def texts(self, person: str, conversation: str) -> list[str]:
        found = await self.get("messages", **{"as": person, "conversation": conversation})
        return [message["push"] for message in found["messages"]]


async def answer(response: ClientResponse) -> Any:
    assert response.status == 200, await response.text()
    return await response.json()


@asynccontextmanager
async def serving(looks: Looks = NO_LOOKS) -> AsyncIterator[LocalChat]:
    """A new chat on a port of its own."""
    chat = Chat()
    clock = DemoClock(chat)
    clock.start_at(THURSDAY)
    core = ScriptedCore(clock)
    app = web.Application()
    add_routes(app, chat, core, clock, looks)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        yield LocalChat(chat, clock, core, client, looks)
    chat.close()


@pytest.fixture
async def local() -> AsyncIterator[LocalChat]:
    async with serving(LOOKS) as local:
        yield local
