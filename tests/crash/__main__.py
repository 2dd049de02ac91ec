"""`make crash`: the whole proof; its figures go into docs/reliability.md. `--brief`: the tests' form."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.crash.lives import Timing
from tests.crash.proof import Outcome, Size, prove
from tests.crash.report import table, write_into
from tests.crash.troubles import TROUBLES, suffer

DOC = Path(__file__).parent.parent.parent / "docs" / "reliability.md"
FULL, BRIEF = Size(), Size(kills=32, deliveries=1_600, workspaces=50, gives_up=90)
UNSAFE = Size(kills=16, deliveries=800, workspaces=10, quarantine=0.0, gives_up=90)
BRIEFER = {
    "kills": Size(kills=16, deliveries=400, workspaces=10, gives_up=90),
    "no quarantine": Size(kills=8, deliveries=400, workspaces=10, quarantine=0.0, gives_up=90),
}
"""Of what is run on a second platform; and what has to fail fails as surely with half of it."""

PARTS = {
    "plain": ("kills", "no quarantine", *TROUBLES),
    "slack": ("kills", "no quarantine"),
    "teams": ("kills",),
}
"""What is done on each platform. The machine's troubles are the outbox's alone, so one platform suffices; and
where nobody can be asked, a quarantine of 0 doubles only what is listed anyway."""


def main(given: list[str]) -> int:
    """0 if every promise was kept, and the one run that has to fail failed."""
    asked = _read(given)
    kept = True
    for choice in [asked.platform] if asked.platform else PARTS:
        parts = [part for part in PARTS[choice] if part in (asked.parts or PARTS[choice])]
        outcomes = {part: run_part(choice, part, brief=asked.brief) for part in parts}
        kept = kept and all(_as_promised(part, outcome) for part, outcome in outcomes.items())
        if asked.brief:
            told = {part: told_of(outcome) for part, outcome in outcomes.items()}
            sys.stdout.write(json.dumps(told) + "\n")
            continue
        print("\n".join(table(outcomes)))
        if set(outcomes) == set(PARTS[choice]):
            write_into(DOC, table(outcomes), choice)
    return 0 if kept else 1


def _read(given: list[str]) -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    choices = [*PARTS["plain"], []]
    parser.add_argument("parts", nargs="*", choices=choices, help="what to do; without any, everything")
    parser.add_argument("--platform", choices=PARTS, help="against what; without it, against each")
    parser.add_argument("--brief", action="store_true", help="fewer kills; figures as JSON, nothing written")
    return parser.parse_args(given)


def run_part(choice: str, part: str, *, brief: bool) -> Outcome:
    _tell(f"{choice}: {part} …")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kindling.db"
        if part in TROUBLES:
            return suffer(TROUBLES[part], file, Timing())
        timing = Timing(late=6.0) if part == "no quarantine" else Timing()
        return prove(file, _size(choice, part, brief=brief), timing, _tell, choice)


def _size(choice: str, part: str, *, brief: bool) -> Size:
    if brief:
        return BRIEF if (choice, part) == ("plain", "kills") else BRIEFER[part]
    return UNSAFE if part == "no quarantine" else FULL


def _as_promised(part: str, outcome: Outcome) -> bool:
    return bool(outcome.faults) == (part == "no quarantine")


def told_of(outcome: Outcome) -> dict[str, Any]:
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
