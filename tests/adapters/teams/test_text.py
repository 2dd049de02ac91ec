"""Whatever a text holds is shown as the characters that it is made of, read by CommonMark and its extras."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.text import Pen, bold, cleaned, cut, escaped, mention_texts, plain, spoken
from bot.cards import Link, Mention, Place, Say, Strong, Typed
from tests.adapters.teams import drawn
from tests.adapters.teams.reading import NO_WIDTH, Shown, seen

PEN = Pen(4_000)


@given(
    st.lists(st.text() | st.sampled_from(drawn.MARKUP) | st.sampled_from("*_[]()<>&`~#+-.!|\\\n 1")).map(
        "".join
    )
)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    result = Shown(PEN.paragraphs((Typed(text),)))
    assert seen(result.text) == seen(cleaned(text))
    assert result.tags <= {"p"}


@given(st.lists(st.text() | st.sampled_from(drawn.MARKUP)).map(" ".join))
def test_any_text_of_ours_is_shown_as_it_is(text: str) -> None:
    result = Shown(PEN.paragraphs((text,)))
    assert seen(result.text) == seen(cleaned(text))
    assert result.tags <= {"p"}


@given(st.text())
def test_phones_take_every_backslash_away(text: str) -> None:
    written = escaped(text)
    assert re.findall(r"\\(?![*_\[\]\u200b])", written) == []


@pytest.mark.parametrize("text", ["now", "“now”", "(a) 1", "*", " x "])
def test_bold_counts_whatever_it_begins_and_ends_with(text: str) -> None:
    result = Shown(f"a{bold(text)}b")
    assert result.tags == {"p", "strong"}
    assert seen(result.text) == f"a{text.strip()}b"


def test_a_line_has_its_parts_in_their_own_looks() -> None:
    line = (
        "To ",
        Mention("29:a", "Jo_nas"),
        " in ",
        Place("p", "front-desk"),
        ": ",
        Say("settings"),
        Strong(" now"),
    )
    assert PEN.paragraphs(line) == "To \u2068Jo\\_nas\u2069 in \u2068#front-desk\u2069: **settings****now**"


def test_only_addresses_of_the_web_become_links() -> None:
    good = PEN.one_line((Link("the [page]", "https://example.org/a b?x=(1)&y=<2>"),))
    assert Shown(good).links == ["https://example.org/a%20b?x=%281%29&y=%3C2%3E"]
    assert Shown(good).text.strip() == "the [page]"
    assert PEN.one_line((Link("the page", "javascript:alert(1)"),)) == "the page"


def test_lines_are_paragraphs_and_in_a_fact_one() -> None:
    typed = Typed("one\r\n  - two\u2028three")
    assert Shown(PEN.paragraphs((typed,))).text.translate(NO_WIDTH).split("\n") == [
        "one",
        "- two",
        "three",
        "",
    ]
    assert seen(PEN.one_line((typed,))) == "one - two three"


def test_what_turns_text_round_is_taken_out() -> None:
    assert cleaned("a\u202eb\u2066c\u2069d\x00e\ud800f\n\x1b - g") == "abcdef\n- g"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("one two three", "one two three"), ("one two three four", "one two…"), ("a" * 20, "a" * 12 + "…")],
)
def test_text_is_cut_at_a_word(text: str, kept: str) -> None:
    assert cut(text, 13) == kept


def test_plain_labels_have_look_alikes() -> None:
    assert plain("Ana *_[x]_* <b>\n{{DATE(x)}}") == "Ana ∗ˍ［x］ˍ∗ ‹b› {\u200b{DATE(x)}}"
    assert spoken("a < b > c") == "a ‹ b › c"


def test_no_two_mentions_are_alike() -> None:
    texts = mention_texts({"29:a": "Jonas", "29:b": "Jonas", "29:c": "Jonas", "29:d": " "})
    assert len(set(texts.values())) == 4
    assert texts["29:a"] == "<at>Jonas</at>"
    assert texts["29:d"] == "<at>29:d</at>"
