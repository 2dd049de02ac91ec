"""What somebody sees of Slack's messages and views."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.slack.reading import initial, read_block, read_text
from tests.scenarios.driver import Field, FieldKind, View

Json = dict[str, Any]

KINDS = {
    "multi_users_select": FieldKind.PEOPLE,
    "timepicker": FieldKind.TIME,
    "datepicker": FieldKind.DAY,
    "plain_text_input": FieldKind.TEXT,
    "conversations_select": FieldKind.TEXT,
}
"""Everything else is chosen from a list."""

_ID = re.compile(r"[@#]?\b([UC]0[A-Z0-9-]+)\b")


@dataclass(frozen=True, slots=True)
class Handle:
    """A message by its channel and time, or a view by its id; what is in it is not compared."""

    place: str
    number: str
    shown: Json = field(compare=False, default_factory=dict)
    is_own: bool = field(compare=False, default=False)


class SlackEyes:
    """Reads Slack's JSON as people do, who see names where it has ids."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def message(self, place: str, number: str, shown: Json, *, is_own: bool = False) -> View:
        """`is_own`: an answer to the person who acted."""
        blocks = shown.get("blocks") or []
        handle = Handle(place, number, shown, is_own)
        text = self._read(blocks) if blocks else self._named(str(shown.get("text", "")))
        return View(text, tuple(labels(blocks)), choices(blocks), handle=handle)

    def view(self, shown: Json, errors: Mapping[str, str] | None = None) -> View:
        """A modal. `errors` by block, as Slack shows them at their fields."""
        blocks, wrong = shown["blocks"], errors or {}
        fields = {one["block_id"]: self._field(one, wrong) for one in blocks if one["type"] == "input"}
        lines = [shown["title"]["text"]]
        lines += [
            _told(fields[one["block_id"]]) if one["type"] == "input" else self._read([one]) for one in blocks
        ]
        submit = shown.get("submit")
        lines += [f"[{submit['text']}]"] if submit else []
        handle = Handle("", shown["id"], shown)
        pressable = (*labels(blocks), *([submit["text"]] if submit else []))
        return View(
            "\n".join(lines), pressable, choices(blocks), tuple(fields.values()), submit is not None, handle
        )

    def _field(self, block: Json, errors: Mapping[str, str]) -> Field:
        element = block["element"]
        values = tuple(map(self._named, initial(element)))
        options = tuple(read_text(one["text"]) for one in options_of(element))
        kind = KINDS.get(element["type"], FieldKind.CHOICE)
        return Field(read_text(block["label"]), kind, options, values, errors.get(block["block_id"]))

    def _read(self, blocks: Sequence[Json]) -> str:
        return "\n".join(self._named(text) for block in blocks if (text := read_block(block)))

    def _named(self, text: str) -> str:
        return _ID.sub(lambda found: self._names.get(found[1], found[0]), text)


def _told(one: Field) -> str:
    error = f"  ({one.error})" if one.error else ""
    return f"{one.label} {', '.join(one.value)}{error}"


def options_of(element: Json) -> list[Json]:
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return [*element.get("options", ()), *grouped]


def buttons(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["type"] == "actions":
            yield from (one for one in block["elements"] if one["type"] == "button")


def labels(blocks: Sequence[Json]) -> list[str]:
    return [read_text(one["text"]) for one in buttons(blocks)]


def choices(blocks: Sequence[Json]) -> dict[str, str]:
    """Letters and whole choices: a letter's button is told by the block that begins with it."""
    letters = [label for label in labels(blocks) if len(label.split()[0]) == 1 and label[0] in "ABCD"]
    found = {}
    for block in blocks:
        text = read_block(block) if block["type"] in {"section", "rich_text"} else ""
        letter, _, choice = text.partition(" ")
        if letter in letters and choice:
            found[letter] = choice.strip()
    return found


def is_door(view: View) -> bool:
    """Whether it only leads to a form: in the chat no form opens by itself, for want of a press."""
    return len(view.buttons) == 1 and view.text.splitlines()[0] == view.buttons[0]


def state_of(view: Json, values: Mapping[str, Sequence[str]], ids: Mapping[str, str]) -> Json:
    """The state that Slack sends with a form: what is not in `values`, by label, stays as it stands there."""
    found: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element, label = block["element"], read_text(block["label"])
            given = list(values[label]) if label in values else None
            found[block["block_id"]] = {element["action_id"]: _state(element, given, ids)}
    return found


def _state(element: Json, given: list[str] | None, ids: Mapping[str, str]) -> Json:
    kind = element["type"]
    options = {read_text(one["text"]): one for one in options_of(element)}
    stands: dict[str, Any] = {
        name.removeprefix("initial_"): one for name, one in element.items() if name.startswith("initial_")
    }
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": stands.get("value") if given is None else _first(given)}
        case "static_select" | "radio_buttons":
            chosen = stands.get("option") if given is None else options.get(_first(given) or "")
            return {"type": kind, "selected_option": chosen}
        case "checkboxes" | "multi_static_select":
            ticked = stands.get("options", []) if given is None else [options[one] for one in given]
            return {"type": kind, "selected_options": ticked}
        case "multi_users_select":
            people = stands.get("users", []) if given is None else [ids[one] for one in given]
            return {"type": kind, "selected_users": people}
        case "conversations_select":
            place = stands.get("conversation") if given is None else ids[_first(given) or ""]
            return {"type": kind, "selected_conversation": place}
        case "timepicker":
            return {"type": kind, "selected_time": stands.get("time") if given is None else _first(given)}
        case "datepicker":
            return {"type": kind, "selected_date": stands.get("date") if given is None else _first(given)}
        case _:
            raise AssertionError(f"nobody fills in a {kind}")


def keeping(view: Json, state: Json) -> Json:
    """The view as it stands once it was sent and something in it was wrong: with what was entered."""
    return {**view, "blocks": [_kept(block, state) for block in view["blocks"]]}


def _kept(block: Json, state: Json) -> Json:
    if block["type"] != "input":
        return block
    (entered,) = state[block["block_id"]].values()
    element = {name: one for name, one in block["element"].items() if not name.startswith("initial_")}
    for name, value in entered.items():
        if name != "type" and value:
            element[f"initial_{name.removeprefix('selected_')}"] = value
    return {**block, "element": element}


def _first(given: Sequence[str]) -> str | None:
    return given[0] if given else None
