"""The editor's rules: each refuses what it is for, on its line, and lets good tips pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tips import load_library
from bot.tips.checks import check_tips
from bot.tips.faults import Kind
from tests.bot.tips.breaks import EDITOR_BREAKS, HEAVY, LAST_IDEA, LINE, LOADER_BREAKS
from tests.bot.tips.samples import EXTRA, GOOD, SERIES, SLIP, WAIT, Break, broken_copy, copy_of_good, found
from tests.bot.tips.test_faults import FILES

BUILT_IN = Path(__file__).parents[3] / "tips"
ELSEWHERE = {
    Kind.NO_FOLDER,
    Kind.NO_TIPS,
    Kind.SERIES_TAKEN,
    Kind.SAME_PLACE,
    Kind.LIKE_ANOTHER,
    Kind.YEAR_LONGEST,
    Kind.YEAR_SHORTEST,
    Kind.YEAR_PLACE,
}


def test_good_tips_have_no_fault() -> None:
    assert check_tips(GOOD) == ()
    assert check_tips(GOOD, EXTRA) == ()


def test_the_built_in_tips_have_no_fault() -> None:
    assert [str(fault) for fault in check_tips(BUILT_IN)] == []


@pytest.mark.parametrize("change", EDITOR_BREAKS, ids=str)
def test_each_rule_stands_alone_on_its_line(change: Break, tmp_path: Path) -> None:
    folder, line = broken_copy(change, tmp_path)
    faults = check_tips(folder)
    assert found(faults) == [(change.kind, line)], [str(fault) for fault in faults]
    load_library(folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("less is said", "less is out"),
        ("all of it.", "all so."),
        ("Which reply fits best?", 'Which reply to \\"why not me\\" fits?'),
        ("Which reply fits best?", "What does she hope for that a swap can't give?"),
        ("Kofi may well know.", "Kofi may know, above all others."),
    ],
)
def test_what_is_just_within_a_rule_passes(old: str, new: str, tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    text = (folder / WAIT).read_text(encoding="utf-8")
    assert old in text
    (folder / WAIT).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [str(fault) for fault in check_tips(folder)] == []


def test_every_kind_of_fault_has_a_test() -> None:
    tested = {change.kind for change in [*LOADER_BREAKS, *EDITOR_BREAKS]} | {kind for kind, *_ in FILES}
    assert tested | ELSEWHERE == set(Kind)
    assert not tested & ELSEWHERE


def test_a_sentence_tells_what_is_wrong_and_what_to_write(tmp_path: Path) -> None:
    folder, _ = broken_copy(Break(Kind.FEW_OR_MANY_WORDS, WAIT, LINE, "So it goes."), tmp_path)
    path = folder / WAIT
    assert [str(fault) for fault in check_tips(folder)] == [f"{path}:14: Idea has 79 words: write 80 to 140"]


def test_faults_of_the_loader_and_of_the_editor_are_told_together(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    text = (folder / WAIT).read_text(encoding="utf-8")
    text = text.replace('source = "fries"', 'source = "pies"').replace("Go on.", "Go on!")
    (folder / WAIT).write_text(text, encoding="utf-8")
    assert found(check_tips(folder)) == [(Kind.NOT_ONE_OF, 4), (Kind.EXCLAMATION, 28)]


@pytest.mark.parametrize(("language", "measured"), [("en", True), ("en-GB", True), ("pt", False)])
def test_reading_is_measured_where_there_is_a_bar(language: str, measured: bool, tmp_path: Path) -> None:
    folder, _ = broken_copy(Break(Kind.HARD_TO_READ, WAIT, LINE, HEAVY * 8), tmp_path)
    series = (folder / SERIES).read_text(encoding="utf-8")
    (folder / SERIES).write_text(series.replace('"en"', f'"{language}"'), encoding="utf-8")
    assert [kind for kind, _ in found(check_tips(folder))] == [Kind.HARD_TO_READ] * measured


def test_a_sentence_that_stands_elsewhere_is_named_with_its_place(tmp_path: Path) -> None:
    same = "A colleague whose order you mixed up would like the same."
    folder, line = broken_copy(Break(Kind.SENTENCE_TWICE, SLIP, same, LAST_IDEA), tmp_path)
    (fault,) = check_tips(folder)
    assert fault.line == line
    assert f"{folder / WAIT}:20" in fault.wrong
