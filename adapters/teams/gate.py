"""Who is let in: Teams, in the tenant that the settings name; or a program on this machine that plays it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Protocol

from aiohttp import web

from adapters.settings_slack import is_here
from adapters.teams.authentication import CHANNEL, Authentication, NotFromTeams
from adapters.teams.cloud import Cloud
from adapters.teams.keys import NoKeysYet
from adapters.teams.parse import tenants_of
from adapters.teams.payloads import Json, id_at

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
EMULATED = "emulator"
"""The tenant of who plays Teams and names none."""


@dataclass
class TurnedAway(Exception):
    """What is said to who is not let in, and with which status."""

    status: HTTPStatus
    sentence: str


class Gate(Protocol):
    async def admit(self, request: web.Request, activity: Json) -> str:
        """The tenant that it comes from. Raises TurnedAway."""


class TeamsGate:
    def __init__(self, authentication: Authentication, cloud: Cloud, tenant_id: str) -> None:
        self._authentication = authentication
        self._cloud = cloud
        self._tenant_id = tenant_id

    async def admit(self, request: web.Request, activity: Json) -> str:
        """botbuilder lets any tenant in, and any channel that the same bot is registered for."""
        service_url = id_at(activity, "serviceUrl")
        try:
            await self._authentication.check(request.headers.get("Authorization", ""), service_url)
        except NotFromTeams:
            raise TurnedAway(HTTPStatus.UNAUTHORIZED, "This takes Teams' own token.") from None
        except NoKeysYet:
            sentence = "Microsoft's keys are not there yet. Try again in a moment."
            raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE, sentence) from None
        _require_teams(activity, self._cloud)
        if tenants_of(activity) != {self._tenant_id}:
            raise TurnedAway(HTTPStatus.FORBIDDEN, "This is for another organisation.")
        return self._tenant_id


class EmulatorGate:
    """Programs on this machine are believed, so nobody else may come in by a proxy or by a browser's page."""

    def __init__(self, cloud: Cloud, tenant_id: str | None) -> None:
        self._cloud = cloud
        self._tenant_id = tenant_id

    async def admit(self, request: web.Request, activity: Json) -> str:
        if not _is_from_here(request):
            raise TurnedAway(HTTPStatus.FORBIDDEN, "The emulator is for programs on this machine.")
        _require_teams(activity, self._cloud)
        tenants = sorted(tenants_of(activity)) or [self._tenant_id or EMULATED]
        if len(tenants) > 1 or self._tenant_id not in {None, tenants[0]}:
            raise TurnedAway(HTTPStatus.FORBIDDEN, "This is for another organisation.")
        return tenants[0]


def _require_teams(activity: Json, cloud: Cloud) -> None:
    if id_at(activity, "channelId") != CHANNEL:
        raise TurnedAway(HTTPStatus.FORBIDDEN, "This takes what comes from Microsoft Teams alone.")
    if not cloud.trusts(id_at(activity, "serviceUrl")):
        raise TurnedAway(HTTPStatus.FORBIDDEN, "That service URL is none of Teams' own.")


def _is_from_here(request: web.Request) -> bool:
    """A page in a browser says where it is from (Origin), and a proxy that it stands between."""
    if any(name in request.headers for name in (*FORWARDED, "Origin")):
        return False
    if request.content_type != "application/json":
        return False
    host = request.host.rpartition(":")[0] if not request.host.endswith("]") else request.host
    return _is_peer_here(request.remote) and is_here((host or request.host).strip("[]"))


def _is_peer_here(remote: str | None) -> bool:
    try:
        return ip_address(remote or "").is_loopback
    except ValueError:
        return False
