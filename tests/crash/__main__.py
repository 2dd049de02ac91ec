"""`make crash`: the whole proof; its figures go into docs/reliability.md. `--brief`: the tests' form."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.crash.lives import Timing
from tests.crash.proof import Outcome, Size, prove
from tests.crash.report import table, write_into
from tests.crash.troubles import TROUBLES, suffer

DOC = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
FULL, BRIEF = Size(), Size(kills=32, deliveries=1_600, workspaces=50, gives_up=90)
UNSAFE = Size(kills=16, deliveries=800, workspaces=10, quarantine=0.0, gives_up=90)
PARTS = ("kills", "no quarantine", *TROUBLES)


def main(given: list[str]) -> int:
    """0 if every promise was kept, and the one run that has to fail failed."""
    asked = _read(given)
    outcomes = {part: _run(part, brief=asked.brief, tell=_tell) for part in asked.parts or PARTS}
    if asked.brief:
        sys.stdout.write(json.dumps({part: _told(outcome) for part, outcome in outcomes.items()}) + "\n")
    else:
        print("\n".join(table(outcomes)))
        if set(outcomes) == set(PARTS):
            write_into(DOC, table(outcomes))
    return 0 if all(_as_promised(part, outcome) for part, outcome in outcomes.items()) else 1


def _read(given: list[str]) -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to do; without any, everything")
    parser.add_argument("--brief", action="store_true", help="fewer kills; figures as JSON, nothing written")
    return parser.parse_args(given)


def _run(part: str, *, brief: bool, tell: Callable[[str], None]) -> Outcome:
    tell(f"{part} …")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kindling.db"
        if part in TROUBLES:
            return suffer(TROUBLES[part], file, Timing())
        if part == "no quarantine":
            return prove(file, UNSAFE, Timing(late=6.0), tell)
        return prove(file, BRIEF if brief else FULL, Timing(), tell)


def _as_promised(part: str, outcome: Outcome) -> bool:
    return bool(outcome.faults) == (part == "no quarantine")


def _told(outcome: Outcome) -> dict[str, Any]:
    tallies = {name: vars(tally) for name, tally in outcome.tallies.items()}
    return {
        "broken": outcome.faults,
        "kills": dict(outcome.kills),
        "tallies": tallies,
        "seconds": outcome.seconds,
    }


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
