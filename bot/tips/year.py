"""Rules over all tips together: nothing is said twice, and chance alone places the right choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.tips.chance import chance_of_at_least, chance_of_spread, most_by_chance
from bot.tips.choices import lengths, right_is_longest, right_is_shortest, right_place
from bot.tips.faults import Fault, Kind, fault_at
from bot.tips.parser import CHOICE_COUNTS, TipFile
from bot.tips.records import Question
from bot.tips.wording import beginning, pieces
from bot.tips.words import likeness, sentences, shingles, words

MOST_ALIKE = 0.5
LEAST_SENTENCE = 6
LEAST_CHANCE = 0.05
LEAST_A_PLACE = 5  # χ² holds from five expected a place on: 15 questions with three choices, 20 with four
LEAST_QUESTIONS = 15


def check_sentences_twice(tips: Sequence[TipFile]) -> Iterator[Fault]:
    """No sentence of six words or more stands twice anywhere."""
    seen: dict[tuple[str, ...], str] = {}
    for one in tips:
        for piece in pieces(one):
            for offset, sentence in sentences(piece.passage.text):
                key = tuple(word.casefold() for word in words(sentence))
                line = piece.passage.line_at(offset)
                if len(key) >= LEAST_SENTENCE and (other := seen.get(key)):
                    facts = {"part": piece.name, "other": other, "start": beginning(sentence)}
                    yield fault_at(one.notes.file, line, Kind.SENTENCE_TWICE, **facts)
                seen.setdefault(key, f"{one.notes.file}:{line}")


def check_questions_alike(tips: Sequence[TipFile]) -> Iterator[Fault]:
    """No two questions are much the same, by stem and right choice."""
    seen: list[tuple[str, frozenset[str]]] = []
    for one in tips:
        for question, table in zip(one.tip.questions, one.questions, strict=True):
            if not question.text or not question.right_choices:
                continue
            own = shingles(" ".join([question.text, *(choice.text for choice in question.right_choices)]))
            for other, theirs in seen:
                if (alike := likeness(own, theirs)) >= MOST_ALIKE:
                    facts = {"other": other, "alike": f"{alike:.2f}"}
                    yield fault_at(one.notes.file, table.line("text"), Kind.LIKE_ANOTHER, **facts)
            seen.append((f"{one.tip.id} {question.id}", own))


def check_year(tips: Sequence[TipFile], file: Path) -> Iterator[Fault]:
    """Over at least 15 questions: right choices are not longest, shortest or in one place beyond chance."""
    questions = [question for one in tips for question in one.tip.questions]
    yield from _check_lengths(questions, right_is_longest, Kind.YEAR_LONGEST, file)
    yield from _check_lengths(questions, right_is_shortest, Kind.YEAR_SHORTEST, file)
    for choices in CHOICE_COUNTS:
        yield from _check_spread(questions, choices, file)


def _check_lengths(
    questions: Sequence[Question], stands_out: Callable[[Question], bool], kind: Kind, file: Path
) -> Iterator[Fault]:
    """If length told nothing, each choice of a question would be the longest equally often."""
    counted = [question for question in questions if lengths(question) is not None]
    chances = [len(question.right_choices) / len(question.choices) for question in counted]
    hits = sum(map(stands_out, counted))
    if len(counted) >= LEAST_QUESTIONS and chance_of_at_least(hits, chances) < LEAST_CHANCE:
        most = most_by_chance(chances, LEAST_CHANCE)
        yield fault_at(file, 1, kind, count=hits, of=len(counted), most=most)


def _check_spread(questions: Sequence[Question], choices: int, file: Path) -> Iterator[Fault]:
    places = Counter(right_place(question) for question in questions if len(question.choices) == choices)
    counts = [places[place] for place in range(choices)]
    if sum(counts) >= LEAST_A_PLACE * choices and chance_of_spread(counts) <= LEAST_CHANCE:
        listed = ", ".join(map(str, counts))
        yield fault_at(file, 1, Kind.YEAR_PLACE, choices=choices, counts=listed)
