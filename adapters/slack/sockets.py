"""Socket Mode: Slack's requests come through a connection that Kindling opens, so no address is needed."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.logs import logger
from adapters.slack.clients import Clients
from adapters.slack.faults import code_of
from adapters.slack.quiet import QUIET
from bot.errors import SetupFault

REFUSED = {"invalid_auth", "not_allowed_token_type", "not_authed", "token_revoked", "account_inactive"}
ANSWERED_WITHIN, CLOSED_WITHIN = 1.5, 2.0
"""Seconds for what is in hand when the process ends, and for closing the connection."""

PING_EVERY = 10.0
log = logger(__name__)


class AppTokenRefused(SetupFault):
    """Slack does not take the app-level token."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"SLACK_APP_TOKEN: Slack does not take it ({code}). Make an app-level token with the scope "
            "connections:write on your app's page, Basic Information, and turn Socket Mode on."
        )


class _Handler(AsyncSocketModeHandler):
    """Knows what is in hand."""

    def __init__(self, app: AsyncApp, app_token: str, clients: Clients) -> None:
        super().__init__(
            app, app_token, logger=QUIET, web_client=clients.with_token(None), ping_interval=PING_EVERY
        )
        self._in_hand = 0
        self._none = asyncio.Event()
        self._none.set()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Bolt's own signature differs from that of its base class too."""
        self._in_hand += 1
        self._none.clear()
        try:
            await super().handle(client, req)
        finally:
            self._in_hand -= 1
            if not self._in_hand:
                self._none.set()

    async def finish(self, within: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._none.wait(), within)


class Socket:
    def __init__(self, app: AsyncApp, token: SecretStr, clients: Clients) -> None:
        self._app = app
        self._token = token
        self._clients = clients
        self._handler: _Handler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connects, and again whenever it has to. Raises AppTokenRefused."""
        self._handler = _Handler(self._app, self._token.get_secret_value(), self._clients)
        self._handler.client.wss_uri = await self._address()
        self._connecting = asyncio.create_task(
            self._handler.connect_async()  # type: ignore[no-untyped-call]  # the kit gives no types here
        )

    async def _address(self) -> str | None:
        """Where to connect to; None leaves asking for it to the kit, which does so until Slack answers."""
        token = self._token.get_secret_value()
        try:
            answer: Any = await self._clients.with_token(None).apps_connections_open(app_token=token)
        except SlackApiError as fault:
            if (code := code_of(fault)) in REFUSED:
                raise AppTokenRefused(code) from None
        except (SlackClientError, aiohttp.ClientError, TimeoutError):
            log.warning("Slack does not answer; the socket is opened once it does.")
        else:
            return str(answer["url"])
        return None

    async def look(self) -> None:
        """Says so where the connection does not come about."""
        if self._handler is not None and not await self._handler.client.is_connected():
            log.warning("The socket to Slack is not open just now; it is being opened again.")

    async def close(self) -> None:
        """What is in hand is answered first."""
        handler, self._handler = self._handler, None
        if handler is None:
            return
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        await handler.finish(ANSWERED_WITHIN)
        with suppress(TimeoutError):
            closing = handler.close_async()  # type: ignore[no-untyped-call]  # the same
            await asyncio.wait_for(closing, CLOSED_WITHIN)
