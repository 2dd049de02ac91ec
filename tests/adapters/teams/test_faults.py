"""Each answer of the connector's, by status and code."""

from __future__ import annotations

import pytest

from adapters.teams.faults import FIRST_WAIT, LONGEST_WAIT, fault_answered, fault_on_the_way
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


def error(code: object) -> dict[str, object]:
    return {"error": {"code": code}}


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (400, error("BadSyntax"), Refused("BadSyntax")),
        (401, {}, Unavailable()),
        (403, error("BotNotInConversationRoster"), Unreachable("BotNotInConversationRoster")),
        (
            403,
            {"error": {"code": "Forbidden", "subCode": "MessageWritesBlocked"}},
            Unreachable("MessageWritesBlocked"),
        ),
        (403, {"error": {"innerHttpError": {"subCode": "Inner"}, "code": "Outer"}}, Unreachable("Inner")),
        (404, error("ConversationNotFound"), Unreachable("ConversationNotFound")),
        (404, error("ActivityNotFoundInConversation"), MessageGone()),
        (404, {}, Unreachable("404")),
        (412, {}, Unavailable()),
        (413, error("MessageSizeTooBig"), Refused("MessageSizeTooBig")),
        (500, {}, OutcomeUnknown()),
        (501, {"code": "DeleteActivityAPINotImplemented"}, Refused("501")),
        (502, {}, OutcomeUnknown(pauses=True)),
        (503, {}, OutcomeUnknown(pauses=True)),
        (504, {}, OutcomeUnknown(pauses=True)),
        (400, [], Refused("400")),
        (400, {"error": "text"}, Refused("400")),
        (400, error(7), Refused("400")),
        (302, {}, Refused("302")),
    ],
)
def test_a_status_and_its_code(status: int, body: object, outcome: SendingFault) -> None:
    found = fault_answered(status, body, None)
    assert (type(found), vars(found)) == (type(outcome), vars(outcome))


def test_throttled_waits_as_long_as_asked_else_by_chance() -> None:
    assert fault_answered(429, {}, "3.5") == RateLimited(3.5)
    for given in (None, "", "soon"):
        found = fault_answered(429, {}, given)
        assert isinstance(found, RateLimited)
        assert FIRST_WAIT <= found.retry_after <= LONGEST_WAIT


def test_what_never_left_is_known_and_all_else_is_not() -> None:
    assert isinstance(fault_on_the_way(NotConnected()), Unavailable)
    assert isinstance(fault_on_the_way(ConnectionResetError()), OutcomeUnknown)
    assert isinstance(fault_on_the_way(TimeoutError()), OutcomeUnknown)
