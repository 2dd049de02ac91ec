"""The token that lets Kindling write to Teams: fetched beside other work, and before it is needed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from http import HTTPStatus

import aiohttp
from pydantic import SecretStr

from adapters.logs import logger
from bot.errors import SetupFault, Unavailable

SCOPE = "https://api.botframework.com/.default"
RENEW_BEFORE = 30 * 60.0
"""Seconds before its end from which on the clock fetches a token anew; it lives for an hour or longer."""

GOOD_FOR = 60.0
"""Seconds that a token has to live still, to be used."""

RENEW_EVERY = 5 * 60.0
AGAIN_AFTER = 15.0
"""Seconds until a token is asked for again after it was refused or nobody answered."""

log = logger(__name__)


class SecretRefused(SetupFault):
    """Microsoft does not take the client secret (any more)."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"TEAMS_APP_PASSWORD: Microsoft refused it ({code}). Look whether the secret has expired, and "
            "that TEAMS_APP_ID and TEAMS_TENANT_ID are of the same registration; then write the value of a "
            "new secret."
        )


class Tokens:
    """One token for the tenant, by the client credentials of the registration (RFC 6749, section 4.4).

    `address` is where it is asked for. One request at a time: who comes meanwhile waits for it.
    """

    def __init__(
        self,
        address: str,
        client_id: str,
        secret: SecretStr,
        session: Callable[[], aiohttp.ClientSession],
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = address
        self._client_id = client_id
        self._secret = secret
        self._session = session
        self._steady = steady
        self._alone = asyncio.Lock()
        self._token = ""
        self._until = 0.0
        self._refused_until = 0.0

    async def token(self) -> str:
        """Raises Unavailable while none can be had."""
        if self._left() < GOOD_FOR:
            await self._fetch(GOOD_FOR)
        return self._token

    async def renew(self) -> None:
        """By the clock, so that no message waits for it. What can't be had now is asked for again."""
        if self._left() < RENEW_BEFORE:
            try:
                await self._fetch(RENEW_BEFORE)
            except Unavailable:
                log.warning("Microsoft gave no token for Teams; it is asked again.")

    def drop(self, token: str) -> None:
        """The connector did not take this one."""
        if token == self._token:
            self._until = 0.0

    def _left(self) -> float:
        return self._until - self._steady()

    async def _fetch(self, enough: float) -> None:
        async with self._alone:
            if self._left() >= enough:
                return
            if self._steady() < self._refused_until:
                raise Unavailable
            try:
                self._token, lives = await self._ask()
            except (Unavailable, SetupFault) as fault:
                self._refused_until = self._steady() + AGAIN_AFTER
                if isinstance(fault, SetupFault):
                    log.error(str(fault))  # noqa: TRY400 - the sentence says all; a traceback would hide it
                raise Unavailable from fault
            self._until = self._steady() + lives

    async def _ask(self) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._secret.get_secret_value(),
            "scope": SCOPE,
        }
        try:
            async with self._session().post(self._address, data=form, allow_redirects=False) as answer:
                told, status = await answer.json(content_type=None), answer.status
            if status == HTTPStatus.OK:
                return str(told["access_token"]), float(told["expires_in"])
        except (aiohttp.ClientError, TimeoutError, ConnectionError, ValueError, KeyError, TypeError) as fault:
            raise Unavailable from fault
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            raise Unavailable
        code = told.get("error") if isinstance(told, dict) else None
        raise SecretRefused(code[:40] if isinstance(code, str) else str(status))


class NoTokens:
    """For the Agents Playground, which asks for none: so none is ever fetched."""

    async def token(self) -> str:
        return ""

    async def renew(self) -> None:
        """There is nothing to renew."""

    def drop(self, token: str) -> None:
        """There is nothing to drop."""
