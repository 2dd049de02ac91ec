"""What a fault of Slack's, or on the way to it, means for what was asked.

Codes as Slack's reference gives them for chat.postMessage, chat.update, conversations.open and
conversations.history (https://docs.slack.dev/reference/methods).
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import OutcomeUnknown, RateLimited, Refused, SendingFault, Unavailable, Unreachable

ACCESS_LOST = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})
"""The token is good for nothing (any more)."""

NO_WAY = frozenset(
    {
        "cannot_dm_bot",
        "channel_not_found",
        "ekm_access_denied",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "posting_to_general_channel_denied",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "team_access_not_granted",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""That conversation can't be written to."""

LATER = frozenset({"accesslimited", "org_login_required", "service_unavailable", "team_added_to_org"})
"""Slack took nothing, and may later: it is down there, or the workspace is being moved."""

UNSURE = frozenset({"fatal_error", "internal_error"})
"""Slack's reference says of both that some of it may have been done."""

TOO_FAST = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
WAIT = 30.0
"""Seconds to wait where Slack says that it was too much, and not for how long."""


NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
"""Raised before a byte of the request has left."""


def fault_of(fault: Exception) -> SendingFault:
    """What is known of the request by it: of anything unforeseen, nothing."""
    match fault:
        case SendingFault():
            return fault
        case SlackApiError():
            return _answered(fault)
        # These are raised before a byte of the request has left.
        case (
            aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.ClientHttpProxyError()
        ):
            return Unavailable()
        case _:
            return OutcomeUnknown()


def code_of(fault: SlackApiError) -> str:
    """Slack's word for what went wrong; empty where the answer was not Slack's."""
    data = getattr(fault.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def _answered(fault: SlackApiError) -> SendingFault:
    code, status = code_of(fault), _status_of(fault)
    if status == HTTPStatus.TOO_MANY_REQUESTS or code in TOO_FAST:
        return RateLimited(_retry_after(fault))
    if code in LATER:
        return Unavailable()
    if code in UNSURE or not code:
        return OutcomeUnknown(pauses=status == HTTPStatus.SERVICE_UNAVAILABLE)
    if code in NO_WAY or code in ACCESS_LOST:
        return Unreachable(code)
    return Refused(code)


def _status_of(fault: SlackApiError) -> int:
    """The SDK hands over its own answer, or aiohttp's where it could not be read."""
    return int(getattr(fault.response, "status_code", 0) or getattr(fault.response, "status", 0))


def _retry_after(fault: SlackApiError) -> float:
    headers = getattr(fault.response, "headers", None) or {}
    given = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    try:
        return max(float(given), 0.0)
    except ValueError:
        return WAIT
