"""From commands, buttons, forms and shortcuts to who did what, and where the answer goes. Pure.

Each reader raises NotReadable for a payload that lacks what Slack always sends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack.forms import values_of
from adapters.slack.heard import Acted, Heard, Spoke, Spot, SpotKind, Unfolded
from adapters.slack.lines import Manner
from adapters.slack.payloads import (
    Who,
    first_of,
    identity_of,
    need_text,
    object_at,
    place_of,
    text_at,
    who_commands,
    who_interacts,
)
from adapters.slack.views import Opener, opener_of, submit_of
from adapters.slack.words import people_in, read_said
from bot.actions import Action, OpenKudos
from bot.codec import fill, unpack
from bot.errors import ActionBroken, Refusal

GIVE_KUDOS, GIVE_KUDOS_FOR = "give_kudos", "give_kudos_for"
"""The callback ids of the shortcuts: everywhere, and in a message's menu."""

ANSWER_BLOCK = "answer"
"""The first block_id of an answer of Kindling's own: by it a press in one is known."""

PRESS, FOLD = "act/", "fold/"
_HELPS = {"help", "?"}


def read_command(form: Mapping[str, Any], came_at: float, manner: Manner) -> Heard:
    who = who_commands(form)
    trigger, typed = text_at(form, "trigger_id"), text_at(form, "text").strip()
    if text_at(form, "command") == manner.kudos_command and typed.casefold() not in _HELPS:
        typed = f"kudos {typed}"
    spot = Spot(
        SpotKind.COMMAND,
        who.workspace_id,
        who.person,
        came_at,
        trigger,
        text_at(form, "response_url"),
        text_at(form, "channel_id"),
        opener=Opener(who.conversation or ""),
    )
    identity = identity_of("command", who.workspace_id, who.person, trigger, typed)
    return Spoke(who, identity, read_said(typed), spot)


def read_press(payload: Mapping[str, Any], came_at: float) -> Heard:
    """A button, wherever it stands. What a form's fields tell by themselves is of no concern."""
    pressed = first_of(payload, "actions")
    action_id, value = text_at(pressed, "action_id"), text_at(pressed, "value")
    if not action_id.startswith((PRESS, FOLD)):
        return None
    view = object_at(payload, "view")
    who, spot = _pressed_in_view(payload, view, came_at) if view else _pressed_in_message(payload, came_at)
    if action_id.startswith(FOLD):
        return Unfolded(value, spot)
    where = spot.view or f"{spot.channel}/{text_at(payload, 'container', 'message_ts')}"
    pressed_at = text_at(pressed, "action_ts") or spot.trigger
    identity = identity_of("press", who.workspace_id, who.person, where, value, pressed_at)
    return Acted(who, identity, _read(lambda: unpack(value)), spot)


def _pressed_in_message(payload: Mapping[str, Any], came_at: float) -> tuple[Who, Spot]:
    container = object_at(payload, "container")
    channel = text_at(container, "channel_id") or text_at(payload, "channel", "id")
    who = who_interacts(payload, place_of(channel, text_at(payload, "user", "id")))
    message = object_at(payload, "message")
    spot = Spot(
        SpotKind.ANSWER if _is_answer(container, message) else SpotKind.POST,
        who.workspace_id,
        who.person,
        came_at,
        text_at(payload, "trigger_id"),
        text_at(payload, "response_url"),
        channel,
        text_at(container, "thread_ts") or text_at(message, "thread_ts"),
        opener=Opener(who.conversation or "", text_at(container, "message_ts")),
    )
    return who, spot


def _is_answer(container: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    if container.get("is_ephemeral") is True:
        return True
    return text_at(first_of(message, "blocks"), "block_id") == ANSWER_BLOCK


def _pressed_in_view(payload: Mapping[str, Any], view: Mapping[str, Any], came_at: float) -> tuple[Who, Spot]:
    is_home = text_at(view, "type") == "home"
    opener = Opener() if is_home else _opener(view)
    who = who_interacts(payload, opener.conversation or None)
    kind = SpotKind.HOME if is_home else SpotKind.VIEW
    trigger, view_id = text_at(payload, "trigger_id"), need_text(view, "id")
    return who, Spot(kind, who.workspace_id, who.person, came_at, trigger, view=view_id, opener=opener)


def _opener(view: Mapping[str, Any]) -> Opener:
    """Whatever became of what the view remembers, it can be answered."""
    try:
        return opener_of(view)
    except ActionBroken:
        return Opener()


def read_form(payload: Mapping[str, Any], came_at: float) -> Heard:
    view = object_at(payload, "view")
    opener = _opener(view)
    who = who_interacts(payload, opener.conversation or None)
    view_id = need_text(view, "id")
    trigger = text_at(payload, "trigger_id")
    spot = Spot(
        SpotKind.FORM,
        who.workspace_id,
        who.person,
        came_at,
        trigger,
        view=view_id,
        field=next(iter(object_at(object_at(view, "state"), "values")), ""),
        opener=opener,
    )
    try:
        values = values_of(view)
        action: Action | Refusal = fill(submit_of(view), values)
    except Refusal as refusal:
        values, action = {}, refusal
    identity = identity_of("form", who.workspace_id, who.person, view_id, values)
    return Acted(who, identity, action, spot)


def _read(reading: Callable[[], Action]) -> Action | Refusal:
    try:
        return reading()
    except Refusal as refusal:
        return refusal


def read_shortcut(payload: Mapping[str, Any], came_at: float) -> Heard:
    """Give kudos, from anywhere."""
    if text_at(payload, "callback_id") != GIVE_KUDOS:
        return None
    who = who_interacts(payload, None)
    trigger = text_at(payload, "trigger_id")
    spot = Spot(SpotKind.SHORTCUT, who.workspace_id, who.person, came_at, trigger)
    return Acted(who, identity_of("shortcut", who.workspace_id, who.person, trigger), OpenKudos(), spot)


def read_message_shortcut(payload: Mapping[str, Any], came_at: float) -> Heard:
    """Give kudos for a message: to its author, and to who is mentioned in it if the giver likes.

    The action has the message and its address, whatever place it is of: who listens takes out what may not
    be told.
    """
    if text_at(payload, "callback_id") != GIVE_KUDOS_FOR:
        return None
    channel = need_text(payload, "channel", "id")
    who = who_interacts(payload, place_of(channel, text_at(payload, "user", "id")))
    message, trigger = object_at(payload, "message"), text_at(payload, "trigger_id")
    spot = Spot(
        SpotKind.SHORTCUT,
        who.workspace_id,
        who.person,
        came_at,
        trigger,
        text_at(payload, "response_url"),
        channel,
        opener=Opener(who.conversation or "", text_at(message, "ts")),
    )
    author = text_at(message, "user")
    offered = tuple(one for one in people_in(text_at(message, "text")) if one not in {author, who.person})
    opening = OpenKudos(
        people=(author,) if author and author != who.person else (),
        offered=offered,
        conversation=channel,
        message=text_at(message, "thread_ts") or text_at(message, "ts"),
        link=_permalink(text_at(payload, "team", "domain"), channel, message),
    )
    return Acted(who, identity_of("shortcut", who.workspace_id, who.person, trigger), opening, spot)


def _permalink(domain: str, channel: str, message: Mapping[str, Any]) -> str:
    """As Slack itself writes it, so that it need not be asked."""
    at, thread = text_at(message, "ts"), text_at(message, "thread_ts")
    if not domain or not at:
        return ""
    link = f"https://{domain}.slack.com/archives/{channel}/p{at.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != at else link
