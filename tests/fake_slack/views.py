"""views.*: modals by trigger ids that last, three on top of each other, and homes."""

from __future__ import annotations

import json
from typing import Any

from tests.fake_slack.blocks import VIEW, check_blocks
from tests.fake_slack.slack import Slack, given_json
from tests.fake_slack.workspace import Json, SlackError, Workspace

MOST_MODALS = 3
LARGEST = 250_000
SHORT, PRIVATE, CALLBACK = 24, 3000, 255


def open_view(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    view, person = _checked(arguments, "modal"), slack.use_trigger(arguments.get("trigger_id")).person
    workspace.modals[person] = [_shown(slack, workspace, view)]
    return {"view": workspace.modals[person][-1]}


def push_view(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    view, person = _checked(arguments, "modal"), slack.use_trigger(arguments.get("trigger_id")).person
    if len(workspace.modals[person]) >= MOST_MODALS:
        raise SlackError("push_limit_reached")
    workspace.modals[person].append(_shown(slack, workspace, view))
    return {"view": workspace.modals[person][-1]}


def update_view(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    view = _checked(arguments, "modal")
    for stack in workspace.modals.values():
        for place, shown in enumerate(stack):
            if _is_meant(shown, arguments):
                _check_hash(shown, arguments)
                stack[place] = _shown(slack, workspace, view, shown["id"])
                return {"view": stack[place]}
    raise SlackError("not_found")


def publish_home(slack: Slack, workspace: Workspace, arguments: Json) -> Json:
    view, person = _checked(arguments, "home"), str(arguments.get("user_id"))
    if person not in workspace.people:
        raise SlackError("user_not_found")
    known = workspace.homes.get(person)
    if known is not None:
        _check_hash(known, arguments)
    workspace.homes[person] = _shown(slack, workspace, view, None if known is None else known["id"])
    return {"view": workspace.homes[person]}


def _is_meant(shown: Json, arguments: Json) -> bool:
    if arguments.get("external_id"):
        return bool(shown.get("external_id") == arguments["external_id"])
    return bool(shown["id"] == arguments.get("view_id"))


def _check_hash(shown: Json, arguments: Json) -> None:
    if arguments.get("hash") and arguments["hash"] != shown["hash"]:
        raise SlackError("hash_conflict")


def _shown(slack: Slack, workspace: Workspace, view: Json, view_id: str | None = None) -> Json:
    number = next(slack.numbers)
    about = {"id": view_id or f"V{number}", "hash": f"{number}.hash", "team_id": workspace.id}
    return {**view, **about, "bot_id": f"B{workspace.bot}", "state": {"values": {}}}


def _checked(arguments: Json, kind: str) -> Json:
    view: Any = given_json(arguments, "view")
    if not isinstance(view, dict) or view.get("type") != kind:
        raise SlackError("invalid_arguments")
    if len(json.dumps(view)) > LARGEST:
        raise SlackError("view_too_large")
    if wrong := list(_too_long(view, kind)):
        raise SlackError("invalid_arguments", response_metadata={"messages": wrong})
    check_blocks(view.get("blocks"), VIEW)
    return view


def _too_long(view: Json, kind: str) -> list[str]:
    limits = {"private_metadata": PRIVATE, "callback_id": CALLBACK, "external_id": CALLBACK}
    wrong = [name for name, most in limits.items() if len(str(view.get(name) or "")) > most]
    for name in ("title", "submit", "close"):
        text = (view.get(name) or {}).get("text", "")
        if len(text) > SHORT or (kind == "modal" and name == "title" and not text):
            wrong.append(name)
    return [f"[ERROR] must be less than allowed [json-pointer:/view/{name}]" for name in wrong]
