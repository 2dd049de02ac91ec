"""Every lesson is written anew: no run of seven words of it stands in an article that it draws on.

source-runs.txt holds a hash of each such run of the articles, so that the articles need not be here.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

RUNS = Path(__file__).with_name("source-runs.txt")
TIPS = Path(__file__).parents[3] / "tips"
LENGTH = 7


def known_runs() -> frozenset[str]:
    lines = RUNS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def run_hashes(text: str) -> dict[str, str]:
    words = re.findall(r"[a-z']+", text.lower().replace("’", "'"))
    runs = (" ".join(words[start : start + LENGTH]) for start in range(len(words) - LENGTH + 1))
    return {hashlib.blake2b(run.encode(), digest_size=6).hexdigest(): run for run in runs}


@pytest.mark.parametrize("path", sorted(TIPS.rglob("*.md")), ids=lambda path: path.stem)
def test_a_lesson_is_in_our_own_words(path: Path) -> None:
    found = run_hashes(path.read_text(encoding="utf-8"))
    assert [found[one] for one in found.keys() & known_runs()] == []


def test_the_hashes_are_made_as_these_were() -> None:
    assert len(known_runs()) > 1000
    assert all(re.fullmatch(r"[0-9a-f]{12}", run) for run in known_runs())
    assert run_hashes("one two three four five six seven eight").keys() == {
        hashlib.blake2b(b"one two three four five six seven", digest_size=6).hexdigest(),
        hashlib.blake2b(b"two three four five six seven eight", digest_size=6).hexdigest(),
    }
