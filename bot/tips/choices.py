"""Rules on the questions of one tip: nothing but the words gives the right choice away."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from bot.tips.faults import Fault, Kind, fault_at
from bot.tips.parser import TipFile
from bot.tips.records import Question
from bot.tips.words import sentences

STANDS_OUT = 1.2

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_NEGATIVE = re.compile(
    r"\b(?:not|except)\b|(?<=\bwhat\b)(?:\s\w+){0,3}\s\w+n['’]t\b|(?<=\bwhich\b)(?:\s\w+){0,3}\s\w+n['’]t\b",
    re.IGNORECASE,
)
_ALL_OF_ABOVE = re.compile(
    r"\b(?:all|none|both|either|neither) of (?:the (?:above|below|other)|(?:these|those) (?:choice|answer))"
    r"|^\W*(?:all|none|both|neither) of (?:them|these|those)\W*$"
    r"|\bthe above\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?i:\b(?:first|second|third|fourth|last|next|previous|top|bottom) (?:choice|answer|option)s?\b)"
    r"|(?i:\b(?:one|choice|answer|option)s? (?:above|below)\b)"
    r"|\b(?i:choice|answer|option)s? (?:[A-D]|[1-4])\b"
    r"|\b[A-D] (?:and|or) [A-D]\b"
)


def check_stems(one: TipFile) -> Iterator[Fault]:
    """No question asks for what does not fit; what people say in it, and the story before it, may say no."""
    for asked, table in zip(one.tip.questions, one.questions, strict=True):
        last = [sentence for _, sentence in sentences(_QUOTED.sub("", asked.text))][-1:]
        for found in filter(None, map(_NEGATIVE.search, last)):
            given = found[0].split()[-1]
            yield fault_at(one.notes.file, table.line("text"), Kind.NEGATIVE_STEM, given=given)


def check_places(one: TipFile) -> Iterator[Fault]:
    """Choices are shuffled: none may speak of where it or another stands."""
    for asked, choices in zip(one.tip.questions, one.choices, strict=True):
        for choice, table in zip(asked.choices, choices, strict=True):
            for key, text in (("text", choice.text), ("reason", choice.reason)):
                part = f"the {'choice' if key == 'text' else 'reason of'} {choice.id}"
                for kind, rule in ((Kind.ALL_OF_ABOVE, _ALL_OF_ABOVE), (Kind.SPEAKS_OF_PLACE, _PLACE)):
                    if found := rule.search(text):
                        yield fault_at(one.notes.file, table.line(key), kind, part=part, given=found[0])


def right_place(question: Question) -> int | None:
    """Where the right choice stands in the file, from 0; None unless there is exactly one."""
    places = [n for n, choice in enumerate(question.choices) if choice.right]
    return places[0] if len(places) == 1 else None


def check_same_place(one: TipFile) -> Iterator[Fault]:
    places = [place for question in one.tip.questions if (place := right_place(question)) is not None]
    if len(places) > 1 and len(set(places)) == 1:
        yield fault_at(one.notes.file, one.questions[-1].line(), Kind.SAME_PLACE, place=places[0] + 1)


def lengths(question: Question) -> tuple[list[int], list[int]] | None:
    """Characters of the right choices and of the wrong ones, each in order; None if either are missing."""
    right = sorted(len(choice.text) for choice in question.choices if choice.right)
    wrong = sorted(len(choice.text) for choice in question.choices if not choice.right)
    return (right, wrong) if right and wrong and right[0] and wrong[0] else None


def right_is_longest(question: Question) -> bool:
    """Whether a right choice is longer than every wrong one."""
    found = lengths(question)
    return found is not None and found[0][-1] > found[1][-1]


def right_is_shortest(question: Question) -> bool:
    """Whether a right choice is shorter than every wrong one."""
    found = lengths(question)
    return found is not None and found[0][0] < found[1][0]


def check_longest(one: TipFile) -> Iterator[Fault]:
    """The right choice is the longest in one question at the most, and the shortest in one."""
    for rule, kind in ((right_is_longest, Kind.RIGHT_LONGEST), (right_is_shortest, Kind.RIGHT_SHORTEST)):
        found = [n for n, question in enumerate(one.tip.questions) if rule(question)]
        for n in found[1:]:
            yield fault_at(one.notes.file, one.questions[n].line(), kind, count=len(found))


def check_standing_out(one: TipFile) -> Iterator[Fault]:
    """No right choice is over 1.2 times as long as the next, nor the next as it."""
    for question, table in zip(one.tip.questions, one.questions, strict=True):
        if (found := lengths(question)) is None:
            continue
        right, wrong = found
        if right[-1] > STANDS_OUT * wrong[-1]:
            facts = {"count": right[-1], "next": wrong[-1], "most": math.floor(STANDS_OUT * wrong[-1])}
            yield fault_at(one.notes.file, table.line(), Kind.RIGHT_STANDS_OUT_LONG, **facts)
        if wrong[0] > STANDS_OUT * right[0]:
            facts = {"count": right[0], "next": wrong[0], "least": math.ceil(wrong[0] / STANDS_OUT)}
            yield fault_at(one.notes.file, table.line(), Kind.RIGHT_STANDS_OUT_SHORT, **facts)
