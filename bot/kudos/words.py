"""Thanks as typed: who, what for, and the text made safe to show. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

SHORTEST = 3
LONGEST = 500

_MOST_POINTS = 8
"""Code points that one character may be made of on average: enough for families and flags."""

_JOINERS = "\u200c\u200d"
_BLANKS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters, marks and symbols by their category, and nothing to see."""

_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_FLAG_TAGS = re.compile("(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f")


def clean_text(text: str) -> str:
    """What somebody typed, without what could hide, reorder or break it: letters and emoji stay.

    Control characters, bidi marks and invisible ones go; white space becomes single spaces.
    """
    spaced = " ".join(text.split())
    flags = {place for found in _FLAG_TAGS.finditer(spaced) for place in range(*found.span())}
    kept = (one for place, one in enumerate(spaced) if place in flags or _may_stay(one))
    return " ".join("".join(kept).split()).strip(_JOINERS)


def _may_stay(one: str) -> bool:
    if one in _JOINERS:
        return True
    return one not in _BLANKS and unicodedata.category(one) not in {"Cc", "Cf", "Cs"}


def count_characters(text: str) -> int:
    """How many characters a reader would count: an emoji is one, whatever it is made of."""
    count, joined, flag_open = 0, False, False
    for one in text:
        point = ord(one)
        is_flag = point in _FLAG_LETTERS
        second_half = is_flag and flag_open
        if not (joined or second_half or _joins(one, point)):
            count += 1
        joined = one == "\u200d"
        flag_open = is_flag and not second_half
    return max(count, -(-len(text) // _MOST_POINTS))


def _joins(one: str, point: int) -> bool:
    """Whether it belongs to the character before it."""
    return (
        one in _JOINERS
        or point in _SKIN_TONES
        or point in _TAGS
        or unicodedata.category(one) in {"Mn", "Me", "Mc"}
    )


@dataclass(frozen=True, slots=True)
class Thanks:
    """Typed thanks: people by platform id, names that were no mention, and the reason (which may be "")."""

    people: tuple[str, ...]
    names: tuple[str, ...]
    reason: str


Mentions = Sequence[tuple[str, str]]

_MOST_NAMES = 20
_SEPARATOR = re.compile(r"\s*(?:[,&+;]|and\b)\s*|\s+", re.IGNORECASE)
_TO = re.compile(r"\Ato\b", re.IGNORECASE)
_REASON = re.compile(r"\s*(?:(?:for|because)\b|[:–—]|-(?=\s))\s*", re.IGNORECASE)
_UNKNOWN_MENTION = re.compile(r"@(\w[^\s,&+;:–—]*)")
_NAME = re.compile(r"[^,&+;:–—]+?(?=\s+(?:and|for|because|-)(?:\s|$)|\s*[,&+;:–—]|$)", re.IGNORECASE)


def read_thanks(text: str, mentions: Mentions) -> Thanks:
    """What follows the word "kudos": people, then `for` (or nothing, behind a mention) and the reason.

    A person is a mention, or a name; several stand with commas or "and" between them.
    """
    reader = _Reader(text, sorted(mentions, key=lambda mention: -len(mention[0])))
    while reader.read_person():
        pass
    return Thanks(tuple(dict.fromkeys(reader.people)), tuple(dict.fromkeys(reader.names)), reader.rest)


class _Reader:
    """Reads people off the front of a text; `rest` is what is left, in the end the reason."""

    def __init__(self, text: str, mentions: Mentions) -> None:
        self.rest = _TO.sub("", text.strip()).strip()
        self.people: list[str] = []
        self.names: list[str] = []
        self._mentions = mentions
        self._expects = True

    def read_person(self) -> bool:
        """Reads one person, or what stands between two. False where the reason begins."""
        if (reason := _REASON.match(self.rest)) is not None:
            self.rest = self.rest[reason.end() :].strip()
            return False
        if self._read_mention():
            return True
        if (between := _SEPARATOR.match(self.rest)) is not None:
            self._expects = self._expects or bool(between[0].strip())
            self.rest = self.rest[between.end() :]
            return bool(self.rest)
        return self._read_name() if self._expects else self._read_unknown_mention()

    def _read_mention(self) -> bool:
        for shown, platform_id in self._mentions:
            if shown and self.rest.startswith(shown) and not self.rest[len(shown) : len(shown) + 1].isalnum():
                self.people.append(platform_id)
                self.rest = self.rest[len(shown) :]
                self._expects = False
                return True
        return False

    def _read_unknown_mention(self) -> bool:
        """An @ behind people that fits nobody: a slip to ask about, never the beginning of the reason."""
        found = _UNKNOWN_MENTION.match(self.rest)
        if found is None or len(self.names) >= _MOST_NAMES or not (name := clean_text(found[1])):
            return False
        self.names.append(name)
        self.rest = self.rest[found.end() :]
        return bool(self.rest)

    def _read_name(self) -> bool:
        starts = (self.rest.find(shown) for shown, _ in self._mentions if shown)
        found = _NAME.match(self.rest[: min((at for at in starts if at > 0), default=None)])
        if found is None or len(self.names) >= _MOST_NAMES:
            return False
        if name := clean_text(found[0]).lstrip("@ "):
            self.names.append(name)
        self.rest = self.rest[found.end() :]
        self._expects = False
        return bool(self.rest)
