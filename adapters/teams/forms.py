"""A form as the body of a card: each field with its label, and below it what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.teams.actions import execute, submit, toggle
from adapters.teams.elements import hidden, text_block
from adapters.teams.inputs import Inputs
from adapters.teams.text import Pen, escaped
from bot.cards import Form, FormField, TimeField
from bot.messages import Translator
from bot.messages.forms import missing, more_label

Json = dict[str, Any]

_MORE = "more"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a form is asked. `in_dialog`: where nothing but Submit works."""

    t: Translator
    pen: Pen
    inputs: Inputs
    in_dialog: bool = False


def form_body(form: Form, asking: Asking) -> Iterator[Json]:
    yield text_block(escaped(form.title), style="heading", size="Large", weight="Bolder")
    first = form.fields[: form.more]
    yield from _asked(form, first, asking, folded=False)
    if folded := form.fields[len(first) :]:
        is_wrong = any(field.name in form.errors for field in folded)
        yield {"type": "ActionSet", "actions": [toggle(more_label(asking.t), _MORE)]}
        yield hidden(_MORE, _asked(form, folded, asking, folded=True), shown=is_wrong)
    if form.note:
        yield text_block(asking.pen.paragraphs(form.note), isSubtle=True, size="Small")
    button = submit if asking.in_dialog else execute
    yield {"type": "ActionSet", "actions": [button(form.submit_label, form.submit)]}


def _asked(form: Form, fields: Sequence[FormField], asking: Asking, *, folded: bool) -> Iterator[Json]:
    """In a folded part nobody would see what the client itself finds missing; there the core says it."""
    needed = {} if folded else {"isRequired": True, "errorMessage": missing(asking.t)}
    for field in fields:
        value = form.values.get(field.name)
        yield from asking.inputs.of(field, value, needed if field.required else {})
        if error := form.errors.get(field.name):
            yield text_block(escaped(error), color="Attention", weight="Bolder", spacing="Small")
        if not isinstance(field, TimeField) and field.hint:
            yield text_block(escaped(field.hint), isSubtle=True, size="Small", spacing="Small")
