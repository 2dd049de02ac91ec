"""From events to who did what, or what became of a workspace, its people and its channels. Pure.

Raises NotReadable for an event that lacks what Slack always sends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.slack.heard import Acted, Heard, Spoke, Spot, SpotKind, Told
from adapters.slack.payloads import (
    Who,
    identity_of,
    need_text,
    object_at,
    own_person,
    place_of,
    text_at,
    who_told,
    workspace_of_event,
)
from adapters.slack.views import Opener
from adapters.slack.words import read_said, without_mention
from bot.actions import OpenHome, TakeBackReaction, ThankByReaction

SLACKBOT = "USLACKBOT"
_STAMP = re.compile(r"([0-9]{9,11})\.([0-9]{6})", re.ASCII)
_SAID_BY_PEOPLE = {"", "file_share", "me_message", "thread_broadcast"}


def read_event(payload: Mapping[str, Any], came_at: float) -> Heard:
    event = object_at(payload, "event")
    workspace = workspace_of_event(payload)
    identity = identity_of("event", workspace, need_text(payload, "event_id"))
    match text_at(event, "type"):
        case "message":
            return _said(payload, event, identity, came_at)
        case "app_mention":
            return _called(payload, event, identity, came_at)
        case "reaction_added" | "reaction_removed":
            return _reacted(payload, event, identity, came_at)
        case "app_home_opened" if text_at(event, "tab") == "home":
            return _came_home(payload, event, identity, came_at)
        case kind:
            return Told(workspace, identity, kind, event, own_person(payload))


def _said(payload: Mapping[str, Any], event: Mapping[str, Any], identity: str, came_at: float) -> Heard:
    """Words to Kindling alone. What apps say, edits and deletions are no words."""
    by_app = "bot_id" in event or text_at(event, "user") in {"", own_person(payload), SLACKBOT}
    if text_at(event, "channel_type") != "im" or by_app or text_at(event, "subtype") not in _SAID_BY_PEOPLE:
        return None
    who, spot = _where_told(payload, event, SpotKind.CHAT, came_at)
    return Spoke(who, identity, read_said(text_at(event, "text")), spot)


def _called(payload: Mapping[str, Any], event: Mapping[str, Any], identity: str, came_at: float) -> Heard:
    """Words in a channel behind a mention of Kindling. Answered so that only who asked sees it."""
    if "bot_id" in event or not text_at(event, "user"):
        return None
    who, spot = _where_told(payload, event, SpotKind.CHANNEL, came_at)
    said = without_mention(read_said(text_at(event, "text")), own_person(payload))
    return Spoke(who, identity, said, spot)


def _reacted(payload: Mapping[str, Any], event: Mapping[str, Any], identity: str, came_at: float) -> Heard:
    item, author, own = object_at(event, "item"), text_at(event, "item_user"), own_person(payload)
    if text_at(item, "type") != "message" or author in {"", own} or text_at(event, "user") == own:
        return None
    channel, message = need_text(item, "channel"), need_text(item, "ts")
    who, spot = _where_told(payload, {**event, "channel": channel}, SpotKind.CHANNEL, came_at)
    kind = TakeBackReaction if text_at(event, "type") == "reaction_removed" else ThankByReaction
    at = _instant(text_at(event, "event_ts"))
    action = kind(text_at(event, "reaction"), channel, message, author, happened_at=at)
    return Acted(who, identity, action, spot)


def _instant(stamp: str) -> datetime | None:
    """Slack writes seconds with six decimals, which no float keeps."""
    found = _STAMP.fullmatch(stamp)
    if found is None:
        return None
    return datetime.fromtimestamp(int(found[1]), UTC) + timedelta(microseconds=int(found[2]))


def _came_home(payload: Mapping[str, Any], event: Mapping[str, Any], identity: str, came_at: float) -> Heard:
    who = who_told(payload, need_text(event, "user"), None)
    spot = Spot(SpotKind.HOME, who.workspace_id, who.person, came_at, channel=text_at(event, "channel"))
    return Acted(who, identity, OpenHome(), spot)


def _where_told(
    payload: Mapping[str, Any], event: Mapping[str, Any], kind: SpotKind, came_at: float
) -> tuple[Who, Spot]:
    person, channel = need_text(event, "user"), need_text(event, "channel")
    who = who_told(payload, person, place_of(channel, person))
    opener = Opener(who.conversation or "")
    thread = text_at(event, "thread_ts")
    spot = Spot(kind, who.workspace_id, person, came_at, channel=channel, thread=thread, opener=opener)
    return who, spot
