"""Every sentence that Kindling says, one file a subject, through gettext.

A message is a pure function of a translator and data. Sentences are whole templates with named
parts (`{name}`), never glued together; `fill` puts the parts in and keeps mentions and typed text apart
from our own words, so that escaping stays the renderer's.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from string import Formatter

from bot.cards import Inline, Line

Translator = gettext.NullTranslations
_LOCALE = Path(__file__).parent / "locale"


@cache
def translator(language: str) -> Translator:
    """The translator of a team's language; English where there is no catalogue for it."""
    return gettext.translation("kindling", _LOCALE, languages=[language], fallback=True)


def fill(template: str, **parts: Inline | int | Line) -> Line:
    """The template as inline parts. Raises KeyError for a part that is not given."""
    line: list[Inline] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            line.append(text)
        if name is not None:
            line.extend(_parts(parts[name]))
    return tuple(line)


def _parts(part: Inline | int | Line) -> Line:
    if isinstance(part, tuple):
        return part
    return (str(part),) if isinstance(part, int) else (part,)


def joined(t: Translator, items: Sequence[Line]) -> Line:
    """Several things as people say them: one, two and three."""
    if len(items) < _A_PAIR:
        return items[0] if items else ()
    line = items[0]
    for item in items[1:-1]:
        # Translators: the middle of a list of names: {before}, {item} and …
        line = fill(t.gettext("{before}, {item}"), before=line, item=item)
    # Translators: the end of a list of names
    return fill(t.gettext("{before} and {last}"), before=line, last=items[-1])


_A_PAIR = 2


def say(template: str, **parts: str | int) -> str:
    """The template as plain text, for titles, buttons and push sentences."""
    return template.format(**parts)
