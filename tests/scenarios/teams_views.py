"""What somebody sees of a Teams card, and what its inputs send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.teams.reading import NO_WIDTH, shown_text
from tests.scenarios.driver import Field, FieldKind, View

Json = dict[str, Any]

KINDS = {"Input.Text": FieldKind.TEXT, "Input.Time": FieldKind.TIME, "Input.Date": FieldKind.DAY}
"""Everything else is chosen; people too, each from a box with their name."""

PRESSED = "✓ "


@dataclass(frozen=True, slots=True)
class Handle:
    """A message by where it stands and its id; the card that somebody sees there is not compared.

    `dialog`: it stands in a message extension's dialog, opened from that command.
    """

    place: str
    number: str
    card: Json = field(compare=False, default_factory=dict)
    dialog: str = field(compare=False, default="")


def card_view(card: Json, place: str, number: str, dialog: str = "") -> View:
    parts = list(_parts(card["body"]))
    fields = tuple(_field(one) for one in parts if one["type"].startswith("Input."))
    buttons = tuple(_label(one) for one in actions(card) if one["type"] != "Action.ToggleVisibility")
    text = "\n".join(line for one in parts if (line := _read(one)))
    handle = Handle(place, number, card, dialog)
    return View(text, buttons, choices(parts, buttons), fields, bool(fields), handle)


def text_view(text: str, place: str, number: str) -> View:
    return View(seen(text), handle=Handle(place, number))


def _parts(items: Sequence[Json]) -> Iterator[Json]:
    """In reading order, what is folded included."""
    for item in items:
        if item["type"] == "Container":
            yield from _parts(item["items"])
        else:
            yield item


def _read(part: Json) -> str:
    match part["type"]:
        case "TextBlock":
            return _text(part["text"])
        case "ActionSet":
            return " ".join(f"[{_label(one)}]" for one in part["actions"])
        case "FactSet":
            return "\n".join(f"{_text(one['title'])}: {_text(one['value'])}" for one in part["facts"])
        case "Image":
            return str(part["altText"])
        case _:
            one = _field(part)
            return f"{one.label} {', '.join(one.value)}"


def _text(markdown: str) -> str:
    """Mentions as the names that they are shown by."""
    return seen(re.sub(r"</?at>", "", shown_text(markdown)))


def seen(text: str) -> str:
    return text.translate(NO_WIDTH).strip()


def _label(action: Json) -> str:
    return str(action["title"]).removeprefix(PRESSED)


def actions(card: Json) -> Iterator[Json]:
    for part in _parts(card["body"]):
        if part["type"] == "ActionSet":
            yield from part["actions"]


def choices(parts: Sequence[Json], buttons: Sequence[str]) -> dict[str, str]:
    """Letters and whole choices: a text that begins with the letter of a button."""
    found = {}
    for part in parts:
        if part["type"] == "TextBlock":
            letter, _, text = _text(part["text"]).partition("\u2002")
            if text and letter in buttons:
                found[letter] = text
    return found


def _field(element: Json) -> Field:
    kind = KINDS.get(element["type"], FieldKind.CHOICE)
    titles = {one["value"]: seen(one["title"]) for one in element.get("choices", ())}
    value = str(element.get("value") or "")
    values = value.split(",") if element.get("isMultiSelect") else [value]
    options = tuple(titles.values())
    return Field(element["label"], kind, options, tuple(titles.get(one, one) for one in values if one))


def inputs_of(card: Json, values: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the client sends: what is not in `values`, by label, stays as it stands there."""
    found = {}
    for element in _parts(card["body"]):
        if element["type"].startswith("Input."):
            stands = str(element.get("value") or "")
            given = values.get(element["label"])
            found[element["id"]] = stands if given is None else _entered(element, given)
    return found


def _entered(element: Json, given: Sequence[str]) -> str:
    if "choices" not in element:
        return given[0] if given else ""
    by_title = {seen(one["title"]): str(one["value"]) for one in element["choices"]}
    return ",".join(by_title[one] for one in given)
