"""What an answer of Teams' connector, or a fault on the way to it, means for what was asked.

Statuses and codes as Microsoft gives them for bots (learn.microsoft.com, "Rate limiting" and "Proactive
messages"): 412, 429, 502 and 504 are to be tried again; of a 403 and a 404 the code tells what is gone.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from http import HTTPStatus

from adapters.wire import NotConnected
from bot.errors import (
    MessageGone,
    OutcomeUnknown,
    RateLimited,
    Refused,
    SendingFault,
    Unavailable,
    Unreachable,
)

MESSAGE_GONE = frozenset({"ActivityNotFoundInConversation", "MessageNotFound"})
FIRST_WAIT, LONGEST_WAIT = 1.0, 3.0
"""Between so many seconds to wait, by chance, where Teams says that it was too much, not for how long."""


def fault_on_the_way(fault: OSError) -> SendingFault:
    """What is known of the request by a fault that came instead of an answer."""
    return Unavailable() if isinstance(fault, NotConnected) else OutcomeUnknown()


def fault_answered(status: int, body: object, retry_after: str | None) -> SendingFault:
    """A gateway that gave up (502, 504) may have passed the message on before: its fate is unknown.

    What is not there to be asked for (501) was not done: the Agents Playground deletes no messages.
    """
    code = code_of(body) or str(status)
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return RateLimited(_wait(retry_after))
        case HTTPStatus.PRECONDITION_FAILED | HTTPStatus.UNAUTHORIZED:
            return Unavailable()
        case HTTPStatus.BAD_GATEWAY | HTTPStatus.GATEWAY_TIMEOUT | HTTPStatus.SERVICE_UNAVAILABLE:
            return OutcomeUnknown(pauses=True)
        case HTTPStatus.NOT_FOUND if code in MESSAGE_GONE:
            return MessageGone()
        case HTTPStatus.FORBIDDEN | HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return Unreachable(code)
        case HTTPStatus.NOT_IMPLEMENTED:
            return Refused(code)
        case _ if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return OutcomeUnknown()
        case _:
            return Refused(code)


def code_of(body: object) -> str:
    """Teams' word for what went wrong: the narrowest it gives; empty where the answer is not Teams'."""
    error = body.get("error") if isinstance(body, Mapping) else None
    if not isinstance(error, Mapping):
        return ""
    inner = error.get("innerHttpError")
    narrow = error.get("subCode") or (inner.get("subCode") if isinstance(inner, Mapping) else None)
    code = narrow or error.get("code")
    return code[:80] if isinstance(code, str) else ""


def _wait(retry_after: str | None) -> float:
    try:
        return max(float(retry_after or ""), 0.0)
    except ValueError:
        return random.uniform(FIRST_WAIT, LONGEST_WAIT)  # noqa: S311 - a pause is no secret
