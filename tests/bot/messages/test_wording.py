"""The catalogue of what Kindling says: written whole, filled whole, in one place, easily read, translated."""

from __future__ import annotations

import ast
import re

import pytest

from bot.tips.wording import HARDEST_LIX, MOST_IN_SENTENCE
from bot.tips.words import lix, words
from bot.tips.words import sentences as cut
from tests.bot.messages.wording import (
    ROOT,
    filled,
    functions,
    gettext_calls,
    placeholders,
    sentences,
    texts_of,
    trees,
    written_out,
)

CARD_PARTS = {
    "Button",
    "Card",
    "ChoiceField",
    "DayField",
    "Fact",
    "Fold",
    "Form",
    "Heading",
    "Note",
    "Option",
    "PeopleField",
    "PlaceField",
    "Strong",
    "Text",
    "TextField",
    "TimeField",
    "Title",
}
PHRASE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def test_every_sentence_is_written_out_where_translators_find_it() -> None:
    hidden = [
        f"{where}:{call.lineno}"
        for where, tree in trees()
        for call in gettext_calls(tree)
        if not texts_of(call)
    ]
    assert hidden == []


def test_every_placeholder_is_filled_and_nothing_else_given() -> None:
    wrong = [
        (f"{where}:{one.line}", one.texts, sorted(one.names))
        for where, tree in trees()
        for function in functions(tree)
        for one in filled(function)
        if not one.is_right
    ]
    assert wrong == []
    every = [one for _, tree in trees() for function in functions(tree) for one in filled(function)]
    with_placeholders = sum(bool(one.placeholders) for one in sentences())
    # The rest is filled by a function that is given the template.
    assert sum(len(one.texts) for one in every) > with_placeholders * 0.9


def test_singular_and_plural_have_the_same_placeholders() -> None:
    different = [
        (where, texts)
        for where, tree in trees()
        for call in gettext_calls(tree)
        if len(texts := texts_of(call) or []) > 1 and placeholders(texts[0]) != placeholders(texts[1])
    ]
    assert different == []


def test_placeholders_are_named() -> None:
    assert [one for one in sentences() if any(not name.isidentifier() for name in one.placeholders)] == []


def test_no_sentence_gets_round_the_translator() -> None:
    loose = [(f"{where}:{line}", text) for where, tree in trees() for line, text in written_out(tree)]
    assert loose == []


@pytest.mark.parametrize("package", ["bot", "adapters"])
def test_no_sentence_stands_in_a_card_outside_the_messages(package: str) -> None:
    outside = [
        (f"{where}:{node.lineno}", part.value)
        for where, tree in trees(ROOT / package)
        if not where.startswith("bot/messages/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CARD_PARTS
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and PHRASE.search(part.value)
    ]
    assert outside == []


def plain(text: str) -> str:
    """As somebody reads it: with a name in each place."""
    return re.sub(r"\{\w+\}", "Marta", text)


def test_the_sentences_are_as_easy_to_read_as_the_tips() -> None:
    texts = [plain(one.text) for one in sentences() if len(words(plain(one.text))) > 2]
    assert len(texts) > 100
    assert lix(texts) <= HARDEST_LIX["en"]


def test_no_sentence_is_long() -> None:
    long = [
        (one.where, sentence)
        for one in sentences()
        for _, sentence in cut(plain(one.text))
        if len(words(sentence)) > MOST_IN_SENTENCE
    ]
    assert long == []
