"""What `kindling doctor` looks at for Microsoft Teams, and whether Microsoft takes the secret."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date

from adapters.checkup import Finding, fail, ok, warn
from adapters.settings import Settings
from adapters.settings_slack import is_safe
from adapters.teams.cloud import cloud_of
from adapters.teams.connector import Connector
from adapters.teams.secret import days_left, warning
from adapters.teams.tokens import SecretRefused, Tokens
from bot.errors import Unavailable

NAME = "teams"


def look_at_teams(settings: Settings, today: date) -> Iterator[Finding]:
    """Nothing where Teams is not asked for."""
    if settings.teams_emulator:
        says = "the Agents Playground on this machine plays Teams, and is believed."
        yield warn(NAME, says, "Take TEAMS_EMULATOR out where people work.")
    elif settings.has_teams:
        yield asyncio.run(_look_at_token(settings))
        yield _look_at_secret(settings, today)
        yield _look_at_address(settings)


async def _look_at_token(settings: Settings) -> Finding:
    """Asks for one, as the process does, and throws it away."""
    connector = Connector(cloud_of(settings), settings.request_timeout)
    secret = settings.teams_app_password
    if settings.teams_app_id is None or secret is None:
        return fail(NAME, "there is no secret.", "Write TEAMS_APP_PASSWORD.")
    tokens = Tokens(cloud_of(settings).token_url, settings.teams_app_id, secret, connector.session)
    try:
        await tokens.token()
    except Unavailable as fault:
        if isinstance(fault.__cause__, SecretRefused):
            return fail(NAME, str(fault.__cause__))
        return warn(
            NAME, "Microsoft can't be asked for a token.", "Look whether this machine reaches it by https."
        )
    finally:
        await connector.close()
    return ok(NAME, "Microsoft takes the client secret.")


def _look_at_secret(settings: Settings, today: date) -> Finding:
    left = days_left(settings, today)
    if left is None:
        todo = "Write it in TEAMS_SECRET_ENDS: the day under “Expires” in Entra. Then it is warned of."
        return warn(NAME, "nobody wrote when the client secret ends.", todo)
    if (sentence := warning(settings, today)) is not None:
        ends, _, todo = sentence.partition(". ")
        return warn(NAME, f"{ends}.", todo) if left >= 0 else fail(NAME, f"{ends}.", todo)
    return ok(NAME, f"the client secret is good until {settings.teams_secret_ends}.")


def _look_at_address(settings: Settings) -> Finding:
    if settings.public_url is None or not is_safe(settings.public_url):
        todo = "Write the address that leads to this server, with https, in PUBLIC_URL."
        return warn(NAME, "Teams reaches a server by https only.", todo)
    says = f"the registration's messaging endpoint has to be {settings.public_url}/api/messages."
    return ok(NAME, says)
