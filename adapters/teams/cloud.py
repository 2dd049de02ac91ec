"""Where Microsoft's services are, and which addresses of theirs may be written to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from yarl import URL

from adapters.settings import Settings
from adapters.settings_slack import is_here

ISSUER = "https://api.botframework.com"
"""Who signs what Teams sends, and whom our own tokens are for."""

SERVICE_HOSTS = frozenset({"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"})
"""Exactly these: under trafficmanager.net anybody can have a name. The second is the US government's
community cloud, which shares the public one's issuer.
Source: TeamsServiceEndpoints in Microsoft's Agents SDK; its other two hosts have another issuer."""

LONGEST_URL = 300
MOST_KNOWN = 256
_PLAIN_URL = re.compile(r"https?://[a-z0-9.:\[\]-]+(/[A-Za-z0-9._~%/-]*)?")


@dataclass(frozen=True, slots=True)
class Cloud:
    """The addresses of one cloud. `trusts` says whether a conversation's service URL is one of its own."""

    metadata_url: str
    token_url: str
    trusts: Callable[[str], bool]
    issuer: str = ISSUER


def cloud_of(settings: Settings) -> Cloud:
    """Microsoft's, or what stands in for it on this machine."""
    tenant = settings.teams_tenant_id or "none"
    if settings.teams_emulator:
        return Cloud("", "", is_on_this_machine)
    if (base := settings.teams_api_url) is not None:
        metadata, token = f"{base}/v1/.well-known/openidconfiguration", f"{base}/{tenant}/oauth2/v2.0/token"
        return Cloud(metadata, token, is_on_this_machine)
    return Cloud(
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        is_of_teams,
    )


@lru_cache(maxsize=MOST_KNOWN)
def is_of_teams(url: str) -> bool:
    parsed = _parsed(url)
    if parsed is None or parsed.scheme != "https" or parsed.explicit_port not in {None, 443}:
        return False
    return parsed.host in SERVICE_HOSTS


@lru_cache(maxsize=MOST_KNOWN)
def is_on_this_machine(url: str) -> bool:
    parsed = _parsed(url)
    return parsed is not None and parsed.scheme == "http" and is_here(parsed.host or "")


def _parsed(url: str) -> URL | None:
    """None for what is written in any way that two parsers could read differently, such as with an @."""
    if len(url) > LONGEST_URL or _PLAIN_URL.fullmatch(url) is None:
        return None
    try:
        return URL(url)
    except ValueError:
        return None
