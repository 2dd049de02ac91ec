"""What a preview shows of folders of tips as they are now, and how it notices that they changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.cli.preview_cards import tip_json
from bot.tips import Fault, read_library
from bot.tips.checks import check_tips

Json = dict[str, Any]
Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """The folder that is previewed, and the built-in one below it where it adds to those."""

    whole: Path
    extra: Path | None

    @property
    def shown(self) -> Path:
        return self.extra or self.whole

    def signature(self) -> Signature:
        """Names, times and sizes of the files: another one means that something changed."""
        return tuple(sorted(_files(self.shown)))

    def look(self) -> Json:
        """Every tip of the shown folder with its cards and faults, and the faults that are no tip's."""
        reading = read_library(self.whole, self.extra)
        faults = check_tips(self.whole, self.extra)
        own = [one for one in reading.tips if one.notes.file.is_relative_to(self.shown)]
        tips = [
            tip_json(one.tip, reading.library) | {"faults": _faults(faults, str(one.notes.file))}
            for one in own
        ]
        files = {str(one.notes.file) for one in own}
        return {
            "count": len(faults),
            "faults": [_fault(one) for one in faults if one.file not in files],
            "tips": tips,
        }


def _faults(faults: tuple[Fault, ...], file: str) -> list[Json]:
    return [_fault(one) for one in faults if one.file == file]


def _fault(fault: Fault) -> Json:
    return {"where": f"{fault.file}:{fault.line}", "wrong": fault.wrong, "write": fault.write}


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """A file that vanishes while it is looked at is as good as gone."""
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            try:
                found = path.stat()
            except OSError:
                continue
            yield str(path), found.st_mtime_ns, found.st_size
