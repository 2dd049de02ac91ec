"""Rules over all tips, tried on questions made for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.tips import read_library
from bot.tips.choices import check_same_place
from bot.tips.faults import Fault, Kind
from bot.tips.parser import TipFile
from bot.tips.records import Choice, Question
from bot.tips.year import check_questions_alike, check_year
from tests.bot.tips.samples import GOOD

FILE = Path("programme.toml")


@pytest.fixture(scope="module")
def two_tips() -> tuple[TipFile, ...]:
    return read_library(GOOD).tips


def question(right: Sequence[int], lengths: Sequence[int]) -> Question:
    """A question whose choices have these lengths, and are right at these places."""
    choices = (
        Choice(f"c{n}", "x" * length, n in right, None if n in right else "pries", "Because.")
        for n, length in enumerate(lengths)
    )
    return Question("q", "scenario", "What now?", tuple(choices))


def year(one: TipFile, questions: Iterator[Question]) -> list[Fault]:
    asked = replace(one, tip=replace(one.tip, questions=tuple(questions)))
    return list(check_year([asked], FILE))


def longest_in(hits: int, of: int, choices: int = 3) -> Iterator[Question]:
    """Questions of which so many have the longest choice right, with right places spread evenly."""
    for n in range(of):
        lengths = [50 + 2 * (place != n % choices) for place in range(choices)]
        lengths[n % choices] = 60 if n < hits else 52
        yield question([n % choices], lengths)


@pytest.mark.parametrize(("hits", "told"), [(14, True), (15, True), (13, False)])
def test_right_is_longest_as_often_as_chance_has_it(
    two_tips: tuple[TipFile, ...], hits: int, told: bool
) -> None:
    # Of 27 tries at one in three, 14 or more hits have the chance 0.0362 and 13 or more 0.0778.
    faults = year(two_tips[0], longest_in(hits, 27))
    assert [fault.kind for fault in faults] == [Kind.YEAR_LONGEST] * told
    if told:
        assert f"{hits} of 27" in faults[0].wrong
        assert faults[0].write.endswith("13 at the most")
        assert (faults[0].file, faults[0].line) == ("programme.toml", 1)


def test_right_is_shortest_as_often_as_chance_has_it(two_tips: tuple[TipFile, ...]) -> None:
    shortest = (question([n % 3], [40 if place == n % 3 else 50 for place in range(3)]) for n in range(15))
    assert [fault.kind for fault in year(two_tips[0], shortest)] == [Kind.YEAR_SHORTEST]


def test_a_few_questions_prove_nothing(two_tips: tuple[TipFile, ...]) -> None:
    assert year(two_tips[0], longest_in(14, 14)) == []
    assert [fault.kind for fault in year(two_tips[0], longest_in(15, 15))] == [Kind.YEAR_LONGEST]
    assert year(two_tips[0], (question([0], [50, 50, 50]) for _ in range(14))) == []
    assert year(two_tips[0], (question([0], [50] * 4) for _ in range(19))) == []


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((10, 10, 10), False),
        ((17, 7, 6), True),
        ((16, 8, 6), False),
        ((15, 9, 6), False),
        ((15, 6, 6, 5), True),
        ((13, 7, 6, 6), False),
    ],
)
def test_right_places_are_spread(two_tips: tuple[TipFile, ...], counts: tuple[int, ...], told: bool) -> None:
    # χ² is 0, 7.4, 5.6, 8.25 and 4.25; at 5 % it may reach 5.99 with three places, 7.81 with four.
    questions = (
        question([place], [50] * len(counts)) for place, count in enumerate(counts) for _ in range(count)
    )
    faults = year(two_tips[0], questions)
    assert [fault.kind for fault in faults] == [Kind.YEAR_PLACE] * told


def test_the_same_place_throughout_a_tip(two_tips: tuple[TipFile, ...]) -> None:
    one = two_tips[1]
    moved = (question([1], [50, 50, 50]), question([0, 1], [50, 50, 50]), question([1], [50, 50, 50]))
    (fault,) = check_same_place(replace(one, tip=replace(one.tip, questions=moved)))
    assert (fault.kind, fault.line) == (Kind.SAME_PLACE, one.questions[2].line())
    assert "number 2" in fault.wrong
    spread = (*moved[:2], question([2], [50, 50, 50]))
    assert list(check_same_place(replace(one, tip=replace(one.tip, questions=spread)))) == []


def test_two_questions_much_alike(two_tips: tuple[TipFile, ...]) -> None:
    first, second = two_tips
    copied = replace(
        first.tip.questions[0], id="again", text=first.tip.questions[0].text.replace("guest", "man")
    )
    again = replace(second, tip=replace(second.tip, questions=(copied, *second.tip.questions[1:])))
    (fault,) = check_questions_alike([first, again])
    assert (fault.kind, fault.line) == (Kind.LIKE_ANOTHER, second.questions[0].line("text"))
    assert "at-the-counter/wait-for-the-end cold-room" in fault.wrong
    assert list(check_questions_alike(two_tips)) == []
