"""What changes is told live."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.local import stream
from adapters.local.chat import Chat
from adapters.local.clock import DemoClock
from adapters.local.listeners import add_routes
from tests.adapters.local.conftest import FRONT_DESK, THURSDAY, LocalChat
from tests.adapters.local.scripted import QUESTION, TIP, ScriptedCore


@asynccontextmanager
async def listening(local: LocalChat, person: str) -> AsyncIterator[ClientResponse]:
    async with local.client.get("/api/local/stream", params={"as": person}) as response:
        assert response.content_type == "text/event-stream"
        assert await response.content.readuntil(b"\n\n") == b"retry: 1000\n\n"
        yield response


async def event(response: ClientResponse) -> tuple[str, Any]:
    async with asyncio.timeout(10):
        while (block := (await response.content.readuntil(b"\n\n")).decode()).startswith(":"):
            pass
    name, data = block.strip().split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def test_posts_edits_and_deletions_arrive(local: LocalChat) -> None:
    async with listening(local, "jonas") as response:
        posted = await local.messenger.send(FRONT_DESK, TIP, "tip/1", None)
        await local.messenger.edit(FRONT_DESK, posted, QUESTION)
        await local.messenger.delete(FRONT_DESK, posted)
        heard = [await event(response) for _ in range(3)]
    assert [(name, data["change"], data["message"]["push"]) for name, data in heard] == [
        ("message", "posted", TIP.push),
        ("message", "edited", QUESTION.push),
        ("message", "deleted", QUESTION.push),
    ]


async def test_only_who_is_in_a_conversation_hears_of_it(local: LocalChat) -> None:
    async with listening(local, "jonas") as jonas, listening(local, "marta") as marta:
        await local.say("marta", "@marta", "hello")
        await local.say("marta", "front-desk", "to all")
        assert (await event(jonas))[1]["message"]["push"] == "to all"
        assert (await event(marta))[1]["message"]["push"] == "hello"


async def test_a_moved_clock_is_told(local: LocalChat) -> None:
    local.core.due = (THURSDAY + timedelta(days=5), "the next idea")
    async with listening(local, "li") as response:
        moved = await local.post("clock", to="next")
        assert await event(response) == ("clock", moved)


async def test_a_page_that_does_not_read_is_let_go(local: LocalChat) -> None:
    queue: asyncio.Queue[str] = asyncio.Queue(2)
    for number in range(3):
        stream._put(queue, str(number))
    assert queue.get_nowait() == stream._CLOSED
    assert queue.empty()


async def test_what_another_process_wrote_is_asked_for_again(tmp_path: Path) -> None:
    chat, other = Chat(tmp_path / "chat.db"), Chat(tmp_path / "chat.db")
    clock = DemoClock(chat)
    app = web.Application()
    add_routes(app, chat, ScriptedCore(clock), clock)
    async with TestClient(TestServer(app, host="127.0.0.1")) as client:
        local = LocalChat(chat, clock, ScriptedCore(clock), client)
        async with listening(local, "li") as response:
            other.post("front-desk", "marta", THURSDAY, "from elsewhere", [])
            assert await event(response) == ("again", {})
    chat.close()
    other.close()


async def test_what_another_process_wrote_while_a_page_connects_is_asked_for_again(tmp_path: Path) -> None:
    chat, other = Chat(tmp_path / "chat.db"), Chat(tmp_path / "chat.db")
    clock = DemoClock(chat)
    app = web.Application()
    add_routes(app, chat, ScriptedCore(clock), clock)

    async def write_meanwhile(request: web.Request, response: web.StreamResponse) -> None:
        other.post("front-desk", "marta", THURSDAY, "from elsewhere", [])

    app.on_response_prepare.append(write_meanwhile)
    async with (
        TestClient(TestServer(app, host="127.0.0.1")) as client,
        listening(LocalChat(chat, clock, ScriptedCore(clock), client), "li") as response,
    ):
        assert await event(response) == ("again", {})
    chat.close()
    other.close()


async def test_open_streams_end_when_the_server_stops() -> None:
    chat = Chat()
    clock = DemoClock(chat)
    app = web.Application()
    add_routes(app, chat, ScriptedCore(clock), clock)
    server = TestServer(app, host="127.0.0.1")
    async with TestClient(server) as client:
        local = LocalChat(chat, clock, ScriptedCore(clock), client)
        async with listening(local, "li") as response:
            await asyncio.wait_for(server.close(), timeout=5)
            assert await response.content.read() == b""
    chat.close()
