"""One field as inputs of a card, filled in with what was entered. Pure.

What comes back from them is read by `adapters/teams/entered.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, assert_never

from adapters.teams.entered import FIRST, MAYBE, NONE, SEVERAL, TYPED, outward
from adapters.teams.text import cleaned, cut, plain
from bot.cards import (
    ChoiceField,
    DayField,
    FormField,
    Mention,
    Option,
    PeopleField,
    Place,
    PlaceField,
    TextField,
    TimeField,
    Value,
)
from bot.messages import Translator
from bot.messages.forms import none_of_these, others_by_name

Json = dict[str, Any]

LONGEST_ENTERED = 4_000
"""Far more than any field takes, so that it is the core that says how much is too much."""

MOST_BOXES = 12
"""So many people have a box each to tick; of more, one is chosen from a list, and others are named."""

_MOST_RADIOS = 3


@dataclass(frozen=True, slots=True)
class Inputs:
    """`roster`: everybody who may be chosen, the nearest first. `most`: how many a list offers unasked."""

    t: Translator
    roster: tuple[Mention, ...]
    most: int
    longest: int = LONGEST_ENTERED

    def of(self, field: FormField, value: Value, needed: Json) -> Iterator[Json]:
        """`needed`: what an input has that can't be left empty."""
        own = {"id": field.name, "label": field.label, **needed}
        match field:
            case TextField(lines=lines):
                yield self._text(own, value) | ({"isMultiline": True} if lines > 1 else {})
            case ChoiceField(options=options, several=True):
                yield _boxes(own, options, value if isinstance(value, tuple) else ())
            case ChoiceField(options=options, required=True):
                yield _one_of(own, options, value)
            case ChoiceField(options=options):
                none = Option(NONE, none_of_these(self.t))
                yield _one_of(own | {"id": field.name + MAYBE}, (*options, none), value)
            case PeopleField():
                yield from self._people(field, value if isinstance(value, tuple) else (), needed)
            case PlaceField(offered=offered):
                yield self._place(own, offered, value)
            case TimeField():
                at = {"value": value.isoformat(timespec="minutes")} if isinstance(value, time) else {}
                yield {"type": "Input.Time", **own, **at}
            case DayField():
                on = {"value": value.isoformat()} if isinstance(value, date) else {}
                yield {"type": "Input.Date", **own, **on}
            case _:
                assert_never(field)

    def _text(self, own: Json, value: Value) -> Json:
        text = cut(cleaned(value), self.longest) if isinstance(value, str) else ""
        return {"type": "Input.Text", **own, "maxLength": LONGEST_ENTERED} | ({"value": text} if text else {})

    def _place(self, own: Json, offered: Sequence[Place], value: Value) -> Json:
        """A list; its name to be typed where there is none, or no room for it."""
        listed = [one for n, one in enumerate(offered) if n < self.most or one.platform_id == value]
        if listed and self.most:
            return _one_of(own, [Option(one.platform_id, f"#{one.name}") for one in listed], value)
        names = {one.platform_id: f"#{one.name}" for one in offered}
        return self._text(own, names.get(value, value) if isinstance(value, str) else None)

    def _people(self, field: PeopleField, chosen: Sequence[str], needed: Json) -> Iterator[Json]:
        """Boxes for a few. Of many one is chosen from a list, and the names of others are typed."""
        listed_people = (*field.offered, *self.roster)
        names = {one.platform_id: one.name for one in listed_people if one.platform_id != field.besides}
        kept = [one for one in chosen if one in names]
        if 0 < len(names) <= MOST_BOXES and field.most > 1:
            own = {"id": field.name, "label": field.label, **needed}
            yield _boxes(own, [Option(one, name) for one, name in names.items()], kept)
            return
        near = dict.fromkeys((*kept, *(one.platform_id for one in field.offered if one.platform_id in names)))
        listed = dict.fromkeys((*near, *(list(names)[: self.most])))
        if listed:
            own = {"id": field.name + FIRST, "label": field.label}
            options = [Option(outward(one), names[one]) for one in listed]
            yield _one_of(own, options, outward(kept[0]) if kept else None)
        own = {"id": field.name + TYPED, "label": others_by_name(self.t) if listed else field.label}
        others = ", ".join(plain(names[one]) for one in kept[1:])
        yield self._text(own | ({} if listed else needed), others)


def _one_of(own: Json, options: Sequence[Option], value: Value) -> Json:
    style = "expanded" if len(options) <= _MOST_RADIOS else "compact"
    chosen = {"value": value} if value in [one.value for one in options] else {}
    return {
        "type": "Input.ChoiceSet",
        **own,
        "style": style,
        "wrap": True,
        "choices": _choices(options),
        **chosen,
    }


def _boxes(own: Json, options: Sequence[Option], chosen: Sequence[str]) -> Json:
    own = own | {"id": own["id"] + SEVERAL, "isMultiSelect": True, "style": "expanded", "wrap": True}
    ticked = {"value": ",".join(outward(one) for one in chosen)} if chosen else {}
    outside = [Option(outward(one.value), one.label) for one in options]
    return {"type": "Input.ChoiceSet", **own, "choices": _choices(outside), **ticked}


def _choices(options: Sequence[Option]) -> list[Json]:
    return [{"title": plain(one.label), "value": one.value} for one in options]
