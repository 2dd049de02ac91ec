"""Text as Slack takes it: measured, cleaned, set apart, cut, split. Pure.

Slack has no escape for * _ ~ ` and :emoji:, so nothing here makes markup; see `adapters/slack/lines.py`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATE, _END = "\u2068", "\u2069"
_LONGEST_ESCAPE = 5
_STAYS_WITH_THE_LETTER_BEFORE = frozenset("\u200d\ufe0e\ufe0f")
_ENDS = ("\n\n", "\n", ". ", "! ", "? ", " ")
_FAR = 0.5
"""How much of the room a piece has to fill before it ends at a word rather than inside one."""


def escaped(text: str) -> str:
    """For mrkdwn: the three characters that Slack gives a meaning to, and no others."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def size(text: str) -> int:
    """UTF-16 units of the escaped text: more than Slack counts, whichever way it counts."""
    return len(escaped(text).encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, most: int) -> bool:
    return len(text) * _LONGEST_ESCAPE <= most or (len(text) <= most and size(text) <= most)


def cleaned(text: str) -> str:
    """Without control characters and what no UTF-8 can carry; lines end in \\n."""
    if _CONTROLS.search(text) is None:
        return text
    text = text.replace("\r\n", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROLS.sub("", text)


def set_apart(text: str) -> str:
    """What somebody typed, unable to turn the words round it: its own turning marks go, an isolate comes."""
    if text.isascii():
        return text
    text = _TURNS.sub("", text)
    if not any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text):
        return text
    return f"{_ISOLATE}{text}{_END}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """Ends at a word with an ellipsis if it is longer than that."""
    if fits(text, most):
        return text
    head = _head(text, most - 1)
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[: space if space > len(head) * _FAR else len(head)].rstrip() + "…"


def pieces(text: str, most: int) -> Iterator[str]:
    """The whole text in pieces of at most that size, split between paragraphs, else sentences, else words."""
    while not fits(text, most):
        head = _head(text, most)
        end = _end(head)
        piece = text[:end].strip()
        if piece:
            yield piece
        text = text[end:].strip()
    if text:
        yield text


def _end(head: str) -> int:
    for mark in _ENDS:
        place = head.rfind(mark)
        if place + len(mark) > len(head) * _FAR:
            return place + len(mark)
    return len(head)


def _head(text: str, most: int) -> str:
    """The longest beginning of that size at most (one character at least) that breaks no letter."""
    end = min(most, len(text))
    if size(text[:end]) > most:
        end = bisect_right(range(end), most, key=lambda length: size(text[:length])) - 1
    while 0 < end < len(text) and _continues(text[end]):
        end -= 1
    return text[: max(end, 1)]


def _continues(one: str) -> bool:
    return one in _STAYS_WITH_THE_LETTER_BEFORE or unicodedata.combining(one) > 0
