"""Actions into button values and back, and a form's values into an action.

A packed action is `[version, verb, field, …]` in compact JSON, at most 255 characters: ids of rows
and of choices, and a nonce. Never the right answer, and never who acts: that comes from the
platform's own authentication.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Mapping
from dataclasses import Field, fields, replace
from datetime import date, time
from functools import cache, lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from bot.actions import Action
from bot.errors import ActionBroken, ActionOutdated
from bot.models import Week

VERSION = 1
LONGEST = 255
_MOST_ENTERED = 40_000
_MOST_PEOPLE = 1_000
_MOST_CHOICES = 10
_MOST_KEPT = 4_096
"""Many people press what was packed once."""

_compact = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode
_VERBS: dict[str, Any] = {kind.verb: kind for kind in get_args(Action)}


@cache
def _packed_fields(verb: str) -> tuple[tuple[Field[Any], Any], ...]:
    kind = _VERBS[verb]
    hints = get_type_hints(kind)
    return tuple((item, hints[item.name]) for item in fields(kind) if not item.metadata.get("entered"))


@cache
def _entered_fields(verb: str) -> Mapping[str, Any]:
    """The type of each, by its name."""
    kind = _VERBS[verb]
    hints = get_type_hints(kind)
    return {item.name: hints[item.name] for item in fields(kind) if item.metadata.get("entered")}


@lru_cache(maxsize=_MOST_KEPT)
def pack(action: Action) -> str:
    """Raises ValueError if the packed value would be longer than a platform takes."""
    values = [_out(getattr(action, item.name)) for item, _ in _packed_fields(action.verb)]
    packed = _compact([VERSION, action.verb, *values])
    if len(packed) > LONGEST:
        raise ValueError(f"the value of {action.verb!r} has {len(packed)} characters; {LONGEST} fit a button")
    return packed


@lru_cache(maxsize=_MOST_KEPT)
def unpack(packed: str) -> Action:
    """Raises ActionBroken for anything pack() did not write, ActionOutdated for another version's."""
    if len(packed) > LONGEST:
        raise ActionBroken
    try:
        value = json.loads(packed)
    except (ValueError, RecursionError):
        raise ActionBroken from None
    match value:
        case [int(version), str(verb), *rest] if version is not True and version is not False:
            if version != VERSION or verb not in _VERBS:
                raise ActionOutdated
            return _build(_VERBS[verb], rest)
        case _:
            raise ActionBroken


def _build(kind: type[Any], values: list[object]) -> Action:
    packed = _packed_fields(kind.verb)
    if len(values) != len(packed):
        raise ActionBroken
    action: Action = kind(
        **{item.name: _in(value, hint) for value, (item, hint) in zip(values, packed, strict=True)}
    )
    return action


def fill(action: Action, values: Mapping[str, object]) -> Action:
    """The action completed with a form's values (by field name); others are ignored.

    Raises ActionBroken for a value of the wrong shape. Whether it makes sense is the core's to say.
    """
    entered = _entered_fields(action.verb)
    taken = {name: _entered(values[name], entered[name]) for name in entered.keys() & values.keys()}
    return replace(action, **taken) if taken else action


def _out(value: object) -> object:
    if isinstance(value, Week):
        return str(value)
    if isinstance(value, tuple):
        return [_out(item) for item in value]
    return value


_ID = re.compile(r"[A-Za-z0-9_./:|@-]{0,120}\Z", re.ASCII)


def _in(value: object, hint: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in arguments:
            return None
        return _in(value, next(option for option in arguments if option is not type(None)))
    if origin is tuple and isinstance(value, list) and len(value) <= _MOST_CHOICES:
        return tuple(_in(item, arguments[0]) for item in value)
    if hint is Week and isinstance(value, str):
        try:
            return Week.parse(value)
        except ValueError:
            raise ActionBroken from None
    if hint is int and type(value) is int and 0 <= value < 2**53:
        return value
    if hint is bool and isinstance(value, bool):
        return value
    if hint is str and isinstance(value, str) and _ID.match(value):
        return value
    raise ActionBroken


def _entered(value: object, hint: Any) -> Any:
    options = set(get_args(hint)) or {hint}
    if value is None or value == "":
        return None if type(None) in options else "" if hint is str else _refuse()
    if isinstance(value, str) and len(value) <= _MOST_ENTERED and "\x00" not in value:
        return _entered_text(value, hint, options)
    if isinstance(value, list | tuple) and get_origin(hint) is tuple and len(value) <= _MOST_PEOPLE:
        return tuple(item if isinstance(item, str) and len(item) <= LONGEST else _refuse() for item in value)
    raise ActionBroken


def _entered_text(value: str, hint: Any, options: set[Any]) -> Any:
    if str in options and get_origin(hint) is not tuple:
        return value
    if get_origin(hint) is tuple:
        return (value,)
    try:
        if time in options:
            return time.fromisoformat(value)
        if date in options:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ActionBroken


def _refuse() -> Any:
    raise ActionBroken
