"""What Slack sends, read with care: who did something, in which workspace, and where. Pure.

The shapes are those of https://docs.slack.dev/reference/interaction-payloads, /apis/events-api and
/interactivity/implementing-slash-commands. A field that is missing or of another shape is read as "".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.ids import workspace_id

Json = dict[str, Any]
_packed = json.JSONEncoder(sort_keys=True).encode


class NotReadable(Exception):
    """What came is not of a shape that Slack documents."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who acted and where. `conversation` is the core's name of the place, None outside any."""

    workspace_id: str
    person: str
    name: str = ""
    conversation: str | None = None
    is_stranger: bool = False


def text_at(payload: object, *path: str) -> str:
    """The text at the end of the path, or ""."""
    for name in path:
        if not isinstance(payload, dict):
            return ""
        payload = payload.get(name)
    return payload if isinstance(payload, str) else ""


def need_text(payload: object, *path: str) -> str:
    """Raises NotReadable where there is none."""
    if not (found := text_at(payload, *path)):
        raise NotReadable(".".join(path))
    return found


def object_at(payload: Mapping[str, Any], name: str) -> Json:
    """The object in that field, or an empty one."""
    found = payload.get(name)
    return found if isinstance(found, dict) else {}


def first_of(payload: Mapping[str, Any], name: str) -> Json:
    """The first object of the list in that field, or an empty one."""
    found = payload.get(name)
    return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else {}


def _workspace(enterprise: str, team: str, whole: object) -> str:
    """An installation for a whole organisation has one workspace, wherever in it somebody acts."""
    try:
        return workspace_id(enterprise, None if _is_yes(whole) and enterprise else team)
    except ValueError:
        raise NotReadable("team") from None


def _is_yes(value: object) -> bool:
    """Commands say it as text."""
    return value is True or value == "true"


def who_commands(form: Mapping[str, Any]) -> Who:
    workspace = _workspace(
        text_at(form, "enterprise_id"), text_at(form, "team_id"), form.get("is_enterprise_install")
    )
    person = need_text(form, "user_id")
    place = place_of(text_at(form, "channel_id"), person)
    return Who(workspace, person, text_at(form, "user_name"), place)


def who_interacts(payload: Mapping[str, Any], place: str | None) -> Who:
    """A view that was opened from a shared channel says itself which workspace Kindling is in."""
    team = text_at(payload, "team", "id")
    installed = text_at(payload, "view", "app_installed_team_id")
    home = text_at(payload, "user", "team_id")
    whole = payload.get("is_enterprise_install")
    workspace = _workspace(text_at(payload, "enterprise", "id"), installed or team or home, whole)
    name = text_at(payload, "user", "name") or text_at(payload, "user", "username")
    is_stranger = not _is_yes(whole) and bool(home) and home != workspace
    return Who(workspace, need_text(payload, "user", "id"), name, place, is_stranger)


def workspace_of_event(payload: Mapping[str, Any]) -> str:
    """In a shared channel the event is told for the workspace of its authorization."""
    granted = first_of(payload, "authorizations") or payload
    enterprise, team = text_at(granted, "enterprise_id"), text_at(granted, "team_id")
    return _workspace(enterprise, team, granted.get("is_enterprise_install"))


def who_told(payload: Mapping[str, Any], person: str, place: str | None) -> Who:
    """Who an event is about."""
    workspace, event = workspace_of_event(payload), object_at(payload, "event")
    home = text_at(event, "user_team") or text_at(event, "source_team")
    is_stranger = payload.get("is_ext_shared_channel") is True and bool(home) and home != workspace
    return Who(workspace, person, "", place, is_stranger)


def own_person(payload: Mapping[str, Any]) -> str:
    """Kindling's own id in an event's workspace; "" where the event does not say."""
    granted = first_of(payload, "authorizations")
    return text_at(granted, "user_id") if granted.get("is_bot") is True else ""


def place_of(channel: str, person: str) -> str | None:
    """The core's name of a conversation: a direct one is called by who it is with."""
    if not channel:
        return None
    return f"@{person}" if channel.startswith("D") else channel


def identity_of(*parts: object) -> str:
    """One name for one act, whatever its parts contain."""
    return "slack/" + hashlib.sha256(_packed(parts).encode()).hexdigest()[:40]
