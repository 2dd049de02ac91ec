"""How likely it is that right choices stand out by chance: small exact statistics."""

from __future__ import annotations

import math
from collections.abc import Sequence


def chance_of_at_least(hits: int, chances: Sequence[float]) -> float:
    """The chance of so many hits or more in independent tries, each with a chance of its own.

    With equal chances it is the binomial distribution's upper tail.
    """
    spread = [1.0]
    for chance in chances:
        missed = [one * (1 - chance) for one in [*spread, 0.0]]
        hit = [one * chance for one in [0.0, *spread]]
        spread = [a + b for a, b in zip(missed, hit, strict=True)]
    return math.fsum(spread[max(hits, 0) :])


def most_by_chance(chances: Sequence[float], least_chance: float) -> int:
    """The greatest number of hits that is not less likely than `least_chance` to be reached."""
    return max(hits for hits in range(len(chances) + 1) if chance_of_at_least(hits, chances) >= least_chance)


def chance_of_spread(counts: Sequence[int]) -> float:
    """Pearson's χ² test: the chance that equally likely places fill as unevenly as this, or more so.

    Exact for the distribution's upper tail at three places (two degrees of freedom) and four (three).
    Raises ValueError for any other number of places.
    """
    expected = sum(counts) / len(counts)
    chi_square = sum((count - expected) ** 2 for count in counts) / expected
    match len(counts):
        case 3:
            return math.exp(-chi_square / 2)
        case 4:
            half = chi_square / 2
            return math.erfc(math.sqrt(half)) + math.sqrt(4 * half / math.pi) * math.exp(-half)
        case places:
            raise ValueError(f"the test is for three places or four, not {places}")
