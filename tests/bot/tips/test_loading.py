"""What a library answers, and that no bytes in any file are more than faults."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tips import (
    Library,
    UnknownBehaviour,
    UnknownChoice,
    UnknownProgramme,
    UnknownQuestion,
    UnknownSeries,
    UnknownTip,
    load_library,
)
from bot.tips.checks import check_tips
from bot.tips.files import CONTROL
from tests.bot.tips.breaks import LAST_IDEA, TALK
from tests.bot.tips.samples import EXTRA, GOOD, SERIES, WAIT, copy_of_good

WAIT_ID = "at-the-counter/wait-for-the-end"
SLIP_ID = "at-the-counter/say-it-was-us"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(GOOD)


def test_a_library_answers_by_id(library: Library) -> None:
    assert [tip.id for tip in library.tips_of(["at-the-counter"])] == [WAIT_ID, SLIP_ID]
    assert library.tips_of(["at-the-counter"]) is library.tips_of(("at-the-counter",))
    assert library.tips_of([]) == library.tips_of(["gone"]) == ()
    assert library.position(SLIP_ID) == (2, 2)
    assert library.series_of(SLIP_ID).title == "At the Counter"
    assert library.series_by_id("at-the-counter").language == "en"
    assert library.programme("default").series == ("at-the-counter",)
    assert library.behaviour("listened").label == "let them finish"
    assert library.tip(WAIT_ID).title == "Wait for the end"


def test_what_a_tip_holds(library: Library) -> None:
    tip = library.tip(WAIT_ID)
    assert (tip.series, tip.behaviour, tip.source, tip.ground) == (
        "at-the-counter",
        "listened",
        "fries",
        "ours",
    )
    assert tip.hook.startswith("Amara calls")
    assert len(tip.idea) == 4
    assert tip.idea[3] == LAST_IDEA
    assert tip.try_this.endswith("See what comes.")
    assert tip.phrases == ('"I\'m with you. Go on."', '"What else happened that day?"')
    assert tip.talk == TALK
    assert library.tip(SLIP_ID).phrases == ()


def test_what_a_question_holds(library: Library) -> None:
    tip = library.tip(WAIT_ID)
    assert [question.several for question in tip.questions] == [False, False, True]
    asked = tip.question("why-wait")
    assert asked.kind == "idea"
    assert [choice.id for choice in asked.right_choices] == ["the-reason", "being-heard"]
    assert asked.choice("a-shorter-call").distractor == "mistimed-fix"
    assert asked.choice("the-reason").distractor is None
    assert asked.choice("the-reason").reason.startswith("People warm up")


def test_the_weeks_question_is_the_first_scenario(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    text = (folder / WAIT).read_text(encoding="utf-8")
    front, cold, rota, idea = text.removesuffix("+++\n").split("[[question]]")
    moved = [front, idea, cold, rota]
    (folder / WAIT).write_text("[[question]]".join(moved) + "+++\n", encoding="utf-8")
    tip = load_library(folder).tip(WAIT_ID)
    assert [question.id for question in tip.questions] == ["why-wait", "cold-room", "rota-chat"]
    assert tip.first_question.id == "cold-room"


def test_unknown_ids_have_a_class_each(library: Library) -> None:
    tip = library.tip(WAIT_ID)
    asks: list[tuple[type[LookupError], Callable[[], object]]] = [
        (UnknownTip, lambda: library.tip("at-the-counter/gone")),
        (UnknownTip, lambda: library.position("gone")),
        (UnknownTip, lambda: library.series_of("gone")),
        (UnknownSeries, lambda: library.series_by_id("gone")),
        (UnknownProgramme, lambda: library.programme("gone")),
        (UnknownBehaviour, lambda: library.behaviour("gone")),
        (UnknownQuestion, lambda: tip.question("gone")),
        (UnknownChoice, lambda: tip.first_question.choice("gone")),
    ]
    for error, ask in asks:
        with pytest.raises(error, match="gone"):
            ask()


def test_the_operators_folder_adds_and_renames() -> None:
    library = load_library(GOOD, EXTRA)
    assert [behaviour.id for behaviour in library.behaviours] == ["listened", "owned-it", "brought-tea"]
    assert library.behaviour("owned-it").label == "said it was us"
    assert [series.id for series in library.series] == ["at-the-counter", "our-own"]
    assert library.series_of(WAIT_ID).title == "At Our Desk"
    assert [tip.id for tip in library.tips_of(["our-own", "at-the-counter"])] == [
        "our-own/tea-first",
        WAIT_ID,
        SLIP_ID,
    ]
    assert [programme.id for programme in library.programmes] == ["default"]


def test_the_operators_programme_stands_beside_ours_or_instead(tmp_path: Path) -> None:
    (tmp_path / "programme.toml").write_text(
        '[[programme]]\nid = "default"\ntitle = "Ours"\nseries = ["at-the-counter"]\n\n'
        '[[programme]]\nid = "late"\ntitle = "Late"\nseries = [\n  "at-the-counter", # one\n]\n',
        encoding="utf-8",
    )
    programmes = load_library(GOOD, tmp_path).programmes
    assert [(one.id, one.title) for one in programmes] == [("default", "Ours"), ("late", "Late")]


def test_wrapped_paragraphs_become_one_line(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    text = (folder / WAIT).read_text(encoding="utf-8")
    (folder / WAIT).write_text(text.replace(LAST_IDEA, LAST_IDEA.replace(", ", ",\n  ")), encoding="utf-8")
    assert load_library(folder).tip(WAIT_ID).idea[3] == LAST_IDEA


GOOD_TIP = (GOOD / WAIT).read_bytes()
SNIPPETS = st.sampled_from(
    b'+++|\n|[[question]]|[[question.choice]]|"|\'\'\'|"""|\\|[|{|a.b = |=|## Idea\n|# |- |> |`|<b>|![|]('
    b"|&#0;|\0|\xff|\r|1979-05-27|\xef\xbb\xbf|text = ''\n|right = true\n|title = |! |reason = 'a'\n".split(
        b"|"
    )
)
CUTS = st.tuples(st.integers(0, len(GOOD_TIP)), st.integers(0, 200), SNIPPETS | st.binary(max_size=20))


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_good(tmp_path_factory.mktemp("spoilt"))


@settings(max_examples=150, deadline=None)
@given(cuts=st.lists(CUTS, max_size=6))
def test_no_damage_to_a_tip_is_more_than_faults(spoilt: Path, cuts: list[tuple[int, int, bytes]]) -> None:
    data = GOOD_TIP
    for at, cut, snippet in cuts:
        data = data[:at] + snippet + data[at + cut :]
    check_only_finds_faults(spoilt, WAIT, data)


@pytest.mark.parametrize("name", [WAIT, SERIES, "programme.toml", "behaviours.toml"])
@settings(max_examples=60, deadline=None)
@given(data=st.lists(SNIPPETS | st.binary(max_size=40), max_size=40).map(b"".join))
def test_no_bytes_are_more_than_faults(spoilt: Path, name: str, data: bytes) -> None:
    check_only_finds_faults(spoilt, name, data)


DEEPER_THAN_ANY_STACK = 10_000
"""Ten times what Python lets calls nest."""


@pytest.mark.parametrize("deep", [">", "[", "*", "- ", "`", "![", "<", "_a", "\n- ", "[a](", "&", "\\"])
def test_deep_nesting_is_refused_and_quick(spoilt: Path, deep: str) -> None:
    front, body = GOOD_TIP.split(b"## Hook")
    nested = (deep * DEEPER_THAN_ANY_STACK)[:DEEPER_THAN_ANY_STACK].encode()
    check_only_finds_faults(spoilt, WAIT, front + b"## Hook\n\n" + nested + b"a\n" + body)


def test_what_nobody_can_see_is_what_unicode_says() -> None:
    unseen = {char for char in map(chr, range(sys.maxunicode + 1)) if CONTROL.fullmatch(char)}
    assert unseen == {
        char for char in map(chr, range(sys.maxunicode + 1)) if category(char) in {"Cc", "Cs", "Zl", "Zp"}
    }


def check_only_finds_faults(folder: Path, name: str, data: bytes) -> None:
    """Puts the bytes in place of the file, checks all, and puts the file back."""
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(data)
    try:
        for fault in check_tips(folder):
            lines = (folder / fault.file).read_bytes().count(b"\n") + 1
            assert 1 <= fault.line <= lines
            assert str(fault).isprintable()
    finally:
        (folder / name).write_bytes(before)
