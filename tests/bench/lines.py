"""What a measurement prints: a figure beside its baseline, both taken in the same run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`bar` is what the figure has to reach, None where it is printed for information only."""

    what: str
    figure: str
    baseline: str
    bar: str | None = None
    met: bool = True


def table(lines: Sequence[Line]) -> str:
    rows = [("What", "Figure", "Baseline", "Bar", "")]
    rows += [
        (line.what, line.figure, line.baseline, line.bar or "", _verdict(line) if line.bar else "")
        for line in lines
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _verdict(line: Line) -> str:
    return "met" if line.met else "NOT MET"
