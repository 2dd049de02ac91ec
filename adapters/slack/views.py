"""The frame of a modal, and what it remembers: where it was opened from, and what its form does. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.lines import Json, plain_object
from adapters.slack.text import fits, one_line
from bot.actions import Action
from bot.codec import unpack
from bot.errors import ActionBroken

MOST_TITLE = 24
APP = "Kindling"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Opener:
    """Where a modal was opened from: platform ids, "" where there was no message or no conversation."""

    conversation: str = ""
    message: str = ""


def view_title(text: str) -> str | None:
    """None for what has no room in a modal's title; then it stands above the text."""
    title = one_line(text)
    return title if title and fits(title, MOST_TITLE) else None


def modal(
    kind: str,
    title: str | None,
    blocks: list[Json],
    close: str,
    opener: Opener = Opener(),
    submit: str | None = None,
) -> Json:
    """`kind` becomes the callback_id; `submit` is a packed action."""
    kept = [_VERSION, opener.conversation, opener.message, submit]
    return {
        "type": "modal",
        "callback_id": kind,
        "title": plain_object(title or APP),
        "close": plain_object(close),
        "private_metadata": json.dumps(kept, separators=(",", ":")),
        "blocks": blocks,
    }


def opener_of(view: Mapping[str, Any]) -> Opener:
    """Raises ActionBroken for a view that Kindling did not write."""
    conversation, message, _ = _kept(view)
    return Opener(conversation, message)


def submit_of(view: Mapping[str, Any]) -> Action:
    """What the form does. Raises ActionBroken or ActionOutdated."""
    _, _, submit = _kept(view)
    if submit is None:
        raise ActionBroken
    return unpack(submit)


def _kept(view: Mapping[str, Any]) -> tuple[str, str, str | None]:
    try:
        kept = json.loads(view.get("private_metadata") or "")
    except (TypeError, ValueError, RecursionError):
        raise ActionBroken from None
    match kept:
        case [int(), str(conversation), str(message), str() | None as submit]:
            return conversation, message, submit
        case _:
            raise ActionBroken
