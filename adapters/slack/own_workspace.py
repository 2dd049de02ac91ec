"""The one workspace of SLACK_BOT_TOKEN: Slack is asked once which it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.connection import Core
from adapters.logs import logger
from adapters.slack.clients import Clients
from adapters.slack.faults import ACCESS_LOST, code_of
from adapters.slack.ids import post_address, workspace_id
from bot import workspaces
from bot.errors import SetupFault
from bot.models import Installation, Platform, Workspace
from bot.ports import Transaction

log = logger(__name__)


class TokenRefused(SetupFault):
    """Slack does not take the bot's token."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"SLACK_BOT_TOKEN: Slack does not take it ({code}). On your app's page, under OAuth & "
            "Permissions, install the app in your workspace and copy the Bot User OAuth Token again."
        )


class SlackSilent(SetupFault):
    """Slack could not be asked at the start."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Slack does not answer at {address}. Look at the network and at SLACK_API_URL, then start again."
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What Slack says of a token."""

    workspace: Workspace
    installation: Installation


class OwnWorkspace:
    def __init__(self, core: Core, clients: Clients, token: SecretStr) -> None:
        self._core = core
        self._clients = clients
        self._token = token
        self._id: str | None = None

    async def prepare(self) -> None:
        """Makes the workspace and its installation. Raises TokenRefused or SlackSilent, at the start only.

        One that Kindling was taken out of comes back by itself once the token is good again.
        """
        if self._id is not None and await self._goes_on(self._id):
            return
        try:
            found = await self._ask()
        except SetupFault as fault:
            if self._id is None and not await self._is_known(fault):
                raise
            log.warning("The workspace of SLACK_BOT_TOKEN can't be asked; it stays as it is.")
            return
        now = self._core.clock.now()
        await self._core.store.decide(lambda tx: _keep(tx, found, now), apart=True)
        self._clients.drop(found.workspace.id)
        self._id = found.workspace.id

    async def _goes_on(self, workspace: str) -> bool:
        known = await self._core.store.read(lambda tx: tx.workspaces.get(workspace))
        return known is not None and known.ended_at is None

    async def _is_known(self, fault: SetupFault) -> bool:
        """Whether there is a workspace to go on with while Slack is silent."""
        if isinstance(fault, TokenRefused):
            return False
        kept = await self._core.store.read(lambda tx: tx.installations.of_platform(Platform.SLACK))
        return any(one.sealed_token is None for one in kept)

    async def _ask(self) -> Found:
        try:
            answer: Any = await self._clients.with_token(self._token.get_secret_value()).auth_test()
        except SlackApiError as fault:
            if (code := code_of(fault)) in ACCESS_LOST:
                raise TokenRefused(code) from None
            raise SlackSilent(self._clients.address) from fault
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as fault:
            raise SlackSilent(self._clients.address) from fault
        return _found(answer.data, answer.headers, self._core.clock.now())


def _found(told: Any, headers: Any, now: datetime) -> Found:
    whole = told.get("enterprise_id") if told.get("is_enterprise_install") else None
    place = workspace_id(whole, None if whole else told.get("team_id"))
    name, address = told.get("team") or place, post_address(told.get("url") or "")
    workspace = Workspace(place, Platform.SLACK, name, now, post_address=address)
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    scopes = tuple(scope.strip() for scope in given.split(",") if scope.strip())
    return Found(workspace, Installation(place, told.get("app_id") or "", told["user_id"], now, scopes))


def _keep(tx: Transaction, found: Found, now: datetime) -> None:
    """Any other workspace that had its token from the settings can't be reached with this one."""
    for other in tx.installations.of_platform(Platform.SLACK):
        if other.sealed_token is None and other.workspace_id != found.workspace.id:
            workspaces.end_workspace(tx, other.workspace_id, now)
    known = tx.installations.get(found.workspace.id)
    installed_at = known.installed_at if known is not None else now
    fresh = replace(found.installation, installed_at=installed_at)
    workspaces.open_workspace(tx, found.workspace, now, fresh)
