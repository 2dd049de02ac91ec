"""By which ways an answer may go, and when a way is shut."""

from __future__ import annotations

from contextlib import nullcontext
from typing import cast

import pytest

from adapters.slack.calls import Calls
from adapters.slack.clients import Clients
from adapters.slack.heard import Spot, SpotKind
from adapters.slack.lines import Json
from adapters.slack.ways import MODALS, TRIGGER_LASTS, NoWay, Ways, slacks_address
from adapters.wire import Address

SLACK = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "api", "may"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", SLACK, True),
        ("https://slack.com/x", SLACK, True),
        ("https://hooks.slack-gov.com/x", "https://slack-gov.com/api/", True),
        ("http://127.0.0.1:4003/response/1", "http://127.0.0.1:4003/api/", True),
        ("http://127.0.0.1:4004/response/1", "http://127.0.0.1:4003/api/", False),
        ("http://hooks.slack.com/x", SLACK, False),
        ("https://hooks.slack.com.example.com/x", SLACK, False),
        ("https://hooks.slack.com@example.com/x", SLACK, False),
        ("https://user@hooks.slack.com/x", SLACK, False),
        ("https://notslack.com/x", SLACK, False),
        ("file:///etc/passwd", SLACK, False),
        ("https://[::1/x", SLACK, False),
        ("", SLACK, False),
    ],
)
def test_answers_go_to_slack_and_nowhere_else(url: str, api: str, may: bool) -> None:
    with nullcontext() if may else pytest.raises(NoWay):
        assert slacks_address(url, api) == Address.read(url)


class Counted:
    """What was called at Slack; everything is well there."""

    def __init__(self) -> None:
        self.methods: list[str] = []

    async def post(self, _workspace: str, method: str, _body: Json) -> Json:
        self.methods.append(method)
        return {}


def ways(counted: Counted, times: list[float]) -> Ways:
    return Ways(cast("Calls", counted), cast("Clients", None), lambda: times[0])


def spot(came_at: float, workspace: str = "T1") -> Spot:
    return Spot(SpotKind.POST, workspace, "U1", came_at, trigger="1.2.3")


async def test_a_workspace_opens_so_many_modals_a_minute_and_holds_up_no_other() -> None:
    [(most, seconds)] = MODALS
    counted, times = Counted(), [1000.0]
    shown = ways(counted, times)
    for _ in range(most):
        await shown.open(spot(times[0]), dict)
    with pytest.raises(NoWay):
        await shown.open(spot(times[0]), dict)
    await shown.open(spot(times[0], "T2"), dict)
    times[0] += 1.1 * seconds
    await shown.open(spot(times[0]), dict)
    assert len(counted.methods) == most + 2


async def test_a_trigger_that_is_over_is_not_tried() -> None:
    counted, times = Counted(), [1000.0]
    shown = ways(counted, times)
    with pytest.raises(NoWay):
        await shown.open(spot(times[0] - TRIGGER_LASTS), dict)
    with pytest.raises(NoWay):
        await shown.push(spot(times[0] - TRIGGER_LASTS), {})
    assert counted.methods == []
