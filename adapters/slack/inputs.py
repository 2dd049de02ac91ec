"""One field of a form as an input element. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from itertools import groupby
from typing import assert_never

from adapters.slack.lines import Json, Pen, label_object
from adapters.slack.text import cleaned, cut
from bot.cards import (
    ChoiceField,
    DayField,
    FormField,
    PeopleField,
    PlaceField,
    TextField,
    TimeField,
    Value,
)
from bot.messages.frames import none_label

NONE = "(none)"
"""The value of the option that takes a choice back: Slack has no way to empty a list."""
MOST_OPTIONS = 100
MOST_BOXES = 10
MOST_INPUT = 3000
MOST_OPTION = 75
_PAIR = 2
_ID = re.compile(r"[A-Za-z0-9_.-]{2,60}\Z", re.ASCII)


def has_input(field: FormField) -> bool:
    """A choice without options has none."""
    return not isinstance(field, ChoiceField) or bool(field.options)


def element_of(field: FormField, value: Value, pen: Pen) -> Json | None:
    """Filled in with the value; None where there is no input."""
    if not has_input(field):
        return None
    match field:
        case TextField(suggestions=suggestions) if 0 < len(suggestions) <= MOST_OPTIONS**2:
            return _listed(suggestions, value)
        case TextField():
            return _typed(field, value)
        case ChoiceField():
            return _choice(field, value, pen)
        case PeopleField():
            return _people(field, value)
        case PlaceField():
            return _place(value)
        case TimeField():
            moment = value.isoformat(timespec="minutes") if isinstance(value, time) else None
            return _with({"type": "timepicker"}, initial_time=moment)
        case DayField():
            day = value.isoformat() if isinstance(value, date) else None
            return _with({"type": "datepicker"}, initial_date=day)
        case _:
            assert_never(field)


def _with(element: Json, **initial: object) -> Json:
    """Slack refuses an initial value that is nothing, and takes an empty list for an answer."""
    return element | {name: value for name, value in initial.items() if value}


def _typed(field: TextField, value: Value) -> Json:
    """Room for more than the field takes, so that the core says what is too much and by how much."""
    initial = cut(cleaned(value).strip(), MOST_INPUT) if isinstance(value, str) else None
    element: Json = {"type": "plain_text_input", "multiline": field.lines > 1, "max_length": MOST_INPUT}
    return _with(element, initial_value=initial)


def _option(value: str, label: str) -> Json:
    return {"text": label_object(label, MOST_OPTION), "value": value}


def _listed(suggestions: tuple[str, ...], value: Value) -> Json:
    initial = _option(value, value) if isinstance(value, str) and value in suggestions else None
    return _with({"type": "static_select"} | _suggested(suggestions), initial_option=initial)


@lru_cache(maxsize=8)
def _suggested(suggestions: tuple[str, ...]) -> Json:
    """Many are grouped by what stands before a slash, as time zones have it."""
    if len(suggestions) <= MOST_OPTIONS:
        return {"options": [_option(one, one) for one in suggestions]}
    groups: list[Json] = []
    for name, found in groupby(sorted(suggestions, key=_group), key=_group):
        options = [_option(one, one) for one in found]
        groups += _groups(options, name)
    return {"option_groups": groups}


def _group(suggestion: str) -> str:
    before, slash, _ = suggestion.partition("/")
    return before if slash else ""


def _groups(options: Sequence[Json], name: str = "") -> list[Json]:
    """As many groups as it takes, named by their first and last where one name would not tell them apart."""
    rows = [options[at : at + MOST_OPTIONS] for at in range(0, len(options), MOST_OPTIONS)]
    ends = [f"{row[0]['text']['text']} … {row[-1]['text']['text']}" for row in rows]
    names = [name] if name and len(rows) == 1 else ends
    return [
        {"label": label_object(label, MOST_OPTION), "options": list(row)}
        for label, row in zip(names, rows, strict=True)
    ]


def _choice(field: ChoiceField, value: Value, pen: Pen) -> Json:
    options = [_option(one.value, one.label) for one in field.options]
    if field.several:
        several = value if isinstance(value, tuple) else ()
        initial = [one for one in options if one["value"] in several]
        boxes = {"type": "checkboxes", "options": options}
        listed = {"type": "multi_static_select"} | _offered(options)
        return _with(boxes if len(options) <= MOST_BOXES else listed, initial_options=initial)
    chosen = next((one for one in options if one["value"] == value), None)
    if field.required and len(options) == _PAIR:
        return _with({"type": "radio_buttons", "options": options}, initial_option=chosen)
    if not field.required:
        options.append(_option(NONE, none_label(pen.manner.t)))
    return _with({"type": "static_select"} | _offered(options), initial_option=chosen)


def _offered(options: list[Json]) -> Json:
    return {"options": options} if len(options) <= MOST_OPTIONS else {"option_groups": _groups(options)}


def _people(field: PeopleField, value: Value) -> Json:
    chosen = [one for one in value if _ID.match(one)] if isinstance(value, tuple) else []
    most = max(field.most, len(chosen), 1)
    return _with({"type": "multi_users_select", "max_selected_items": most}, initial_users=chosen)


def people_to_add(field: PeopleField, value: Value) -> Json | None:
    """Boxes for the people offered who are not chosen already."""
    chosen = value if isinstance(value, tuple) else ()
    offered = [one for one in field.offered if one.platform_id not in chosen and _ID.match(one.platform_id)]
    options = [_option(one.platform_id, one.name) for one in offered[:MOST_BOXES]]
    return {"type": "checkboxes", "options": options} if options else None


def _place(value: Value) -> Json:
    """Any channel but those of a shared kind; whether Kindling is in it is the core's to say."""
    chosen = value if isinstance(value, str) and _ID.match(value) else None
    element = {"type": "conversations_select", "filter": {"include": ["public", "private"]}}
    return _with(element, initial_conversation=chosen)
