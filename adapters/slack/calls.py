"""Slack's methods: their faults become those of the core, and where access is lost sending ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any, cast

from slack_sdk.web.async_client import AsyncWebClient

from adapters.logs import logger
from adapters.slack.clients import Clients
from adapters.slack.faults import ACCESS_LOST, fault_of
from bot import workspaces
from bot.errors import OutcomeUnknown, RateLimited, SendingFault, Unavailable, Unreachable
from bot.ports import Clock, Store

Json = dict[str, Any]
About = Mapping[str, str | int | bool | None]
NOTHING: About = {}

PATIENCE = 90.0
"""Seconds for which one question waits in all while Slack says that it is asked too much."""

PAGE = 200
"""How many Slack advises to ask for at once."""

_AGAIN = 1.0
_TRIES = 3
_JSON = "application/json;charset=utf-8"
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
log = logger(__name__)


class Calls:
    """Raises SendingFault, and nothing else of Slack's."""

    def __init__(self, clients: Clients, store: Store, clock: Clock) -> None:
        self._clients = clients
        self._store = store
        self._clock = clock
        self._doubted: set[str] = set()

    async def post(self, workspace_id: str, method: str, body: Mapping[str, Any]) -> Json:
        """Once. The body is written here: the SDK would go through it several times."""
        data = _compact(body).encode()
        return await self._call(workspace_id, method, data=data, headers={"Content-Type": _JSON})

    async def ask(
        self, workspace_id: str, method: str, about: About = NOTHING, *, patience: float = PATIENCE
    ) -> Json:
        """A question changes nothing, so it is asked again where no answer came, and when Slack says so."""
        tries = 0
        while True:
            try:
                return await self._call(workspace_id, method, http_verb="GET", params=about)
            except RateLimited as fault:
                patience -= fault.retry_after
                if patience < 0:
                    raise
                await asyncio.sleep(fault.retry_after)
            except OutcomeUnknown:
                tries += 1
                if tries == _TRIES:
                    raise Unavailable from None
                await asyncio.sleep(_AGAIN)

    async def pages(
        self,
        workspace_id: str,
        method: str,
        found_in: str,
        about: About = NOTHING,
        *,
        patience: float = PATIENCE,
    ) -> AsyncGenerator[list[Any], None]:
        """Everything that a method lists, page by page."""
        cursor: str | None = None
        while True:
            asked = {**about, "limit": PAGE, "cursor": cursor}
            told = await self.ask(workspace_id, method, asked, patience=patience)
            yield told.get(found_in) or []
            cursor = (told.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def _call(self, workspace_id: str, method: str, **request: Any) -> Json:
        client = await self._client(workspace_id)
        try:
            answer = await client.api_call(method, **request)
        except Exception as fault:
            told = fault_of(fault)
            if isinstance(told, Unreachable) and told.code in ACCESS_LOST:
                await self._doubt_access(workspace_id, client, told.code)
                raise Unavailable from fault
            raise told from fault
        return cast("Json", answer.data)

    async def _client(self, workspace_id: str) -> AsyncWebClient:
        """A workspace that Kindling has left ends no conversation: it may come back."""
        try:
            return await self._clients.of(workspace_id)
        except Unreachable as fault:
            raise Unavailable from fault

    async def _doubt_access(self, workspace_id: str, client: AsyncWebClient, code: str) -> None:
        """Ends the workspace whose token is good for nothing: asked twice, since that forgets the token."""
        if workspace_id in self._doubted:
            return
        self._doubted.add(workspace_id)
        try:
            self._clients.drop(workspace_id)
            if (await self._client(workspace_id)).token == client.token and await _is_refused(client):
                now = self._clock.now()
                await self._store.decide(
                    lambda tx: workspaces.end_workspace(tx, workspace_id, now), apart=True
                )
                log.warning(
                    "Slack takes Kindling's token no more, so nothing is sent there. Install Kindling there "
                    "again, or give it the new SLACK_BOT_TOKEN and start it anew.",
                    workspace=workspace_id,
                    code=code,
                )
        except SendingFault:
            log.info("Whether Kindling still has access can't be asked just now.", workspace=workspace_id)
        finally:
            self._doubted.discard(workspace_id)


async def _is_refused(client: AsyncWebClient) -> bool:
    """Raises SendingFault where Slack does not say."""
    try:
        await client.auth_test()
    except Exception as fault:
        told = fault_of(fault)
        if isinstance(told, Unreachable) and told.code in ACCESS_LOST:
            return True
        raise told from fault
    return False
