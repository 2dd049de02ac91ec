"""The small statistics against what is known of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tips.chance import chance_of_at_least, chance_of_spread, most_by_chance


@given(tries=st.integers(0, 60), hits=st.integers(0, 61), choices=st.integers(2, 5))
def test_with_equal_chances_it_is_the_binomial_tail(tries: int, hits: int, choices: int) -> None:
    chance = 1 / choices
    tail = math.fsum(
        math.comb(tries, n) * chance**n * (1 - chance) ** (tries - n) for n in range(hits, tries + 1)
    )
    assert chance_of_at_least(hits, [chance] * tries) == pytest.approx(tail, abs=1e-12)


def test_chances_of_their_own() -> None:
    assert chance_of_at_least(1, [0.5, 0.25]) == pytest.approx(1 - 0.5 * 0.75)
    assert chance_of_at_least(2, [0.5, 0.25]) == pytest.approx(0.125)
    assert chance_of_at_least(0, []) == 1
    assert chance_of_at_least(1, []) == 0


def test_most_by_chance_is_the_last_that_is_likely_enough() -> None:
    chances = [1 / 3] * 27
    most = most_by_chance(chances, 0.05)
    assert chance_of_at_least(most, chances) >= 0.05 > chance_of_at_least(most + 1, chances)


@pytest.mark.parametrize(
    ("counts", "chance"),
    [
        ((10, 10, 10), 1.0),
        ((15, 9, 6), math.exp(-2.1)),
        ((20, 10, 5, 5), 0.0018166489665723214),
        ((10, 10, 10, 10), 1.0),
        ((0, 0, 30), 9.357622968840175e-14),
    ],
)
def test_chi_square_has_its_known_values(counts: tuple[int, ...], chance: float) -> None:
    assert chance_of_spread(counts) == pytest.approx(chance, rel=1e-9)


def test_chi_square_at_the_tables_five_percent() -> None:
    # Tables give 5.991 for two degrees of freedom and 7.815 for three.
    assert math.exp(-5.991464547 / 2) == pytest.approx(0.05)
    wide = 10_000
    for places, critical in ((3, 5.991464547), (4, 7.814727903)):
        off = math.sqrt(critical * wide / 2)
        counts = [wide + round(off), wide - round(off), *[wide] * (places - 2)]
        assert chance_of_spread(counts) == pytest.approx(0.05, abs=1e-3)


def test_no_other_number_of_places() -> None:
    with pytest.raises(ValueError, match="not 5"):
        chance_of_spread([1, 1, 1, 1, 1])
