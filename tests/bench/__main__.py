"""`python -m tests.bench [NAME …]`: measures, and prints each figure with its baseline.

A module of this package that has `run() -> list[Line]` is a measurement, named like the module.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench.lines import Line, table

Measurement = Callable[[], list[Line]]


def measurements() -> dict[str, Measurement]:
    found: dict[str, Measurement] = {}
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != "__main__" and not module.ispkg:
            run = getattr(importlib.import_module(f"tests.bench.{module.name}"), "run", None)
            if run is not None:
                found[module.name] = run
    return found


def main(names: list[str]) -> int:
    """0 if every bar was met."""
    known = measurements()
    if unknown := set(names) - known.keys():
        print(f"There is no measurement {', '.join(sorted(unknown))}. There are: {', '.join(known)}")
        return 2
    lines = [line for name, run in known.items() if not names or name in names for line in run()]
    print(table(lines))
    return 0 if all(line.met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
