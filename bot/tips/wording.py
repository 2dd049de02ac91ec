"""Rules on the words of one tip: how many, how easy, and nothing that shouts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.tips.faults import Fault, Kind, fault_at
from bot.tips.parser import TipFile
from bot.tips.sections import HOOK, IDEA, SAY, SECTIONS, TALK, TRY, Passage
from bot.tips.words import lix, sentences, words

MOST_WORDS = 230
MOST_IN_SIGHT = 190
MOST_PHRASES = 3
MOST_IN_SENTENCE = 25
SECTION_WORDS = {HOOK: (12, 40), IDEA: (80, 140), TRY: (0, 35), TALK: (0, 25)}
QUESTION_WORDS = {"text": (0, 35), "choice": (0, 25), "reason": (8, 25)}
HARDEST_LIX = {"en": 28}  # by language: a language without a bar is not measured

_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\ufe0f\u20e3]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of a tip and what to call it in a sentence about it."""

    name: str
    passage: Passage
    bounds: tuple[int, int] | None = None


def lesson_pieces(one: TipFile) -> Iterator[Piece]:
    """The title and the sections: what members read before any question."""
    yield Piece("the title", Passage(one.tip.title, one.settings.line("title")))
    for name in SECTIONS:
        for passage in one.sections.get(name, ()):
            yield Piece(name, passage)


def question_pieces(one: TipFile) -> Iterator[Piece]:
    """Stems, choices and reasons."""
    for asked, table, choices in zip(one.tip.questions, one.questions, one.choices, strict=True):
        stem = Passage(asked.text, table.line("text"))
        yield Piece(f"the question {asked.id}", stem, QUESTION_WORDS["text"])
        for choice, own in zip(asked.choices, choices, strict=True):
            text, reason = Passage(choice.text, own.line("text")), Passage(choice.reason, own.line("reason"))
            yield Piece(f"the choice {choice.id}", text, QUESTION_WORDS["choice"])
            yield Piece(f"the reason of {choice.id}", reason, QUESTION_WORDS["reason"])


def pieces(one: TipFile) -> Iterator[Piece]:
    yield from lesson_pieces(one)
    yield from question_pieces(one)


def check_lengths(one: TipFile) -> Iterator[Fault]:
    """How many words each part has."""
    for name, bounds in SECTION_WORDS.items():
        if passages := one.sections.get(name):
            yield from _bounded(one, name, passages, bounds)
    for piece in question_pieces(one):
        if piece.bounds:
            yield from _bounded(one, piece.name, (piece.passage,), piece.bounds)
    if len(phrases := one.sections.get(SAY, ())) > MOST_PHRASES:
        line = phrases[MOST_PHRASES].line
        yield fault_at(one.notes.file, line, Kind.MANY_PHRASES, count=len(phrases))


def _bounded(
    one: TipFile, name: str, passages: tuple[Passage, ...], bounds: tuple[int, int]
) -> Iterator[Fault]:
    count = sum(len(words(passage.text)) for passage in passages)
    least, most = bounds
    if count and not least <= count <= most:
        kind = Kind.FEW_OR_MANY_WORDS if least else Kind.MANY_WORDS
        yield fault_at(one.notes.file, passages[0].line, kind, part=name, count=count, least=least, most=most)


def check_whole(one: TipFile) -> Iterator[Fault]:
    """How many words the tip has, and how many of them before the fold."""
    counts = [(piece.name, len(words(piece.passage.text))) for piece in lesson_pieces(one)]
    line = one.settings.line("title")
    if (count := sum(number for _, number in counts)) > MOST_WORDS:
        yield fault_at(one.notes.file, line, Kind.LONG_TIP, count=count, most=MOST_WORDS)
    if (count := sum(number for name, number in counts if name != SAY)) > MOST_IN_SIGHT:
        yield fault_at(one.notes.file, line, Kind.LONG_SIGHT, count=count, most=MOST_IN_SIGHT)


def check_sentences(one: TipFile) -> Iterator[Fault]:
    for piece in pieces(one):
        for offset, sentence in sentences(piece.passage.text):
            if (count := len(words(sentence))) > MOST_IN_SENTENCE:
                yield fault_at(
                    one.notes.file,
                    piece.passage.line_at(offset),
                    Kind.LONG_SENTENCE,
                    part=piece.name,
                    count=count,
                    start=beginning(sentence),
                    most=MOST_IN_SENTENCE,
                )


def beginning(sentence: str) -> str:
    """The first words of a sentence, to find it by."""
    return " ".join(sentence.split()[:4])


def check_reading(one: TipFile, language: str) -> Iterator[Fault]:
    """LIX over title and sections; questions are held by their own lengths."""
    most = HARDEST_LIX.get(language.partition("-")[0])
    measure = lix(piece.passage.text for piece in lesson_pieces(one))
    if most is not None and measure > most:
        line = one.settings.line("title")
        yield fault_at(one.notes.file, line, Kind.HARD_TO_READ, lix=f"{measure:.1f}", most=most)


def check_marks(one: TipFile) -> Iterator[Fault]:
    """No exclamation mark, no emoji."""
    for piece in pieces(one):
        text = piece.passage.text
        for kind, found in ((Kind.EXCLAMATION, re.search("[!¡！]", text)), (Kind.EMOJI, _EMOJI.search(text))):
            if found:
                line = piece.passage.line_at(found.start())
                yield fault_at(one.notes.file, line, kind, part=piece.name)
