"""What the page sends, as records; then as an actor, an identity and an action. Pure.

Each parser raises FieldWrong for a field that is missing or of the wrong shape, and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.local.faults import FieldWrong, NoSuchCommand
from adapters.local.people import WORKSPACE_ID, LocalPerson
from bot.actions import Action
from bot.coach import Actor
from bot.codec import fill, unpack

LONGEST_TEXT = 4_000
_LONGEST_NAME = 80
_LONGEST_ACTION = 1_000
_LONGEST_VALUE = 40_000
_MOST_VALUES = 50
_LONGEST_ITEM = 255
NEXT = "next"
_MESSAGE_ID = re.compile(r"[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody typed a text. `press` makes a repeated request one."""

    person: str
    conversation: str
    text: str
    press: str | None


@dataclass(frozen=True, slots=True)
class Pressed:
    """Somebody pressed a button or sent a form. `message` is None where it stood in a private reply."""

    person: str
    message: int | None
    conversation: str | None
    action: str
    values: Mapping[str, object]
    press: str | None


def parse_said(body: Mapping[str, object]) -> Said:
    text = _text(body, "text", LONGEST_TEXT).strip()
    if not text:
        raise FieldWrong("text", "write something")
    return Said(_name(body, "as"), _name(body, "conversation"), text, _maybe_name(body, "press"))


def parse_pressed(body: Mapping[str, object]) -> Pressed:
    return Pressed(
        _name(body, "as"),
        message_id("message", body.get("message")),
        _maybe_name(body, "conversation"),
        _text(body, "action", _LONGEST_ACTION),
        _values(body.get("values")),
        _maybe_name(body, "press"),
    )


def parse_instant(body: Mapping[str, object]) -> datetime | None:
    """Where the clock goes; None is the next thing due."""
    wanted = _text(body, "to", _LONGEST_NAME)
    if wanted == NEXT:
        return None
    try:
        instant = datetime.fromisoformat(wanted)
        if instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise FieldWrong("to", 'write "next", or an instant with its zone such as 2026-11-26T10:00:00Z')


def message_id(name: str, value: object) -> int | None:
    """The number of a message whose id stands in the field `name`."""
    if value is None:
        return None
    if isinstance(value, str) and _MESSAGE_ID.fullmatch(value):
        return int(value)
    raise FieldWrong(name, "write a message's id as text, or null")


def command_words(text: str) -> str | None:
    """The words of a command (`/kindling settings` is settings); None for what is no command.

    Raises NoSuchCommand for another word that starts with a slash.
    """
    if not text.startswith("/"):
        return None
    command, *rest = text.split(maxsplit=1)
    match command.lower():
        case "/kindling":
            return "".join(rest)
        case "/kudos":
            return " ".join(["kudos", *rest])
        case _:
            raise NoSuchCommand(command)


def mentions_in(text: str, people: Iterable[LocalPerson]) -> tuple[tuple[str, str], ...]:
    """Who is named with an @, by name or id: the mention as it stands in the text, and the id."""
    known = {name.casefold(): person.id for person in people for name in (person.id, person.name)}
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)@({names})(?!\w)", text, re.IGNORECASE) if names else ()
    return tuple((one[0], known[one[1].casefold()]) for one in found if one[1].casefold() in known)


def actor_of(person: LocalPerson, conversation: str | None) -> Actor:
    return Actor(WORKSPACE_ID, person.id, person.name, conversation=conversation, is_admin=person.is_admin)


def action_of(pressed: Pressed) -> Action:
    """Raises ActionBroken or ActionOutdated for what Kindling never wrote, or wrote long ago."""
    return fill(unpack(pressed.action), pressed.values)


def identity_of(*parts: object) -> str:
    """One name for one act, whatever its parts contain."""
    packed = json.dumps([WORKSPACE_ID, *parts], ensure_ascii=True)
    return "local/" + hashlib.sha256(packed.encode()).hexdigest()[:40]


def _text(body: Mapping[str, object], name: str, longest: int) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise FieldWrong(name, "write a text")
    if len(value) > longest:
        raise FieldWrong(name, f"write {longest} characters or fewer")
    if "\x00" in value or not _is_unicode(value):
        raise FieldWrong(name, "leave out characters that are no text")
    return value


def _is_unicode(value: str) -> bool:
    """False for the half of a surrogate pair, which JSON can carry and no file can."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _name(body: Mapping[str, object], name: str) -> str:
    return _text(body, name, _LONGEST_NAME)


def _maybe_name(body: Mapping[str, object], name: str) -> str | None:
    return None if body.get(name) is None else _name(body, name)


def _values(values: object) -> dict[str, object]:
    if values is None:
        return {}
    if not isinstance(values, dict) or len(values) > _MOST_VALUES:
        raise FieldWrong("values", "write an object with a form's values by name")
    for name, value in values.items():
        if not _is_value(value):
            raise FieldWrong("values", f"{name[:40]} takes a text, a list of texts, or null")
    return dict(values)


def _is_value(value: object) -> bool:
    match value:
        case None:
            return True
        case str():
            return len(value) <= _LONGEST_VALUE and _is_unicode(value)
        case list():
            return all(
                isinstance(item, str) and len(item) <= _LONGEST_ITEM and _is_unicode(item) for item in value
            )
        case _:
            return False
