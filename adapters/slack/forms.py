"""Forms as inputs of a modal, and what comes back from them. Pure.

A field is one input block whose block_id is the field's name, so that Slack can say at it what is wrong. What
is only suggested is chosen from a list with a search of its own: the list goes with the view (all time zones
are some 70 KB of the 250 that it may have), so no listener has to answer for options. People that are offered
are boxes below the field, a press each. Slack's modals fold nothing: fields that decide less stand below a
line that says so, filled in, and the submit button is in sight anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adapters.slack.inputs import NONE, element_of, has_input, people_to_add
from adapters.slack.lines import Json, Pen, bold_blocks, context_blocks, label_object, plain_object
from adapters.slack.text import cleaned, cut
from bot.actions import (
    Action,
    AwayMe,
    ChangeTeam,
    ChangeWords,
    ChooseSeries,
    EndProgramme,
    GiveKudos,
    NameBehaviour,
    OpenAway,
    OpenBehaviour,
    OpenChange,
    OpenKudos,
    OpenPause,
    OpenSettings,
    OpenSetup,
    OpenSkipDays,
    OpenTeamPause,
    OpenWords,
    PauseMe,
    PauseTeam,
    SaveSettings,
    SetUpTeam,
    ShowHelp,
    SkipDays,
)
from bot.cards import Form, FormField, PeopleField, TimeField
from bot.codec import pack, unpack
from bot.errors import ActionBroken
from bot.messages.frames import also_offered, more_note

MOST_LABEL = 2000
MOST_ERROR = 500
ADDED = "/added"
"""Ends the block_id of the boxes with people who were offered."""


def input_blocks(form: Form, pen: Pen) -> Iterator[Json]:
    """An error stands above its field: before it is sent, a view has no other place for it."""
    shown = _shown(form)
    yield from error_blocks(text for name, text in form.errors.items() if name not in shown)
    for place, field in enumerate(form.fields):
        if place == form.more:
            yield {"type": "divider"}
            yield from context_blocks(pen, (more_note(pen.manner.t),))
        if field.name in shown and field.name in form.errors:
            yield from error_blocks([form.errors[field.name]])
        yield from _field_blocks(field, form, pen)


def _shown(form: Form) -> list[str]:
    return [field.name for field in form.fields if has_input(field)]


def _field_blocks(field: FormField, form: Form, pen: Pen) -> Iterator[Json]:
    value = form.values.get(field.name)
    element = element_of(field, value, pen)
    if element is None:
        return
    added = people_to_add(field, value) if isinstance(field, PeopleField) else None
    block = _input(field.name, field.label, element)
    if not isinstance(field, TimeField) and (hint := cleaned(field.hint or "").strip()):
        block["hint"] = plain_object(cut(hint, MOST_LABEL))
    # With somebody to add below, nobody need be chosen above.
    block["optional"] = not field.required or (added is not None and not value)
    yield block
    if added is not None:
        yield _input(field.name + ADDED, also_offered(pen.manner.t), added) | {"optional": True}


def _input(name: str, label: str, element: Json) -> Json:
    element = element | {"action_id": name}
    return {"type": "input", "block_id": name, "label": label_object(label, MOST_LABEL), "element": element}


def error_blocks(errors: Iterable[str]) -> list[Json]:
    return [block for text in errors for block in bold_blocks(cut(cleaned(text), MOST_ERROR))]


def errors_of(form: Form) -> dict[str, str]:
    """What is wrong, by block_id; what has no input of its own stands at the first.

    Empty where nothing is wrong, or the form has no input at all: then the view has to be updated.
    """
    found: dict[str, list[str]] = {}
    shown = _shown(form)
    for name, text in form.errors.items() if shown else ():
        found.setdefault(name if name in shown else shown[0], []).append(text)
    return {name: cut(cleaned(" ".join(texts)).strip(), MOST_ERROR) or "…" for name, texts in found.items()}


def values_of(view: Mapping[str, Any]) -> dict[str, object]:
    """The view's state as `bot.codec.fill` takes it. Raises ActionBroken for what is no state of a view."""
    values: dict[str, object] = {}
    for name, block in _mapping(_mapping(view.get("state")).get("values")).items():
        for state in _mapping(block).values():
            field = name.removesuffix(ADDED)
            value = _value(_mapping(state))
            before = values.get(field)
            if isinstance(before, list) and isinstance(value, list):
                value = [*before, *value]
            values[field] = value
    return {name: list(dict.fromkeys(one)) if isinstance(one, list) else one for name, one in values.items()}


def _value(state: Mapping[str, Any]) -> str | list[str] | None:
    match state.get("type"):
        case "plain_text_input":
            return _text(state.get("value"))
        case "static_select" | "radio_buttons":
            chosen = state.get("selected_option")
            value = None if chosen is None else _text(_mapping(chosen).get("value"))
            return None if value == NONE else value
        case "checkboxes" | "multi_static_select":
            return [_each(_mapping(one).get("value")) for one in _list(state.get("selected_options"))]
        case "multi_users_select":
            return [_each(one) for one in _list(state.get("selected_users"))]
        case "conversations_select":
            return _text(state.get("selected_conversation"))
        case "timepicker":
            return _text(state.get("selected_time"))
        case "datepicker":
            return _text(state.get("selected_date"))
        case _:
            raise ActionBroken


def _mapping(value: object) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise ActionBroken


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise ActionBroken


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise ActionBroken


def _each(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ActionBroken


def opening_of(form: Form) -> Action:
    """What opens the form again, for where it can't be shown at once."""
    match form.submit:
        case SetUpTeam():
            return OpenSetup(_channel(form))
        case ChangeTeam(team_id=team_id):
            return OpenChange(team_id)
        case PauseTeam(team_id=team_id):
            return OpenTeamPause(team_id)
        case SkipDays(team_id=team_id):
            return OpenSkipDays(team_id)
        case ChooseSeries(team_id=team_id, round=number):
            return EndProgramme(team_id, number, "another")
        case GiveKudos():
            return _kudos(form)
        case ChangeWords(gift_id=gift_id):
            return OpenWords(gift_id)
        case NameBehaviour(gift_id=gift_id):
            return OpenBehaviour(gift_id)
        case SaveSettings():
            return OpenSettings()
        case PauseMe():
            return OpenPause()
        case AwayMe():
            return OpenAway()
        case _:
            return ShowHelp()


def _channel(form: Form) -> str:
    channel = form.values.get("channel")
    return channel if isinstance(channel, str) and _is_packable(OpenSetup(channel)) else ""


def _kudos(form: Form) -> OpenKudos:
    """With the people, if they have room in a button."""
    people = form.values.get("people")
    opening = OpenKudos(people if isinstance(people, tuple) else ())
    return opening if _is_packable(opening) else OpenKudos()


def _is_packable(action: Action) -> bool:
    try:
        return unpack(pack(action)) == action
    except (ValueError, ActionBroken):
        return False
