"""One session for all calls of Slack's API, a client kept for each workspace, and the wire for answers."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sealing import Sealer
from adapters.settings_slack import SLACK_API
from adapters.slack.faults import fault_of
from adapters.slack.quiet import QUIET
from adapters.slack.tokens import Renewed, Tokens
from adapters.wire import Wire
from bot.errors import Refused
from bot.ports import Store

KEPT_FOR = 60.0
"""Seconds until the store is asked again for a workspace's token: another process may have changed it."""


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """Slack's id of the app that workspaces install, and its secret."""

    client_id: str
    client_secret: SecretStr


class Clients:
    """`token` is that of one workspace, from the settings; `sealer` opens those of others.

    `timeout` is how long Slack gets to answer, in seconds; half of it to be connected to.
    """

    def __init__(
        self,
        store: Store,
        *,
        address: str = SLACK_API,
        timeout: float = 10.0,
        token: SecretStr | None = None,
        sealer: Sealer | None = None,
        app: OAuthApp | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.tokens = Tokens(store, self._renew, token=token, sealer=sealer)
        self.address = address
        self.wire = Wire(timeout)
        self._timeout = timeout
        self._app = app
        self._steady = steady
        self._session: aiohttp.ClientSession | None = None
        self._kept: dict[str, tuple[AsyncWebClient, float]] = {}

    async def of(self, workspace_id: str) -> AsyncWebClient:
        """Raises Unreachable for a workspace without Kindling, Unavailable while its token can't be had."""
        client, until = self._kept.get(workspace_id, (None, 0.0))
        if client is not None and self._steady() < until:
            return client
        token = await self.tokens.of(workspace_id)
        if client is None or client.token != token:
            client = self.with_token(token)
        self._kept[workspace_id] = (client, self._steady() + KEPT_FOR)
        return client

    def drop(self, workspace_id: str) -> None:
        """Its token has changed, or is to be looked at again."""
        self._kept.pop(workspace_id, None)

    def with_token(self, token: str | None) -> AsyncWebClient:
        """A client of the shared session. It retries nothing: a retried post is a second post."""
        return AsyncWebClient(
            token=token,
            base_url=self.address,
            session=self.session(),
            logger=QUIET,
            retry_handlers=[],
        )

    def session(self) -> aiohttp.ClientSession:
        """Opened when first used, in the event loop that uses it."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=self._timeout, connect=self._timeout / 2),
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        self._kept.clear()
        await self.wire.close()
        if self._session is not None:
            await self._session.close()

    async def grant(self, **form: str) -> dict[str, Any]:
        """What `oauth.v2.access` gives for a code or a refresh token. Raises SendingFault.

        The SDK's own method for it makes a BasicAuth, which aiohttp has deprecated.
        """
        if self._app is None:
            raise Refused("no_oauth_app")
        secret = self._app.client_secret.get_secret_value()
        who = {"client_id": self._app.client_id, "client_secret": secret}
        try:
            answer = await self.with_token(None).api_call("oauth.v2.access", data={**who, **form})
        except Exception as fault:
            raise fault_of(fault) from fault
        return cast("dict[str, Any]", answer.data)

    async def _renew(self, refresh: str) -> Renewed:
        given = await self.grant(grant_type="refresh_token", refresh_token=refresh)
        return Renewed(given["access_token"], given.get("refresh_token"), given.get("expires_in"))
