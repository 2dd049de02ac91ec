"""Slack's kit in this process: one Bolt app, through which requests from HTTP and from sockets pass alike.

Bolt scans its listeners one by one, builds what each could ask for, and acknowledges events before they are
handled. So there is one middleware, before any of that, which ends every request: it hands the payload to our
listeners and answers what they answer, once it is committed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Sequence

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.logs import log_fault, logger
from adapters.slack.listeners import Answer, Listeners
from adapters.slack.payloads import Json, NotReadable
from adapters.slack.quiet import QUIET

BAD_REQUEST, BROKEN = 400, 500
log = logger(__name__)


async def _ask_nobody(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Bolt wants one. No request gets so far: the store knows the workspaces, and Slack is not asked."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)


class _Hearing(AsyncMiddleware):
    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002 - Bolt's signature
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002 - the same
    ) -> BoltResponse:
        came_at = req.context.get("came_at") or time.monotonic()
        try:
            answer = await self._listeners.hear(req.body, came_at)
        except NotReadable:
            answer = Answer(status=BAD_REQUEST)
        except Exception as fault:  # noqa: BLE001 - Bolt would log it with what a person typed
            log_fault(log, "A request of Slack's failed.", fault)
            answer = Answer(status=BROKEN)
        return _response(answer)


def _response(answer: Answer) -> BoltResponse:
    if answer.body is None:
        return BoltResponse(status=answer.status, body="")
    headers: dict[str, str | Sequence[str]] = {"content-type": "application/json; charset=utf-8"}
    return BoltResponse(status=answer.status, body=json.dumps(answer.body), headers=headers)


class _App(AsyncApp):
    """Bolt makes a client of Slack's for each request; nobody here asks for it."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        """Nothing else of it is used either."""


class _Request(AsyncBoltRequest):
    """A payload that was read already: Bolt would read from it what our listeners read themselves."""

    def __init__(self, payload: Json, came_at: float) -> None:
        self.raw_body = ""
        self.body = payload
        self.query = {}
        self.headers = {}
        self.content_type = None
        self.context = AsyncBoltContext(came_at=came_at)
        self.lazy_only = False
        self.lazy_function_name = None
        self.mode = "socket_mode"


def bolt_app(listeners: Listeners) -> AsyncApp:
    """Requests are proved to be Slack's before they come here, on the bytes as they came."""
    return _App(
        name="kindling",
        logger=QUIET,
        before_authorize=_Hearing(listeners),
        authorize=_ask_nobody,
        process_before_response=True,
        signing_secret="",
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
    )


async def dispatch(app: AsyncApp, payload: Json, came_at: float) -> BoltResponse:
    """`came_at` in seconds of a steady clock."""
    return await app.async_dispatch(_Request(payload, came_at))
