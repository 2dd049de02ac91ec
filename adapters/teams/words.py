"""The text of a message as people wrote it: mentions as names, HTML undone. Pure.

Mentions are known by the entities that Teams sends beside the text, never by the text alone: anybody can
type `<at>`. botbuilder's own way takes the bot's name out of every sentence, so it is not used.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_AT = re.compile(r"</?at(?:\s[^<>]*)?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An entity: exactly what stands for it in the text, and whom it means, by their id for the bot."""

    text: str
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """`mentions`: how each stands in `text`, and whom it means by their id for the bot.

    `calls`: Kindling is mentioned too.
    """

    text: str
    mentions: tuple[tuple[str, str], ...] = ()
    calls: bool = False


def read_said(text: str, mentions: Sequence[Mentioned], own: str) -> Said:
    """`own` is Kindling's id: its first mention only calls it, another one is part of what is said."""
    shown: dict[tuple[str, str], str] = {}
    pieces = []
    is_called = False
    for piece, one in _parts(text, mentions):
        if one is None:
            pieces.append(_undone(piece))
        elif one.person != own:
            pieces.append(shown.setdefault((one.person, one.text), _shown(one, shown)))
        elif is_called:
            pieces.append(_name(one))
        else:
            is_called = True
            pieces.append(" ")
    found = tuple((as_shown, person) for (person, _), as_shown in shown.items() if person)
    return Said("".join(pieces).strip(), found, is_called)


def _parts(text: str, mentions: Sequence[Mentioned]) -> Iterator[tuple[str, Mentioned | None]]:
    """The text in order, each mention by itself. Of two with the same text the first stands first."""
    waiting: dict[str, list[Mentioned]] = {}
    for one in mentions:
        waiting.setdefault(one.text, []).append(one)
    longest_first = sorted(waiting, key=len, reverse=True)
    if not longest_first:
        yield text, None
        return
    pattern = "|".join(re.escape(one) for one in longest_first)
    for place, piece in enumerate(re.split(f"({pattern})", text)):
        if place % 2 == 0:
            yield piece, None
            continue
        those = waiting[piece]
        yield piece, those.pop(0) if len(those) > 1 else those[0]


def _shown(one: Mentioned, shown: dict[tuple[str, str], str]) -> str:
    """With a number behind it, where somebody else of that name is mentioned too."""
    plain = f"@{_name(one)}"
    namesakes = sum(1 for other in shown.values() if other == plain or other.startswith(f"{plain} ("))
    return f"{plain} ({namesakes + 1})" if namesakes else plain


def _name(one: Mentioned) -> str:
    return " ".join(_undone(one.text).split()).lstrip("@") or one.name


def _undone(piece: str) -> str:
    return html.unescape(_AT.sub("", piece)).replace("\xa0", " ")
