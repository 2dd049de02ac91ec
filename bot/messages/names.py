"""Several names in a row, as one says them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards import Inline, Line, plain_line
from bot.messages import Translator, fill


def names_line(t: Translator, names: Sequence[Inline]) -> Line:
    """For example: Jonas, Li and Ana. Nobody left is somebody."""
    if not names:
        return (t.gettext("somebody"),)
    *before, last = names
    if not before:
        return (last,)
    line: Line = (before[0],)
    for name in before[1:]:
        line = fill(t.gettext("{names}, {name}"), names=line, name=name)
    return fill(t.gettext("{names} and {name}"), names=line, name=last)


def names_text(t: Translator, names: Sequence[str]) -> str:
    return plain_line(names_line(t, names))
