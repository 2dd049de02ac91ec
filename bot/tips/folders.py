"""A folder of tips: its programmes, behaviours and series, read with every fault in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.tips.blocks import Table, read_block
from bot.tips.faults import Kind
from bot.tips.files import Notes, Part, read_text
from bot.tips.parser import TipFile, read_tip
from bot.tips.records import Behaviour, Programme, Series, Tip

PROGRAMMES = "programme.toml"
BEHAVIOURS = "behaviours.toml"
SERIES = "series.toml"

MOST_TITLE = 60
MOST_LABEL = 60
MOST_ABOUT = 280

TIP_NAME = re.compile(r"([0-9]{2})-([a-z0-9-]{1,40})\.md", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """A folder of tips, as far as it could be read; `bare` if no file in it looks like a tip."""

    series: Series
    tips: tuple[TipFile, ...]
    bare: bool
    notes: Notes


@dataclass(slots=True)
class Folder:
    """What stands in one folder of tips, and every fault in it."""

    programmes: list[tuple[Programme, Table]] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)
    series: list[SeriesFile] = field(default_factory=list)
    notes: list[Notes] = field(default_factory=list)

    def open(self, path: Path) -> Notes:
        """Notes on a further file."""
        self.notes.append(Notes(path))
        return self.notes[-1]


def read_folder(path: Path, *, whole: bool) -> Folder:
    """Programmes, behaviours and series of a folder; one that is not `whole` may add a part of them."""
    folder = Folder()
    names = _names(path, folder)
    if names is None:
        return folder
    for name, is_folder in names:
        if is_folder:
            folder.series.append(_read_series(path / name, folder))
        elif name not in {PROGRAMMES, BEHAVIOURS}:
            folder.open(path / name).add(1, Kind.UNKNOWN_FILE, name=name)
    present = {name for name, _ in names}
    if whole or PROGRAMMES in present:
        folder.programmes.extend(_read_programmes(folder.open(path / PROGRAMMES)))
    if whole or BEHAVIOURS in present:
        folder.behaviours.extend(_read_behaviours(folder.open(path / BEHAVIOURS)))
    return folder


def _names(path: Path, folder: Folder) -> list[tuple[str, bool]] | None:
    """What lies in a folder, in order, and whether each is a folder; without hidden files and a README."""
    try:
        with os.scandir(path) as entries:
            found = [(entry.name, _is_folder(entry)) for entry in entries if not _is_passed_over(entry.name)]
    except (OSError, ValueError):
        folder.open(path).add(1, Kind.NO_FOLDER)
        return None
    return sorted(found)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Links are followed; one that leads round in a circle is no folder."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name == "README.md"


def _read_tables(notes: Notes, key: str) -> tuple[Table, ...]:
    text = read_text(notes)
    block = None if text is None else read_block(Part(text, 1), notes)
    if block is None:
        return ()
    block.refuse_others(key)
    tables = block.tables(key)
    if not tables and key not in block.values:
        block.add(Kind.MISSING_KEY, key=f"[[{key}]]", pattern="[[…]] with an id below it")
    _check_ids(tables)
    return tables


def _check_ids(tables: tuple[Table, ...]) -> None:
    seen: list[object] = []
    for table in tables:
        if (given := table.values.get("id")) in seen:
            table.add(Kind.ID_TWICE, "id", given=given, place="file")
        seen.append(given)


def _read_programmes(notes: Notes) -> Iterator[tuple[Programme, Table]]:
    for table in _read_tables(notes, "programme"):
        table.refuse_others("id", "title", "series")
        series = table.texts("series")
        if not series and "series" in table.values:
            table.add(Kind.EMPTY, "series", key="series")
        for one in sorted({one for one in series if series.count(one) > 1}):
            table.add(Kind.SERIES_TWICE, "series", given=one)
        yield Programme(table.identifier(), table.text("title", MOST_TITLE), series), table


def _read_behaviours(notes: Notes) -> Iterator[Behaviour]:
    for table in _read_tables(notes, "behaviour"):
        table.refuse_others("id", "label")
        yield Behaviour(table.identifier(), table.text("label", MOST_LABEL))


def _read_series(path: Path, folder: Folder) -> SeriesFile:
    notes = folder.open(path / SERIES)
    text = read_text(notes)
    table = None if text is None else read_block(Part(text, 1), notes)
    names = [name for name, _ in _names(path, folder) or () if name != SERIES]
    tips = tuple(_read_tips(path, names, folder))
    if table is None:
        return SeriesFile(Series(path.name, "", "", "", ()), tips, bare=False, notes=notes)
    series = _series(table, path.name, tuple(one.tip for one in tips))
    return SeriesFile(series, tips, bare=not any(map(TIP_NAME.fullmatch, names)), notes=notes)


def _series(table: Table, name: str, tips: tuple[Tip, ...]) -> Series:
    table.refuse_others("id", "title", "about", "language")
    given, language = table.identifier(), table.text("language", 6, '"en"')
    if given not in {"", name}:
        table.add(Kind.FOLDER_ID, "id", given=given, folder=name)
    if language and not _LANGUAGE.fullmatch(language):
        table.add(Kind.BAD_LANGUAGE, "language", given=language)
    return Series(name, table.text("title", MOST_TITLE), table.text("about", MOST_ABOUT), language, tips)


def _read_tips(path: Path, names: list[str], folder: Folder) -> Iterator[TipFile]:
    """The series' tips in order. Each fault of the numbering is on the file where it shows."""
    slugs: set[str] = set()
    expected = 1
    for name in names:
        notes = folder.open(path / name)
        found = TIP_NAME.fullmatch(name)
        if found is None:
            notes.add(1, Kind.UNKNOWN_FILE, name=name)
            continue
        number, slug = int(found[1]), found[2]
        if number < expected:
            notes.add(1, Kind.NUMBER_TWICE if number else Kind.UNKNOWN_FILE, number=found[1], name=name)
        for missing in range(expected, number):
            notes.add(1, Kind.NUMBER_MISSING, number=f"{missing:02d}")
        expected = max(expected, number + 1)
        if slug in slugs:
            notes.add(1, Kind.SLUG_TWICE, given=slug)
        slugs.add(slug)
        tip = read_tip(notes, path.name, slug)
        if tip is not None:
            yield tip
