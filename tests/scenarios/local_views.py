"""What the local chat's page shows of the JSON that it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.scenarios.driver import Field, FieldKind, View

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Handle:
    """Where a view stands: in a message, or in a private reply (`message` None) to somebody in `place`."""

    message: str | None
    place: str | None
    actions: Mapping[str, str] = field(default_factory=dict, compare=False)
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)


def local_view(parts: Sequence[Json], message: str | None, place: str | None) -> View:
    """What the page shows of these parts."""
    if parts and parts[0]["kind"] == "form":
        return _form(parts[0], message, place)
    buttons = [button for part in parts if part["kind"] == "buttons" for button in part["buttons"]]
    choices = [choice for part in parts if part["kind"] == "choices" for choice in part["choices"]]
    return View(
        "\n".join(_text(part) for part in parts),
        tuple(button["label"] for button in buttons),
        {choice["letter"]: choice["text"] for choice in choices},
        handle=Handle(message, place, {button["label"]: button["action"] for button in buttons}),
    )


def _text(part: Json) -> str:
    match part["kind"]:
        case "heading":
            return str(part["text"])
        case "choices":
            return "\n".join(f"{one['letter']}  {one['text']}" for one in part["choices"])
        case "buttons":
            return " ".join(f"[{button['label']}]" for button in part["buttons"])
        case "fold":
            return "\n".join([part["label"], *map(_line, part["lines"])])
        case "fields":
            return "\n".join(f"{fact['label']}: {_line(fact['line'])}" for fact in part["facts"])
        case "image":
            return str(part["alt"])
        case _:
            return _line(part["line"])


def _line(line: Sequence[Json]) -> str:
    return "".join(inline["text"] for inline in line)


def _form(form: Json, message: str | None, place: str | None) -> View:
    fields = tuple(_field(one) for one in form["fields"])
    shown = [f"{one.label} {', '.join(one.value)}{f'  ({one.error})' if one.error else ''}" for one in fields]
    text = "\n".join([form["title"], *shown, f"[{form['submit']}]", _line(form["note"])])
    options = {
        one["label"]: {option["label"]: option["value"] for option in one["options"]}
        for one in form["fields"]
    }
    names = {one["label"]: one["name"] for one in form["fields"]}
    handle = Handle(message, place, {"": form["action"]}, names, options)
    return View(text, (form["submit"],), {}, fields, True, handle)


def _field(one: Json) -> Field:
    labels = {option["value"]: option["label"] for option in one["options"]}
    value = one["value"]
    values = () if value in (None, "") else (value,) if isinstance(value, str) else tuple(value)
    if one["kind"] == "people":
        values = tuple(str(person).capitalize() for person in values)
    elif one["kind"] == "choice":
        values = tuple(labels.get(one_value, one_value) for one_value in values)
    return Field(one["label"], FieldKind(one["kind"]), tuple(labels.values()), values, one["error"])
