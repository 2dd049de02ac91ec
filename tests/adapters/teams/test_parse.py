"""Where something happened, who did it, and what they pressed, from Teams' own shapes."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.teams.parse import Scope, Who, pressed_data, spot_of, tenants_of, who_of, zone_of
from tests.adapters.teams.talk import CHANNEL, LI, MARTA, PERSONAL, SAM, TEAM, TENANT, payload


@pytest.mark.parametrize(
    ("name", "scope", "channel", "thread"),
    [
        ("message_personal", Scope.PERSONAL, "", ""),
        ("message_channel", Scope.CHANNEL, CHANNEL, "1732615200124"),
        ("message_group_chat", Scope.ELSEWHERE, "", ""),
        ("fetch_elsewhere", Scope.ELSEWHERE, "", ""),
        ("fetch_message", Scope.CHANNEL, CHANNEL, "1732614000000"),
        ("installed_team", Scope.CHANNEL, CHANNEL, ""),
        ("bot_added", Scope.CHANNEL, TEAM, ""),
        ("installed_personal", Scope.PERSONAL, "", ""),
    ],
)
def test_where(name: str, scope: Scope, channel: str, thread: str) -> None:
    spot = spot_of(payload(name), TENANT)
    assert (spot.scope, spot.channel_id, spot.thread) == (scope, channel, thread)
    assert spot.group_id == (TEAM if channel else "")
    assert spot.service_url == "https://smba.trafficmanager.net/emea/"


@pytest.mark.parametrize(
    ("kind", "address", "scope"),
    [
        ("personal", "a:1", Scope.PERSONAL),
        ("", "a:1", Scope.PERSONAL),
        ("personal", "a13cb6a2-df25-4e89-8f7d-c08897a29ad2", Scope.PERSONAL),
        ("personal", "19:one_two@unq.gbl.spaces", Scope.ELSEWHERE),
        ("personal", "", Scope.ELSEWHERE),
        ("", "a13cb6a2-df25-4e89-8f7d-c08897a29ad2", Scope.ELSEWHERE),
        ("groupChat", "a:1", Scope.ELSEWHERE),
    ],
)
def test_which_chats_are_somebodys_own_with_kindling(kind: str, address: str, scope: Scope) -> None:
    """The Agents Playground's own has an id of another form."""
    said = payload("message_personal", conversation={"conversationType": kind, "id": address})
    assert spot_of(said, TENANT).scope is scope


def test_what_a_channel_is_called() -> None:
    event = payload("installed_team")
    assert spot_of(event, TENANT).channel_name == ""
    event["conversation"]["name"] = "Desk"
    assert spot_of(event, TENANT).channel_name == "Desk"
    event["channelData"]["channel"]["name"] = "Front desk"
    assert spot_of(event, TENANT).channel_name == "Front desk"


def test_an_answer_goes_into_the_thread() -> None:
    assert spot_of(payload("message_channel"), TENANT).address == f"{CHANNEL};messageid=1732615200124"
    assert spot_of(payload("message_personal"), TENANT).address == PERSONAL


@pytest.mark.parametrize("kind", ["private", "shared", "Private"])
def test_channels_that_are_closed(kind: str) -> None:
    event = payload("channel_created")
    event["channelData"]["channel"]["type"] = kind
    assert spot_of(event, TENANT).is_closed
    event["channelData"]["channel"]["type"] = "standard"
    assert not spot_of(event, TENANT).is_closed


def test_who() -> None:
    assert who_of(payload("message_personal")) == Who(f"29:{MARTA}", MARTA, "Marta Reis", "Europe/Lisbon")
    assert who_of(payload("installed_team")) == Who(f"29:{SAM}", SAM, "", None)


@pytest.mark.parametrize(
    "sender",
    [
        {},
        None,
        "Marta",
        {"id": "29:x"},
        {"aadObjectId": LI},
        {"id": "28:b", "aadObjectId": LI, "role": "bot"},
    ],
)
def test_who_is_nobody_of_the_directory(sender: Any) -> None:
    assert who_of(payload("message_personal", sender=sender)) is None


@pytest.mark.parametrize(
    ("changes", "zone"),
    [
        ({}, "Europe/Lisbon"),
        ({"localTimezone": "America/New_York"}, "America/New_York"),
        ({"localTimezone": "GMT Standard Time"}, "Europe/Lisbon"),
        ({"localTimezone": None, "entities": []}, None),
        ({"localTimezone": 5, "entities": [{"type": "clientInfo", "timezone": "Mars/Olympus"}]}, None),
    ],
)
def test_the_zone_of_who_wrote(changes: dict[str, Any], zone: str | None) -> None:
    assert zone_of(payload("message_personal", **changes)) == zone


def test_tenants_are_all_that_are_named() -> None:
    event = payload("message_personal")
    assert tenants_of(event) == {TENANT}
    event["channelData"]["tenant"]["id"] = TENANT.upper()
    assert tenants_of(event) == {TENANT}
    event["channelData"]["tenant"]["id"] = "another"
    assert tenants_of(event) == {TENANT, "another"}
    event["conversation"] = {"tenantID": "third"}
    assert tenants_of(event) == {"another", "third"}
    assert tenants_of({}) == frozenset()


def test_what_was_pressed() -> None:
    assert pressed_data(payload("execute_channel")) == {"k": '[1,"help"]'}
    assert pressed_data(payload("message_submit")) == {"k": '[1,"help"]'}
    assert pressed_data(payload("message_personal")) is None
    assert pressed_data(payload("execute_channel", value=None)) is None
    assert pressed_data(payload("execute_channel", value__action="press")) is None
