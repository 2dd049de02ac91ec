"""Reading what people saved: bytes to text, and a tip's text to its three parts."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.tips.faults import Fault, Kind, fault_at

MOST_BYTES = 64 * 1024
FENCE = "+++"
FENCES = 4  # two around the settings, two around the questions

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What nobody can see, and some platforms or databases refuse: Unicode's Cc, Cs, Zl and Zp."""

_LINK = re.compile(r"\b(?:https?://|www\.)\S", re.IGNORECASE)


@dataclass(slots=True)
class Notes:
    """The faults of one file, as they are found."""

    file: Path
    faults: list[Fault] = field(default_factory=list)

    def add(self, line: int, kind: Kind, /, **facts: object) -> None:
        fault = fault_at(self.file, line, kind, **facts)
        if fault not in self.faults:
            self.faults.append(fault)


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines of a file; `line` is the number of the first."""

    text: str
    line: int


def read_text(notes: Notes) -> str | None:
    """The file's text with plain line ends, or None and a fault. A byte order mark is skipped."""
    data = _read_bytes(notes)
    if data is None:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        notes.add(data.count(b"\n", 0, broken.start) + 1, Kind.NOT_UTF8)
        return None
    text = text.replace("\r\n", "\n")
    return None if _has_control_characters(text, notes) else text


def _read_bytes(notes: Notes) -> bytes | None:
    try:
        mode = notes.file.stat().st_mode
        if not stat.S_ISREG(mode):
            notes.add(1, Kind.NOT_A_FILE)
            return None
        with notes.file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        notes.add(1, Kind.MISSING_FILE)
        return None
    except (OSError, ValueError):
        notes.add(1, Kind.UNREADABLE)
        return None
    if len(data) > MOST_BYTES:
        notes.add(1, Kind.TOO_LARGE, most=MOST_BYTES)
        return None
    return data


def _has_control_characters(text: str, notes: Notes) -> bool:
    found = CONTROL.search(text.replace("\t", " ").replace("\n", " "))
    if found is None:
        return False
    line = text.count("\n", 0, found.start()) + 1
    notes.add(line, Kind.CONTROL_CHARACTER, point=f"{ord(found[0]):04X}")
    return True


def split_parts(text: str, notes: Notes) -> tuple[Part, Part, Part] | None:
    """Settings, Markdown and questions of a tip's file, or None and a fault."""
    lines = text.split("\n")
    fences = [n for n, line in enumerate(lines) if line.rstrip() == FENCE]
    if len(fences) != FENCES:
        notes.add(fences[-1] + 1 if fences else 1, Kind.NO_PARTS, count=len(fences))
        return None
    first, second, third, last = fences
    for n, line in enumerate(lines):
        if line.strip() and not first <= n <= last:
            notes.add(n + 1, Kind.TEXT_OUTSIDE)
            break
    return _part(lines, first, second), _part(lines, second, third), _part(lines, third, last)


def _part(lines: list[str], opened: int, closed: int) -> Part:
    return Part("\n".join(lines[opened + 1 : closed]) + "\n", opened + 2)


def one_line(text: str) -> str:
    """The text with every run of spaces and line ends as one space."""
    return " ".join(text.split())


def text_faults(name: str, text: str, most: int) -> Iterator[tuple[Kind, dict[str, object]]]:
    """What keeps a text on one line from being shown whole and as it is, everywhere."""
    if not any(char.isalnum() for char in text):
        yield Kind.EMPTY, {"key": name}
    if len(text) > most:
        yield Kind.TOO_LONG, {"key": name, "count": len(text), "most": most}
    if _LINK.search(text):
        yield Kind.LINK, {}
    if unseen := CONTROL.search(text):
        yield Kind.CONTROL_CHARACTER, {"point": f"{ord(unseen[0]):04X}"}
