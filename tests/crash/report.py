"""The proof's figures as the tables of docs/reliability.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.crash.proof import Outcome, Tally
from tests.crash.troubles import TROUBLES

BEGINS, ENDS = "<!-- figures of {choice}: written by make crash -->", "<!-- end of figures -->"


def table(outcomes: Mapping[str, Outcome]) -> list[str]:
    lines: list[str] = []
    for part, title in (("kills", "With the quarantine"), ("no quarantine", "With the quarantine set to 0")):
        if part in outcomes:
            lines += _kills(title, outcomes[part])
    if troubled := {part: outcome for part, outcome in outcomes.items() if part in TROUBLES}:
        lines += _troubles(troubled)
    return lines


HEAD = (
    "Workspaces",
    "Owed",
    "Sent",
    "Held",
    "Dead: archived",
    "Lost",
    "Sent again, listed",
    "Doubled",
    "Doubled, not listed",
)
TROUBLE_HEAD = ("What happens", "What becomes of it", "Owed", "Lost", "Doubled, not listed", "Promises")


def _kills(title: str, outcome: Outcome) -> list[str]:
    moments = ", ".join(f"{count} {moment}" for moment, count in outcome.kills.items())
    told = (
        f"**{title}**: {outcome.kills.total()} kills ({moments}), {outcome.requests:,} requests, ",
        f"{outcome.seconds:.0f} seconds. `PRAGMA integrity_check`: {outcome.integrity}. ",
        f"Last backup: {outcome.backup}. {_verdict(outcome)}",
    )
    rows = [_row(name, tally) for name, tally in outcome.tallies.items()]
    return ["".join(told), "", *_head(HEAD), *rows, ""]


def _head(columns: Sequence[str]) -> list[str]:
    return [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]


def _row(name: str, tally: Tally) -> str:
    figures = (
        tally.owed,
        tally.sent,
        tally.held,
        tally.dead,
        tally.lost,
        tally.resent,
        tally.doubled,
        tally.doubled_unlisted,
    )
    return f"| {name} | {' | '.join(f'{figure:,}' for figure in figures)} |"


def _verdict(outcome: Outcome) -> str:
    return "Every promise kept." if not outcome.faults else f"Broken: {'; '.join(outcome.faults)}."


def _troubles(outcomes: Mapping[str, Outcome]) -> list[str]:
    lines = _head(TROUBLE_HEAD)
    for part, outcome in outcomes.items():
        trouble, tallies = TROUBLES[part], outcome.tallies.values()
        owed, lost = sum(one.owed for one in tallies), sum(one.lost for one in tallies)
        unlisted = sum(one.doubled_unlisted for one in tallies)
        kept = "kept" if not outcome.faults else "; ".join(outcome.faults)
        lines.append(f"| {trouble.what} | {trouble.then} | {owed} | {lost} | {unlisted} | {kept} |")
    return lines


def write_into(doc: Path, lines: list[str], choice: str) -> None:
    """Puts the lines between the marks of that platform."""
    text, begins = doc.read_text(encoding="utf-8"), BEGINS.format(choice=choice)
    before, _, rest = text.partition(begins)
    _, _, after = rest.partition(ENDS)
    written = "\n".join(lines).strip()
    doc.write_text(f"{before}{begins}\n\n{written}\n\n{ENDS}{after}", encoding="utf-8")
