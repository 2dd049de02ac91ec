"""What comes back from a card: the packed action, and what was entered into its inputs. Pure.

Adaptive Cards answer with a flat object of texts: the button's own data, and each input under its id. Where
several can be chosen, the text is their values with commas between them, so values are written without any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from adapters.teams.actions import KEY
from bot.actions import Action
from bot.cards import Mention
from bot.codec import fill, unpack
from bot.errors import ActionBroken

FIRST, SEVERAL, TYPED, MAYBE = ".first", ".several", ".typed", ".maybe"
"""Endings of inputs' ids: the first of several people; several values; people's names; one or none."""

NONE = "none"
"""The choice of none, since each has to have a value."""

UNKNOWN = "unknown"
"""The field for names that are nobody's, in the actions that have one."""

_LONGEST_NAME = 80
_HALF_A_LETTER = re.compile("[\ud800-\udfff]")
_BETWEEN_NAMES = re.compile(r"[,;&\n]|\s+and\s+")


def outward(value: str) -> str:
    """Without commas."""
    return value.replace("%", "%25").replace(",", "%2C")


def inward(value: str) -> str:
    return value.replace("%2C", ",").replace("%25", "%")


def pressed_action(data: object, roster: Sequence[Mention] = ()) -> Action:
    """The action in a button's data, completed with what was entered. `roster`: whom a typed name may mean.

    Raises ActionBroken or ActionOutdated for what Kindling never wrote, or wrote long ago.
    """
    if not isinstance(data, Mapping) or not isinstance(packed := data.get(KEY), str):
        raise ActionBroken
    return fill(unpack(packed), entered_values(data, roster))


def entered_values(data: Mapping[str, Any], roster: Sequence[Mention] = ()) -> dict[str, object]:
    """A form's values by the fields' names, as `fill` takes them. Raises ActionBroken for what is no text.

    Of people's names that are in nobody's the form has to say something, so they stand among the people too.
    """
    if any(isinstance(value, str) and _HALF_A_LETTER.search(value) for value in data.values()):
        raise ActionBroken
    values: dict[str, object] = {key: value for key, value in data.items() if "." not in key and key != KEY}
    unknown: list[str] = []
    for name in dict.fromkeys(key.rpartition(".")[0] for key in data if "." in key):
        if (one := data.get(name + MAYBE)) is not None:
            values[name] = "" if one == NONE else one
            continue
        chosen = [inward(one) for one in _texts(data, name + FIRST, name + SEVERAL) if one]
        found = [(one, _found(one, roster)) for one in _names(_texts(data, name + TYPED))]
        unknown += [typed for typed, platform_id in found if platform_id is None]
        values[name] = tuple(
            dict.fromkeys([*chosen, *(platform_id or typed for typed, platform_id in found)])
        )
    return values | ({UNKNOWN: tuple(unknown)} if unknown else {})


def _texts(data: Mapping[str, Any], *keys: str) -> list[str]:
    """What stands under those keys, parted at its commas."""
    return [part for key in keys if isinstance(data.get(key), str) for part in data[key].split(",")]


def _names(texts: Iterable[str]) -> list[str]:
    parts = (part for text in texts for part in _BETWEEN_NAMES.split(text))
    return [name[:_LONGEST_NAME] for part in parts if (name := " ".join(part.split()).lstrip("@"))]


def _found(typed: str, roster: Sequence[Mention]) -> str | None:
    """The one whose name it is, else whose first name it is; None where nobody or more than one is meant."""
    folded = typed.casefold()
    exact = [one for one in roster if " ".join(one.name.split()).casefold() == folded]
    near = exact or [one for one in roster if one.name.casefold().split()[:1] == [folded]]
    return near[0].platform_id if len(near) == 1 else None
