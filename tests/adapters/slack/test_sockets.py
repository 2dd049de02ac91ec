"""Socket Mode: the same listeners, through a connection that Kindling opens to Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.slack.sockets import AppTokenRefused
from adapters.wiring import Application, build
from tests.adapters.slack.front_desk import (
    DESK,
    HOTEL,
    MARTA,
    TUESDAY,
    FrontDesk,
    front_desk,
    settings_for,
    text_of,
)
from tests.adapters.slack.recorded import Json, recorded
from tests.fake_slack import FakeSlack

BY_SOCKET: dict[str, Any] = {"slack_signing_secret": None, "slack_app_token": SecretStr("xapp-hotel")}


@pytest.fixture
async def socket(slack: FakeSlack, tmp_path: Path) -> AsyncIterator[FrontDesk]:
    async with front_desk(slack, tmp_path, **BY_SOCKET) as desk:
        await opened(desk.application, desk)
        yield desk


async def opened(application: Application, desk: FrontDesk) -> None:
    await application.open()
    socket = desk.connection.socket
    assert socket is not None
    await asyncio.wait_for(until_connected(desk), 10.0)


async def until_connected(desk: FrontDesk) -> None:
    handler = desk.connection.socket._handler  # type: ignore[union-attr]
    while handler is None or not await handler.client.is_connected():  # noqa: ASYNC110 - the kit tells no other way
        await asyncio.sleep(0.02)


async def send(desk: FrontDesk, kind: str, payload: Json, number: int = 1, **more: object) -> Json:
    """As Slack sends it; what it was acknowledged with."""
    envelope = {
        "envelope_id": f"envelope-{number}",
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
        **more,
    }
    told: Json = await asyncio.to_thread(desk.slack.send_event, envelope)
    await desk.settle()
    return told


async def test_a_command_is_answered_in_its_acknowledgement(socket: FrontDesk) -> None:
    form = recorded("command", text="help", **socket.slack.press(HOTEL, MARTA, DESK))
    told = await send(socket, "slash_commands", form)
    assert "Kindling, for Marta" in text_of(told["payload"])


async def test_an_event_is_acknowledged_once_it_is_kept(socket: FrontDesk) -> None:
    told = await send(socket, "events_api", recorded("event_team_join"), retry_attempt=0)
    assert told == {"envelope_id": "envelope-1"}
    noa = await socket.application.store.read(lambda tx: tx.members.find(HOTEL, "U0NEWBY"))
    assert noa is not None


async def test_told_again_on_another_connection_it_changes_nothing(socket: FrontDesk) -> None:
    event = recorded("event_message", **{"event.text": "help", "event.channel": f"D{MARTA}"})
    await send(socket, "events_api", event, 1)
    await send(socket, "events_api", event, 2, retry_attempt=1, retry_reason="timeout")
    assert len(socket.said(f"D{MARTA}")) == 1


async def test_a_press_opens_its_modal(socket: FrontDesk) -> None:
    payload = recorded("press", **socket.slack.press(HOTEL, MARTA, DESK))
    payload["actions"][0]["value"] = '[1,"settings"]'
    told = await send(socket, "interactive", payload)
    assert told == {"envelope_id": "envelope-1"}
    assert socket.modal()["title"]["text"] == "My settings"


async def test_what_can_t_be_read_is_not_acknowledged(socket: FrontDesk) -> None:
    told = await asyncio.to_thread(
        socket.slack.send_event,
        {"envelope_id": "x", "type": "events_api", "payload": {"type": "event_callback"}},
        0.3,
    )
    assert told == {"error": "not acknowledged"}


async def test_slack_refreshes_its_connections_and_it_goes_on(socket: FrontDesk) -> None:
    client = socket.connection.socket._handler.client  # type: ignore[union-attr]
    before = client.current_session
    await asyncio.to_thread(socket.slack.disconnect)

    async def until_another() -> None:
        while client.current_session is before or not await client.is_connected():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)

    await asyncio.wait_for(until_another(), 10.0)
    form = recorded("command", text="help", **socket.slack.press(HOTEL, MARTA, DESK))
    assert "payload" in await send(socket, "slash_commands", form)


async def test_without_http_there_is_no_door(socket: FrontDesk) -> None:
    assert (await socket.client.post("/slack/events", data=b"{}")).status == 404


async def test_it_closes_at_once(slack: FakeSlack, tmp_path: Path) -> None:
    async with front_desk(slack, tmp_path, **BY_SOCKET) as desk:
        await opened(desk.application, desk)
        started = asyncio.get_running_loop().time()
        await desk.connection.close()
        assert asyncio.get_running_loop().time() - started < 2.0


async def test_a_token_that_slack_does_not_take_is_told_by_its_setting(
    slack: FakeSlack, tmp_path: Path
) -> None:
    changed: dict[str, Any] = {**BY_SOCKET, "slack_app_token": SecretStr("xoxb-hotel")}
    async with build(settings_for(slack, tmp_path, **changed), local=False, at=TUESDAY) as application:
        with pytest.raises(AppTokenRefused, match="SLACK_APP_TOKEN"):
            await application.open()
