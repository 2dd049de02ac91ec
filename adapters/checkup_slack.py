"""What `kindling doctor` asks Slack: whether it takes the tokens, and what they may do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from pydantic import SecretStr

from adapters.checkup import Finding, fail, ok, warn
from adapters.settings import Settings

NAME = "slack"
REINSTALL = "Paste what kindling manifest slack prints under App Manifest of your app, and install it again."


def look_at_slack(settings: Settings) -> Iterator[Finding]:
    """Nothing where Slack is not set up. Asks Slack, and changes nothing there."""
    if settings.slack_bot_token is not None:
        yield asyncio.run(_look_at_token(settings, settings.slack_bot_token))
    elif settings.has_slack:
        yield ok(NAME, f"workspaces install Kindling from {settings.public_url}/slack/install.")
    if settings.slack_app_token is not None:
        yield asyncio.run(_look_at_app_token(settings, settings.slack_app_token))
    elif settings.has_slack and settings.public_url is None:
        todo = "Write PUBLIC_URL, and give Slack the address: kindling manifest slack --http"
        yield warn(NAME, "Slack has to be told where this server is.", todo)


async def _look_at_token(settings: Settings, token: SecretStr) -> Finding:
    from adapters.slack.manifest import NEEDED, OPTIONAL

    answer, fault = await _ask(settings, token, "auth.test")
    if answer is None:
        return _not_taken(settings, "SLACK_BOT_TOKEN", fault)
    given = {scope.strip() for scope in _scopes_in(answer.headers).split(",")}
    if missing := sorted(set(NEEDED) - given):
        return fail(NAME, f"in {answer['team']} Kindling may not do all: {', '.join(missing)}.", REINSTALL)
    left_out = [f"{scope} ({why})" for scope, why in sorted(OPTIONAL.items()) if scope not in given]
    told = f" Left out: {'; '.join(left_out)}." if left_out else ""
    return ok(NAME, f"Kindling is in {answer['team']} and may do what it needs.{told}")


async def _look_at_app_token(settings: Settings, token: SecretStr) -> Finding:
    answer, fault = await _ask(settings, token, "apps.connections.open")
    if answer is None:
        return _not_taken(settings, "SLACK_APP_TOKEN", fault)
    return ok(NAME, "the socket can be opened.")


async def _ask(settings: Settings, token: SecretStr, method: str) -> tuple[Any, str | None]:
    """The answer, else Slack's word for why there is none; None for both where Slack can't be reached."""
    import aiohttp
    from slack_sdk.errors import SlackApiError, SlackClientError
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.faults import code_of
    from adapters.slack.quiet import QUIET

    client = AsyncWebClient(
        token=token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=int(settings.request_timeout),
        logger=QUIET,
        retry_handlers=[],
    )
    try:
        return await client.api_call(method), None
    except SlackApiError as fault:
        return None, code_of(fault) or None
    except (SlackClientError, aiohttp.ClientError, TimeoutError):
        return None, None


def _not_taken(settings: Settings, name: str, code: str | None) -> Finding:
    if code is None:
        return fail(NAME, f"{settings.slack_api_url} does not answer.", "Look at the network.")
    where = {
        "SLACK_BOT_TOKEN": "Copy it again from OAuth & Permissions, once the app is installed.",
        "SLACK_APP_TOKEN": "Make one under Basic Information, App-Level Tokens, with connections:write.",
    }
    return fail(NAME, f"Slack does not take {name} ({code}).", where[name])


def _scopes_in(headers: Any) -> str:
    return next((str(value) for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
