"""Measures of a text, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.tips import read_library
from bot.tips.wording import lesson_pieces
from bot.tips.words import likeness, lix, sentences, shingles, words

BUILT_IN = Path(__file__).parents[3] / "tips"


def test_a_word_keeps_its_apostrophes_and_hyphens() -> None:
    assert words("It isn't the drive-through's fault, it’s 10:30 – “go”.") == [
        "It", "isn't", "the", "drive-through's", "fault", "it’s", "10", "30", "go",
    ]  # fmt: skip


def test_sentences_end_with_their_marks_and_keep_numbers_whole() -> None:
    text = 'He says, "Name?" Four left at 3.50 each... and so? Yes'
    assert [text[at:] for at, _ in sentences(text)] == [
        text,
        "Four left at 3.50 each... and so? Yes",
        "and so? Yes",
        "Yes",
    ]
    assert list(sentences(" … ")) == []


def test_lix_by_hand() -> None:
    # 8 words, 3 sentences (a colon ends one), 2 of seven letters: 8/3 + 200/8
    assert lix(["It happens: people forget.", "Then they remember it"]) == pytest.approx(8 / 3 + 25)
    assert lix([]) == 0
    assert lix(["…"]) == 0


def test_the_lesson_that_set_the_bar_still_measures_nineteen() -> None:
    tips = {one.tip.id: one for one in read_library(BUILT_IN).tips}
    sample = tips["look-up/look-up-or-look-out"]
    assert round(lix(piece.passage.text for piece in lesson_pieces(sample))) == 19


def test_shingles_see_words_only() -> None:
    assert shingles("Ab, cd!") == {"ab cd"}
    assert shingles("AB CDE") == {"ab cd", "b cde"}
    assert shingles("ab") == {"ab"}


def test_likeness_is_what_is_shared_of_all() -> None:
    assert likeness(shingles("abcdef"), shingles("abcdef")) == 1
    assert likeness(shingles("abcdef"), shingles("bcdefg")) == pytest.approx(1 / 3)
    assert likeness(shingles("abcdef"), shingles("uvwxyz")) == 0
