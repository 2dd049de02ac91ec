from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.slack.heard import Acted, Spoke, SpotKind, Told
from adapters.slack.parse_events import read_event
from adapters.slack.payloads import NotReadable, Who
from bot.actions import OpenHome, TakeBackReaction, ThankByReaction
from tests.adapters.slack.recorded import NAMES, Json, recorded

NOW = 1000.0


def heard(name: str, **changed: object) -> object:
    return read_event(recorded(name, **changed), NOW)


def test_words_to_kindling_alone() -> None:
    spoke = heard("event_message")
    assert isinstance(spoke, Spoke)
    assert spoke.who == Who("T0HOTEL", "U0MARTA", "", "@U0MARTA")
    assert spoke.said.text == "pause until friday"
    assert (spoke.spot.kind, spoke.spot.channel, spoke.spot.thread) == (SpotKind.CHAT, "D0MARTA", "")


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("event_message_own", {}),
        ("event_message_deleted", {}),
        ("event_message_changed", {}),
        ("event_message", {"event.channel_type": "channel"}),
        ("event_message", {"event.bot_id": "B0OTHER"}),
        ("event_message", {"event.user": "U0KINDLING"}),
        ("event_message", {"event.user": "USLACKBOT"}),
        ("event_message", {"event.subtype": "channel_join"}),
        ("event_app_mention", {"event.bot_id": "B0OTHER"}),
        ("event_reaction_added", {"event.item_user": "U0KINDLING"}),
        ("event_reaction_added", {"event.item_user": None}),
        ("event_reaction_added", {"event.user": "U0KINDLING"}),
        ("event_reaction_added", {"event.item": {"type": "file", "file": "F0FILE"}}),
    ],
)
def test_what_is_no_concern_of_kindlings(name: str, changed: Json) -> None:
    assert heard(name, **changed) is None


def test_a_picture_with_words_is_words() -> None:
    assert isinstance(heard("event_message", **{"event.subtype": "file_share"}), Spoke)


def test_a_call_in_a_channel_is_the_words_behind_it() -> None:
    spoke = heard("event_app_mention")
    assert isinstance(spoke, Spoke)
    assert (spoke.who.conversation, spoke.said.text, spoke.said.mentions) == ("C0DESK", "settings", ())
    assert spoke.spot.kind is SpotKind.CHANNEL


def test_a_reaction_tells_whose_message_and_when() -> None:
    added, removed = heard("event_reaction_added"), heard("event_reaction_removed")
    assert isinstance(added, Acted)
    assert isinstance(removed, Acted)
    message = ("sunflower", "C0DESK", "1764255555.000900", "U0JONAS")
    at = datetime(2025, 11, 27, 15, 5, 5, 500, UTC)
    assert added.action == ThankByReaction(*message, happened_at=at)
    assert isinstance(removed.action, TakeBackReaction)
    assert added.who.conversation == "C0DESK"


@pytest.mark.parametrize("stamp", ["", "x", "1764255905", "1764255905.5", "-1.000000", "9" * 30 + ".000000"])
def test_a_time_that_slack_never_wrote_is_none(stamp: str) -> None:
    added = heard("event_reaction_added", **{"event.event_ts": stamp})
    assert isinstance(added, Acted)
    assert isinstance(added.action, ThankByReaction)
    assert added.action.happened_at is None


def test_home_is_opened_by_its_tab_alone() -> None:
    opened = heard("event_app_home_opened")
    assert isinstance(opened, Acted)
    assert (opened.action, opened.spot.kind, opened.who.conversation) == (OpenHome(), SpotKind.HOME, None)
    assert isinstance(heard("event_app_home_opened", **{"event.tab": "messages"}), Told)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name.startswith(("event_channel", "event_member", "event_team"))]
)
def test_what_becomes_of_people_and_channels_is_told(name: str) -> None:
    told = heard(name)
    assert isinstance(told, Told)
    assert (told.workspace_id, told.own_person) == ("T0HOTEL", "U0KINDLING")
    assert told.kind == told.event["type"]


def test_an_event_again_is_the_same() -> None:
    once, again = heard("event_message"), heard("event_message", event_time=1)
    other = heard("event_message", event_id="Ev0OTHER")
    assert isinstance(once, Spoke)
    assert isinstance(again, Spoke)
    assert isinstance(other, Spoke)
    assert once.identity == again.identity != other.identity


def test_an_organisation_is_one_workspace() -> None:
    spoke = heard("event_of_organisation")
    assert isinstance(spoke, Spoke)
    assert spoke.who.workspace_id == "E0GROUP"


def test_a_shared_channels_stranger_is_told_for_our_workspace() -> None:
    spoke = heard("event_in_shared_channel")
    assert isinstance(spoke, Spoke)
    assert spoke.who == Who("T0HOTEL", "U0GUEST", "", "C0SHARED", is_stranger=True)


def test_an_event_without_an_id_can_t_be_read() -> None:
    with pytest.raises(NotReadable):
        heard("event_message", event_id=None)
