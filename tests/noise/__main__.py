"""Lives many noisy years and judges each: python -m tests.noise [SEEDS] [FIRST]."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tests.noise.budget import breaches
from tests.noise.year import simulate

SEEDS = 200
TOLD_EVERY = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """A year's outcome."""

    seed: int
    posts: int
    acts: int
    seconds: float
    kinds: Counter[str]
    found: list[str]


def judge(seed: int) -> Judged:
    """Lives the year of a seed in this process."""
    logging.disable(logging.WARNING)
    return asyncio.run(_judged(seed))


async def _judged(seed: int) -> Judged:
    begun = time.monotonic()
    log = await simulate(seed)
    kinds = Counter(log.owed[one.key].kind for one in log.sent)
    return Judged(seed, len(log.sent), log.acts, time.monotonic() - begun, kinds, breaches(log))


def main(seeds: int = SEEDS, first: int = 1) -> int:
    begun, total, kinds, broken = time.monotonic(), 0, Counter[str](), 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for done, one in enumerate(pool.map(judge, range(first, first + seeds)), 1):
            total, kinds, broken = total + one.posts, kinds + one.kinds, broken + bool(one.found)
            for sentence in one.found:
                print(f"seed {one.seed}: {sentence}")
            if done % TOLD_EVERY == 0:
                print(f"{done} of {seeds} years lived, {broken} out of budget")
            sys.stdout.flush()
    took = time.monotonic() - begun
    print(
        f"{seeds} years, {total:,} posts, {took:,.0f} s ({took / seeds:.1f} s a year): {broken} out of budget"
    )
    print(", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
