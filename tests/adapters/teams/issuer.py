"""Who signs for Teams in tests: keys of its own, OpenID metadata and keys over HTTP, on this machine.

issuer = await Issuer.start()
header = issuer.header()                     # as Teams would send it
issuer.rotate()                              # another key from now on; the old one is withdrawn
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from adapters.teams.cloud import ISSUER, Cloud, is_on_this_machine

APP_ID = "22222222-2222-2222-2222-222222222222"
TENANT = "11111111-1111-1111-1111-111111111111"
TEAMS_KEYS = ("msteams", "webchat")
Claims = Mapping[str, Any]


@cache
def rsa_key(number: int) -> RSAPrivateKey:
    """Made once for all tests: that takes a while."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Issuer:
    """`endorsements` are those of the key in use; `stalled` holds every answer back until it is set."""

    url: str = ""
    number: int = 1
    endorsements: Sequence[str] = TEAMS_KEYS
    fetches: int = 0
    failing: bool = False
    jwks_url: str | None = None
    stalled: asyncio.Event | None = None
    _runner: web.AppRunner | None = None

    @classmethod
    async def start(cls) -> Self:
        issuer = cls()
        site = web.Application()
        site.router.add_get("/v1/.well-known/openidconfiguration", issuer._metadata)
        site.router.add_get("/v1/.well-known/keys", issuer._keys)
        issuer._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await issuer._runner.setup()
        await web.TCPSite(issuer._runner, "127.0.0.1", 0).start()
        issuer.url = f"http://127.0.0.1:{issuer._runner.addresses[0][1]}"
        return issuer

    async def stop(self) -> None:
        if self.stalled is not None:
            self.stalled.set()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def cloud(self) -> Cloud:
        metadata = f"{self.url}/v1/.well-known/openidconfiguration"
        return Cloud(metadata, f"{self.url}/{TENANT}/oauth2/v2.0/token", is_on_this_machine)

    @property
    def key_id(self) -> str:
        return f"key-{self.number}"

    @property
    def public_key(self) -> dict[str, Any]:
        """As it is published."""
        public = RSAAlgorithm.to_jwk(rsa_key(self.number).public_key(), as_dict=True)
        return {**public, "kid": self.key_id, "endorsements": list(self.endorsements)}

    def rotate(self) -> None:
        self.number += 1

    def header(
        self,
        claims: Claims | None = None,
        *,
        without: Sequence[str] = (),
        headers: Claims | None = None,
        number: int | None = None,
        algorithm: str = "RS256",
        service_url: str = "",
    ) -> str:
        """The Authorization header of a token, right unless something is asked to be otherwise."""
        now = int(time.time())
        whole: dict[str, Any] = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - 60,
            "exp": now + 3600,
            "serviceurl": service_url or f"{self.url}/emea/",
            **(claims or {}),
        }
        kept = {name: value for name, value in whole.items() if name not in without}
        signed_with = rsa_key(number or self.number)
        # Below PyJWT's own door, which refuses to write some of what must be refused.
        body, head = json.dumps(kept).encode(), {"kid": self.key_id, **(headers or {})}
        token = jwt.api_jws.encode(body, signed_with, algorithm, head)
        return f"Bearer {token}"

    async def _metadata(self, _request: web.Request) -> web.Response:
        await self._wait()
        return web.json_response(
            {"issuer": ISSUER, "jwks_uri": self.jwks_url or f"{self.url}/v1/.well-known/keys"}
        )

    async def _keys(self, _request: web.Request) -> web.Response:
        await self._wait()
        self.fetches += 1
        if self.failing:
            return web.Response(status=500)
        return web.json_response({"keys": [{"kty": "EC", "kid": "another-kind"}, "no key", self.public_key]})

    async def _wait(self) -> None:
        if self.stalled is not None:
            await self.stalled.wait()
