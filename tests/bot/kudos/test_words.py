"""Thanks as people type them, and text made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kudos.words import Thanks, clean_text, count_characters, read_thanks

MENTIONS = (("@Jonas", "jonas"), ("@Li", "li"), ("@Jonas Berg", "berg"))


@pytest.mark.parametrize(
    ("typed", "people", "names", "reason"),
    [
        ("@Jonas for staying late", ("jonas",), (), "staying late"),
        ("to @Jonas for staying late", ("jonas",), (), "staying late"),
        ("@Jonas @Li for staying late", ("jonas", "li"), (), "staying late"),
        ("@Jonas and @Li: you stayed", ("jonas", "li"), (), "you stayed"),
        ("@Jonas, @Li & @Jonas because they stayed", ("jonas", "li"), (), "they stayed"),
        ("@Jonas stayed late", ("jonas",), (), "stayed late"),
        ("@Jonas - stayed late", ("jonas",), (), "stayed late"),
        ("@Jonas FOR staying", ("jonas",), (), "staying"),
        ("@Jonas Berg for staying", ("berg",), (), "staying"),
        ("@Jonas forgave a guest", ("jonas",), (), "forgave a guest"),
        ("@Jonas to the rescue", ("jonas",), (), "to the rescue"),
        ("@Jonas for helping @Li out", ("jonas",), (), "helping @Li out"),
        ("@Jonas\nfor\nstaying\nlate", ("jonas",), (), "staying\nlate"),
        ("@Jonas @Li", ("jonas", "li"), (), ""),
        ("@Jonas for", ("jonas",), (), ""),
        ("for staying late", (), (), "staying late"),
        ("", (), (), ""),
        ("Jonas for staying", (), ("Jonas",), "staying"),
        ("@Lisa for staying", (), ("Lisa",), "staying"),
        ("Jonas Berg and Anna-Lena for staying", (), ("Jonas Berg", "Anna-Lena"), "staying"),
        ("Jonas and @Li for staying", ("li",), ("Jonas",), "staying"),
        ("@Jonas and Zoe for staying", ("jonas",), ("Zoe",), "staying"),
        ("Tom for a forest walk", (), ("Tom",), "a forest walk"),
        ("@Jonas @Lisa for staying", ("jonas",), ("Lisa",), "staying"),
        ("@Jonas @Lisa stayed late", ("jonas",), ("Lisa",), "stayed late"),
        ("@Jonas @ the door", ("jonas",), (), "@ the door"),
        ("andrea", (), ("andrea",), ""),
    ],
)
def test_who_and_what_for(typed: str, people: tuple[str, ...], names: tuple[str, ...], reason: str) -> None:
    assert read_thanks(typed, MENTIONS) == Thanks(people, names, reason)


PIECES = st.sampled_from(
    ["@Jonas", "@Li", "Zoe", " ", " and ", ", ", " for ", ":", "to ", "@", "-", "because", "\n", "x"]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_any_words_are_read(typed: str) -> None:
    thanks = read_thanks(typed, MENTIONS)
    assert set(thanks.people) <= {"jonas", "li", "berg"}
    assert len(set(thanks.people)) == len(thanks.people)
    assert len(thanks.names) <= 20
    assert thanks.reason in typed.strip()
    assert all(name.strip() for name in thanks.names)


@given(st.text(alphabet="abc ", min_size=1).filter(lambda text: text.strip()))
def test_a_reason_behind_a_mention_is_kept_word_by_word(reason: str) -> None:
    assert read_thanks(f"@Jonas for {reason}", MENTIONS).reason == reason.strip()


FAMILY = "\U0001f468‍\U0001f469‍\U0001f467‍\U0001f466"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
PORTUGAL = "\U0001f1f5\U0001f1f9"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  stayed \n\n late\t ", "stayed late"),
        ("a\x00b\x07c\x1bd\x7fe\x9b", "abcde"),
        ("\u202eetal deyats\u202c \u2066x\u2069 \u200ey\u200f \u061cz", "etal deyats x y z"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("\ud800broken\udfff", "broken"),
        ("hidden\U000e0061\U000e0062", "hidden"),
        ("<!channel> <b>&amp;</b> *x* @here", "<!channel> <b>&amp;</b> *x* @here"),
        ("Öykü, ação, 東京, می\u200cخواهم, नमस्ते", "Öykü, ação, 東京, می\u200cخواهم, नमस्ते"),
        (f"{FAMILY} {ENGLAND} {PORTUGAL} 👍🏽 ❤️", f"{FAMILY} {ENGLAND} {PORTUGAL} 👍🏽 ❤️"),
        ("\u200d\u200c", ""),
        ("\u3164\u115f\u1160\uffa0\u2800\u17b4\u17b5", ""),
    ],
)
def test_text_is_made_safe_and_keeps_letters_and_emoji(typed: str, shown: str) -> None:
    assert clean_text(typed) == shown


@given(st.text())
def test_nothing_unseen_is_left(typed: str) -> None:
    shown = clean_text(typed)
    assert clean_text(shown) == shown
    unseen = {one for one in shown if unicodedata.category(one) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert unseen <= {"\u200c", "\u200d"} or "\U0001f3f4" in shown
    shown.encode()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("ação", 4),
        ("ac\u0327a\u0303o", 4),
        (FAMILY, 1),
        (ENGLAND, 1),
        (PORTUGAL, 1),
        (PORTUGAL * 3, 3),
        ("👍🏽", 1),
        ("❤️", 1),
        ("می\u200cخواهم", 7),
    ],
)
def test_characters_are_counted_as_a_reader_would(text: str, count: int) -> None:
    assert count_characters(text) == count


def test_a_heap_of_marks_on_one_letter_is_counted_all_the_same() -> None:
    assert count_characters("a" + "\u0301" * 40_000) > 500
