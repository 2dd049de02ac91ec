"""What somebody did in Slack, and where an answer to it can go."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adapters.slack.payloads import Who
from adapters.slack.views import Opener
from adapters.slack.words import Said
from bot.actions import Action
from bot.errors import Refusal


class SpotKind(StrEnum):
    """What was acted on. `ANSWER` is an answer of Kindling's own: the next one takes its place."""

    COMMAND = "command"
    POST = "post"
    ANSWER = "answer"
    VIEW = "view"
    FORM = "form"
    HOME = "home"
    SHORTCUT = "shortcut"
    CHAT = "chat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer can go: Slack's ids and addresses, "" where there is none.

    `came_at` is when the request came in, in seconds of a steady clock: Slack's triggers live for three.
    `field` is a form's first, where something can be said without taking the form away.
    """

    kind: SpotKind
    workspace_id: str
    person: str
    came_at: float
    trigger: str = ""
    response_url: str = ""
    channel: str = ""
    thread: str = ""
    view: str = ""
    field: str = ""
    opener: Opener = dataclasses.field(default_factory=Opener)


@dataclass(frozen=True, slots=True)
class Acted:
    """`action` is what it means; a refusal where it could not be read."""

    who: Who
    identity: str
    action: Action | Refusal
    spot: Spot


@dataclass(frozen=True, slots=True)
class Spoke:
    """Words: what they mean depends on what the store knows of groups and channels."""

    who: Who
    identity: str
    said: Said
    spot: Spot


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A fold was pressed: its text came with the button, so nobody has to be asked."""

    value: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Told:
    """Something that Slack tells of a workspace, its people or its channels."""

    workspace_id: str
    identity: str
    kind: str
    event: Mapping[str, Any]
    own_person: str = ""


Heard = Acted | Spoke | Unfolded | Told | None
"""None: nothing that concerns Kindling."""
