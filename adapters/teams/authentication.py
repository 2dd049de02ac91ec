"""Whether a request comes from Teams: botbuilder's check of its token, and what that leaves open closed.

Its adapter also takes tokens of the emulator and of other bots, fetches keys on the event loop, and answers
500 to a token that it cannot read (Bot Framework SDK 4.17.1). So only its extractor is used, with our own
keys and for channels' tokens.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from botframework.connector.auth import JwtTokenExtractor, VerifyOptions

from adapters.teams.cloud import Cloud
from adapters.teams.keys import KeySet, NoKeysYet

ALGORITHMS = ["RS256"]
CLOCKS_APART = 300
"""Seconds by which Microsoft's clock and ours may differ."""

CHANNEL = "msteams"
KNOWN_FOR = 60.0
"""Seconds for which a token that was checked is not checked again: Teams sends one for an hour."""

MOST_KNOWN = 64


class NotFromTeams(Exception):
    """No token, or one that does not prove that Teams sent this."""


class Checked(NamedTuple):
    """The claims of a token, good until then (wall clock, seconds) and while the keys are the same."""

    claims: dict[str, Any]
    until: float
    revision: int


class Authentication:
    """`app_id` is whom the token has to be for."""

    def __init__(self, app_id: str, cloud: Cloud, keys: KeySet) -> None:
        self._app_id = app_id
        self._issuer = cloud.issuer
        options = VerifyOptions(
            issuer=[cloud.issuer], audience=None, clock_tolerance=CLOCKS_APART, ignore_expiration=False
        )
        # Its constructor makes a set of keys of its own, which stays empty.
        self._extractor = JwtTokenExtractor(options, cloud.metadata_url, ALGORITHMS)
        self._extractor.open_id_metadata = keys
        self._keys = keys
        self._checked: dict[str, Checked] = {}

    async def check(self, header: str, service_url: str) -> None:
        """Raises NotFromTeams, and NoKeysYet while nothing can be checked.

        `service_url` is the activity's, for which the token has to be.
        """
        claims = await self._claims(header)
        wanted = {"iss": self._issuer, "aud": self._app_id, "serviceurl": service_url}
        if any(claims.get(name) != value for name, value in wanted.items()):
            raise NotFromTeams

    async def _claims(self, header: str) -> dict[str, Any]:
        now = time.time()
        known = self._checked.get(header)
        if known is not None and known.revision == self._keys.revision and now < known.until:
            return known.claims
        claims = await self._signed_claims(header)
        if "exp" not in claims:
            raise NotFromTeams
        if len(self._checked) >= MOST_KNOWN:
            self._checked.clear()
        until = min(now + KNOWN_FOR, float(claims["exp"]) + CLOCKS_APART)
        self._checked[header] = Checked(claims, until, self._keys.revision)
        return claims

    async def _signed_claims(self, header: str) -> dict[str, Any]:
        try:
            identity = await self._extractor.get_identity_from_auth_header(header, CHANNEL, [])
        except NoKeysYet:
            raise
        except Exception as fault:
            # botbuilder raises Exception itself for a key without the channel's endorsement.
            raise NotFromTeams from fault
        if identity is None or not isinstance(identity.claims, dict):
            raise NotFromTeams
        return identity.claims
