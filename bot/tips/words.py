"""Measures of a text: its words, its sentences, how hard it is to read, how like another it is.

A word is letters and digits, with the apostrophes and hyphens inside it: "isn't" and "drive-through" are
one each. A sentence ends with a full stop, a question or exclamation mark or an ellipsis, where no letter
or digit follows at once, and with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LONG_WORD = 7
SHINGLE = 5

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?!\w)")
_LIX_END = re.compile(r"[.!?…:]+(?!\w)")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence that has a word, with where in the text its first word begins."""
    for start, sentence in _cut(text, _SENTENCE_END):
        if first := _WORD.search(sentence):
            yield start + first.start(), sentence[first.start() :]


def lix(texts: Iterable[str]) -> float:
    """Björnsson's LIX of some paragraphs: words a sentence, plus words of seven letters or more in 100.

    As he counted, a colon ends a sentence too. Apostrophes and hyphens count as letters.
    """
    count = long = ends = 0
    for text in texts:
        found = words(text)
        count += len(found)
        long += sum(len(word) >= LONG_WORD for word in found)
        ends += sum(bool(words(sentence)) for _, sentence in _cut(text, _LIX_END))
    return count / ends + 100 * long / count if count else 0.0


def shingles(text: str) -> frozenset[str]:
    """Every run of five characters of the text's words, in small letters and with one space between."""
    plain = " ".join(words(text)).casefold()
    return frozenset(plain[n : n + SHINGLE] for n in range(max(len(plain) - SHINGLE + 1, 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's measure: what two sets share, of all that is in them; 0 to 1."""
    return len(one & other) / len(one | other)


def _cut(text: str, end: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    start = 0
    for found in end.finditer(text):
        yield start, text[start : found.end()]
        start = found.end()
    yield start, text[start:]
