"""Sample tips to break: a change to one file, and the one fault that it must give."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.tips.faults import Fault, Kind

SAMPLES = Path(__file__).parent / "content"
GOOD = SAMPLES / "good"
EXTRA = SAMPLES / "extra"
SERIES = "at-the-counter/series.toml"
WAIT = "at-the-counter/01-wait-for-the-end.md"
SLIP = "at-the-counter/02-say-it-was-us.md"


@dataclass(frozen=True, slots=True)
class Break:
    """`old` becomes `new` in a file; the fault is on the first line that has `at` (else `new`) in it."""

    kind: Kind
    file: str
    old: str
    new: str
    at: str = ""

    def __str__(self) -> str:
        return f"{self.kind.name}-{self.new[:20]!r}"


def copy_of_good(to: Path) -> Path:
    return Path(shutil.copytree(GOOD, to / "tips"))


def broken_copy(change: Break, to: Path) -> tuple[Path, int]:
    """A copy of the good tips with the change, and the line on which its fault should be."""
    folder = copy_of_good(to)
    path = folder / change.file
    before = path.read_text(encoding="utf-8")
    assert change.old in before
    after = before.replace(change.old, change.new, 1)
    path.write_text(after, encoding="utf-8")
    return folder, line_of(change.at or change.new.strip("\n").split("\n")[0], after)


def line_of(marker: str, text: str) -> int:
    return text[: text.index(marker)].count("\n") + 1


def found(faults: tuple[Fault, ...]) -> list[tuple[Kind, int]]:
    return [(fault.kind, fault.line) for fault in faults]
