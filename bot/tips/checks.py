"""The editor's rules for tips: everything that the loader refuses, and what makes a tip worth its minute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.tips import Reading, read_library
from bot.tips.choices import check_longest, check_places, check_same_place, check_standing_out, check_stems
from bot.tips.faults import Fault
from bot.tips.folders import PROGRAMMES
from bot.tips.wording import check_lengths, check_marks, check_reading, check_sentences, check_whole
from bot.tips.year import check_questions_alike, check_sentences_twice, check_year

ENGLISH = "en"


def check_tips(folder: Path, extra: Path | None = None) -> tuple[Fault, ...]:
    """Every fault of the built-in tips and the operator's, in the order of files and lines."""
    reading = read_library(folder, extra)
    faults = [*reading.faults, *_check_each(reading)]
    faults += check_sentences_twice(reading.tips)
    faults += check_questions_alike(reading.tips)
    faults += check_year(reading.tips, folder / PROGRAMMES)
    return tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))


def _check_each(reading: Reading) -> Iterator[Fault]:
    languages = {series.id: series.language for series in reading.library.series}
    for one in reading.tips:
        language = languages.get(one.tip.series, "")
        for rule in (check_lengths, check_whole, check_sentences, check_marks):
            yield from rule(one)
        yield from check_reading(one, language)
        for rule in (check_same_place, check_longest, check_standing_out):
            yield from rule(one)
        if language.partition("-")[0] == ENGLISH:
            yield from check_stems(one)
            yield from check_places(one)
