"""A new tip's file: every part in place, each named by the checker until it is written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.errors import SetupFault
from bot.tips import load_library
from bot.tips.checks import check_tips
from bot.tips.drafts import BadShortName, CannotWriteThere, SeriesIsFull, TipIsThere, begin_tip
from bot.tips.faults import Kind
from bot.tips.sections import SECTIONS
from tests.bot.tips.samples import GOOD, WAIT, copy_of_good

LIBRARY = load_library(GOOD)
AT_THE_COUNTER = "at-the-counter"


def test_a_new_series_gets_its_file_and_its_first_tip(tmp_path: Path) -> None:
    made = begin_tip(tmp_path / "ours", "our-own", "tea-first", LIBRARY)
    folder = tmp_path / "ours" / "our-own"
    assert made == [folder / "series.toml", folder / "01-tea-first.md"]
    assert all(path.is_file() for path in made)


def test_the_checker_names_each_part_that_is_empty_and_nothing_else(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    (tip,) = begin_tip(folder, AT_THE_COUNTER, "tea-first", LIBRARY)
    faults = [fault for fault in check_tips(folder) if fault.file == str(tip)]
    assert faults == list(check_tips(folder))
    lines = tip.read_text(encoding="utf-8").split("\n")
    named = Counter(fault.wrong.removesuffix(" says nothing") for fault in faults if fault.kind is Kind.EMPTY)
    assert named == {"title": 1, "text": 12, "reason": 9, **dict.fromkeys(SECTIONS, 1)}
    others = Counter(fault.kind for fault in faults if fault.kind is not Kind.EMPTY)
    assert others == {Kind.BAD_ID: 1, Kind.NOT_ONE_OF: 6}
    empty = [n for n, line in enumerate(lines, 1) if line.endswith('""') or line.startswith("## ")]
    assert sorted(fault.line for fault in faults) == empty


def test_the_next_tip_has_the_next_number_and_touches_nothing(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    made = begin_tip(folder, AT_THE_COUNTER, "tea-first", LIBRARY)
    assert [path.name for path in made] == ["03-tea-first.md"]
    assert {path: path.read_bytes() for path in before} == before


def test_a_draft_that_is_filled_in_is_well(tmp_path: Path) -> None:
    """The draft's shape is the right one: with the words of a good tip in its empty places, it loads."""
    folder = tmp_path / "ours"
    series, tip = begin_tip(folder, "our-own", "tea-first", LIBRARY)
    text = tip.read_text(encoding="utf-8").replace('behaviour = ""', 'behaviour = "listened"')
    text = text.replace('distractor = ""', 'distractor = "defers"')
    for number in range(text.count('= ""')):
        text = text.replace('= ""', f'= "Words {number}"', 1)
    for name in SECTIONS:
        text = text.replace(f"## {name}\n", f"## {name}\n\n{'- ' * name.startswith('Say')}Some words.\n")
    tip.write_text(text, encoding="utf-8")
    series.write_text(series.read_text(encoding="utf-8").replace('""', '"Words"'), encoding="utf-8")
    assert load_library(GOOD, folder).tip("our-own/tea-first").first_question.id == "first-scene"


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    kept = (folder / WAIT).read_bytes()
    with pytest.raises(TipIsThere, match="01-wait-for-the-end"):
        begin_tip(folder, AT_THE_COUNTER, "wait-for-the-end", LIBRARY)
    assert (folder / WAIT).read_bytes() == kept
    assert len(list((folder / AT_THE_COUNTER).iterdir())) == 3


@pytest.mark.parametrize("name", ["", "Tea", "tea first", "../tea", "x" * 41, "tea\n"])
def test_a_name_that_no_file_should_have(name: str, tmp_path: Path) -> None:
    for series, slug in ((name, "tea"), ("our-own", name)):
        with pytest.raises(BadShortName):
            begin_tip(tmp_path / "ours", series, slug, LIBRARY)
    assert not (tmp_path / "ours").exists()


def test_a_series_of_ninety_nine_is_full(tmp_path: Path) -> None:
    (tmp_path / "our-own").mkdir()
    (tmp_path / "our-own" / "99-last.md").touch()
    with pytest.raises(SeriesIsFull):
        begin_tip(tmp_path, "our-own", "one-more", LIBRARY)


def test_a_folder_that_cannot_be_written_in(tmp_path: Path) -> None:
    (tmp_path / "ours").write_text("a file", encoding="utf-8")
    with pytest.raises(CannotWriteThere) as refused:
        begin_tip(tmp_path / "ours", "our-own", "tea", LIBRARY)
    assert isinstance(refused.value, SetupFault)
    assert "--dir" in str(refused.value)
