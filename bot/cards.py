"""Cards are data: what Kindling says and asks, from a closed set of parts.

Text is a tuple of inline parts, so that escaping belongs to each platform's renderer and typed text
can never become markup. A renderer is one pure `match` over these classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import assert_never

from bot.actions import Action


@dataclass(frozen=True, slots=True)
class Mention:
    """A person, by the platform's id. Renderers notify nobody by it unless the card announces."""

    platform_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation to point at, for example #front-desk."""

    platform_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words to type to Kindling: `/kindling settings` in Slack, `settings` elsewhere."""

    words: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed. The only text that may be cut to fit, at a word, with an ellipsis."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    text: str


Inline = str | Mention | Place | Link | Say | Typed | Strong
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """One line of at most 60 characters, understood without any emoji."""

    line: Line


@dataclass(frozen=True, slots=True)
class Text:
    line: Line


@dataclass(frozen=True, slots=True)
class Heading:
    """A short label above the text that follows it."""

    text: str


@dataclass(frozen=True, slots=True)
class Lettered:
    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Whole answer choices, never cut; their buttons are letters."""

    choices: tuple[Lettered, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """`tells` is the accessible label where the visible one is only a letter."""

    label: str
    action: Action
    tells: str | None = None
    pressed: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """One row: three at the most, or four letters. The first is the main one."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Text that is shown when asked for; plain text prints it in full."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Small grey text."""

    line: Line


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    line: Line


@dataclass(frozen=True, slots=True)
class Fields:
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt: str


Part = Title | Heading | Text | Choices | Buttons | Fold | Note | Fields | Image


@dataclass(frozen=True, slots=True)
class Card:
    """`push` is a sentence of its own for notifications and screen readers, useful words first.

    `announces`: whom it mentions is to be notified by it.
    """

    push: str
    parts: tuple[Part, ...]
    announces: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing is shown of it: the answer to what somebody did elsewhere and need not hear about."""
        return not self.parts

    def buttons(self) -> Iterator[Button]:
        for part in self.parts:
            if isinstance(part, Buttons):
                yield from part.buttons


NOTHING = Card("", ())
"""The empty card."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TextField:
    name: str
    label: str
    hint: str | None = None
    longest: int = 500
    lines: int = 1
    required: bool = True
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceField:
    name: str
    label: str
    options: tuple[Option, ...]
    required: bool = True
    several: bool = False
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleField:
    """People of the workspace, as platform ids; names typed but not found come back as errors.

    `besides`: who need not be listed, since choosing them would be refused.
    """

    name: str
    label: str
    most: int = 10
    required: bool = True
    hint: str | None = None
    offered: tuple[Mention, ...] = ()
    besides: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceField:
    """A channel of the workspace, as its platform id; `offered` are those that there is a reason to choose.

    What is typed where a platform has nothing to choose from may be a name, with or without #.
    """

    name: str
    label: str
    required: bool = True
    hint: str | None = None
    offered: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeField:
    name: str
    label: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class DayField:
    name: str
    label: str
    required: bool = True
    hint: str | None = None


FormField = TextField | ChoiceField | PeopleField | PlaceField | TimeField | DayField
Value = str | time | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Form:
    """What Kindling asks. `submit` is completed with the values by name; `more` starts the folded part."""

    title: str
    submit: Action
    submit_label: str
    fields: tuple[FormField, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    note: Line = ()
    more: int | None = None


Reply = Card | Form


def plain_line(line: Line, say_prefix: str = "") -> str:
    return "".join(_plain(part, say_prefix) for part in line)


def _plain(part: Inline, say_prefix: str) -> str:
    match part:
        case str():
            return part
        case Mention(name=name):
            return name
        case Place(name=name):
            return f"#{name}"
        case Link(text=text, url=url):
            return f"{text} ({url})"
        case Say(words=words):
            return f"{say_prefix}{words}"
        case Typed(text=text) | Strong(text=text):
            return text
        case _:
            assert_never(part)


def plain_text(card: Card, say_prefix: str = "") -> str:
    """The whole card as text: reading order, folds printed in full, buttons as words one can say."""
    return "\n\n".join(block for part in card.parts if (block := _plain_part(part, say_prefix)))


def _plain_part(part: Part, say_prefix: str) -> str:
    match part:
        case Title(line=line) | Text(line=line) | Note(line=line):
            return plain_line(line, say_prefix)
        case Heading(text=text):
            return text
        case Choices(choices=choices):
            return "\n".join(f"{choice.letter}  {choice.text}" for choice in choices)
        case Buttons(buttons=buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Fold(label=label, lines=lines):
            return "\n".join([label, *(plain_line(line, say_prefix) for line in lines)])
        case Fields(facts=facts):
            return "\n".join(f"{fact.label}: {plain_line(fact.line, say_prefix)}" for fact in facts)
        case Image(alt=alt):
            return alt
        case _:
            assert_never(part)
