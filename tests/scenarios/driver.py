"""What a platform has to offer so that the stories can be told on it: people, places, buttons, forms, time.

A driver runs the whole application as that platform meets it, and speaks of nothing of ours: no action, no
row, no card. It shows what a person would see and does what a person would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class FieldKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    PEOPLE = "people"
    TIME = "time"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Field:
    """A form's field as somebody sees it: `options` are labels, `value` what stands in it."""

    label: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    value: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What somebody sees: a post, a private reply, or a form.

    `text` is everything that can be read, buttons as [Label], in reading order; `choices` are lettered.
    `handle` is the driver's own, to find it again.
    """

    text: str
    buttons: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    is_form: bool = False
    handle: object = None


class Change(StrEnum):
    POSTED = "posted"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Event:
    """Something of Kindling's that people can see without having asked: in a channel, or to one person.

    `place` is a channel's name with its #, or a person's name. `under` is the handle of the message in whose
    thread it stands.
    """

    place: str
    change: Change
    view: View
    under: object = None


@dataclass(frozen=True, slots=True)
class Coaching:
    """What an operator says of a team: who leads it, and where ideas and thanks go."""

    channel: str
    name: str
    leaders: tuple[str, ...]
    direct: bool = False
    thanks_weekly: bool = False


Values = Mapping[str, Sequence[str]]
"""A form's values by the label of their field; a choice by its label, people by name."""


class Driver(Protocol):
    """One platform with Kindling in it. People and channels are named as people name them."""

    @property
    def has_threads(self) -> bool:
        """Whether posts can stand under a message, and thanks can be given from one."""

    async def open(self, folder: Path, at: datetime) -> None:
        """Starts the platform and Kindling, nothing set up, at that instant."""

    async def close(self) -> None: ...

    async def now(self) -> datetime: ...

    async def wait_until(self, at: datetime) -> None:
        """Lets time run, everything that is due happening at its own time."""

    async def make_channel(self, channel: str, people: Sequence[str]) -> None:
        """A channel with exactly these people in it; who is new to the workspace joins that too."""

    async def coach(self, coaching: Coaching) -> None:
        """Has an operator set a team up in a channel that is there."""

    async def join(self, person: str, channel: str) -> None: ...

    async def leave(self, person: str, channel: str) -> None: ...

    async def say(self, person: str, words: str, channel: str | None) -> View:
        """Says something to Kindling, alone with it or from a channel; the answer is theirs alone."""

    async def write(self, person: str, text: str, channel: str) -> View:
        """An ordinary message to colleagues."""

    async def thank_from(self, person: str, message: View, author: str) -> View:
        """Opens the form for thanks from a colleague's message, or by words where messages have no menu."""

    async def press(self, person: str, view: View, label: str) -> View:
        """Presses a button that `view` shows. The answer is theirs alone."""

    async def send(self, person: str, form: View, values: Values) -> View:
        """Sends a form: what is not in `values` stays as it stands there."""

    async def news(self) -> list[Event]:
        """What has become visible anywhere since the last call; answers to acts are not news.

        What was posted in one place comes in its order.
        """

    async def break_down(self) -> None:
        """From now on the platform takes no posts."""

    async def mend(self) -> None:
        """The platform works again."""

    async def stop(self) -> None:
        """Kindling is switched off; time runs on."""

    async def start(self) -> None:
        """Kindling is switched on again."""
