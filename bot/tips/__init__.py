"""The tips: what they are, and how a library of them is loaded from folders of Markdown.

A folder holds `programme.toml`, `behaviours.toml` and one folder a series, with `series.toml` and the
tips `01-short-name.md`, `02-…`. A second folder, the operator's, adds to the first and renames in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import SetupFault
from bot.tips.faults import Fault, Kind
from bot.tips.folders import BEHAVIOURS, Folder, SeriesFile, read_folder
from bot.tips.parser import TipFile
from bot.tips.records import (
    Behaviour,
    Choice,
    Library,
    Programme,
    Question,
    Series,
    Tip,
    UnknownBehaviour,
    UnknownChoice,
    UnknownId,
    UnknownProgramme,
    UnknownQuestion,
    UnknownSeries,
    UnknownTip,
)

__all__ = [
    "Behaviour",
    "BrokenTips",
    "Choice",
    "Fault",
    "Kind",
    "Library",
    "Programme",
    "Question",
    "Reading",
    "Series",
    "Tip",
    "UnknownBehaviour",
    "UnknownChoice",
    "UnknownId",
    "UnknownProgramme",
    "UnknownQuestion",
    "UnknownSeries",
    "UnknownTip",
    "load_library",
    "read_library",
]


class BrokenTips(SetupFault):
    """Some tip files cannot be used. `faults` has every one of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of the folders, and the faults. Without faults the library is whole."""

    library: Library
    tips: tuple[TipFile, ...]
    faults: tuple[Fault, ...]


def load_library(folder: Path, extra: Path | None = None) -> Library:
    """The built-in tips and the operator's. Raises BrokenTips with every fault in either folder."""
    reading = read_library(folder, extra)
    if reading.faults:
        raise BrokenTips(reading.faults)
    return reading.library


def read_library(folder: Path, extra: Path | None = None) -> Reading:
    """Like load_library, and goes on past faults: for the checker."""
    folders = [read_folder(folder, whole=True)]
    if extra is not None:
        folders.append(read_folder(extra, whole=False))
    series = _merge_series(folders)
    library = Library(
        programmes=tuple({one.id: one for part in folders for one, _ in part.programmes}.values()),
        series=tuple(one.series for one in series.values()),
        behaviours=tuple({one.id: one for part in folders for one in part.behaviours}.values()),
    )
    tips = tuple(tip for one in series.values() for tip in one.tips)
    _check_names(library, folders, tips)
    found = (fault for part in folders for notes in part.notes for fault in notes.faults)
    return Reading(library, tips, tuple(sorted(found, key=lambda fault: (fault.file, fault.line))))


def _merge_series(folders: list[Folder]) -> dict[str, SeriesFile]:
    """Series by id, ours first. A folder of an id that is there, without tips, only renames."""
    merged: dict[str, SeriesFile] = {}
    for one in (one for part in folders for one in part.series):
        before = merged.get(one.series.id)
        if before is None:
            merged[one.series.id] = one
            if one.bare:
                one.notes.add(1, Kind.NO_TIPS)
        elif one.bare:
            merged[one.series.id] = replace(before, series=replace(one.series, tips=before.series.tips))
        else:
            one.notes.add(1, Kind.SERIES_TAKEN, given=one.series.id)
    return merged


def _check_names(library: Library, folders: list[Folder], tips: tuple[TipFile, ...]) -> None:
    """Whether behaviours and series that are named are there."""
    behaviours = {behaviour.id for behaviour in library.behaviours}
    sound = not any(notes.faults for part in folders for notes in part.notes if notes.file.name == BEHAVIOURS)
    for one in tips if sound else ():
        if one.tip.behaviour and one.tip.behaviour not in behaviours:
            one.settings.add(Kind.UNKNOWN_BEHAVIOUR, "behaviour", given=one.tip.behaviour)
    series = {one.id for one in library.series}
    for programme, table in (pair for part in folders for pair in part.programmes):
        for name in programme.series:
            if name not in series:
                table.add(Kind.UNKNOWN_SERIES, "series", given=name)
