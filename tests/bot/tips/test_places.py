from __future__ import annotations

import pytest

from bot.tips.places import Places

TIPS = ["a", "b", "c", "d"]


def test_where_a_programme_begins_each_place_has_its_name() -> None:
    places = Places(TIPS)
    for n in range(5):
        had = frozenset(TIPS[:n])
        name = places.name_of(had)
        assert name is not None
        assert places.had_at(name) == had


@pytest.mark.parametrize("had", ["b", "ac", "abd", "abcde", "x"])
def test_nothing_else_has_one(had: str) -> None:
    assert Places(TIPS).name_of(frozenset(had)) is None


@pytest.mark.parametrize("name", [None, "", "2", "2-00000000", "9-abc", "x"])
def test_what_is_no_name_fits_nothing(name: str | None) -> None:
    assert Places(TIPS).had_at(name) is None


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ("abcd", True),
        ("abdc", True),
        ("ab", True),
        ("abxyz", True),
        ("ba", False),
        ("axb", False),
        ("a", False),
    ],
)
def test_a_name_fits_while_the_beginning_is_the_same(changed: str, *, fits: bool) -> None:
    name = Places(TIPS).name_of(frozenset("ab"))
    found = Places(list(changed)).had_at(name)
    assert found == (frozenset("ab") if fits else None)


def test_one_more_is_the_next_place_or_a_set_of_its_own() -> None:
    places = Places(TIPS)
    begun = places.had_at(places.name_of(frozenset("a")))
    assert begun is not None
    assert places.one_more(begun, "b") is places.had_at(places.name_of(frozenset("ab")))
    assert places.one_more(begun, "d") == {"a", "d"}
    assert places.one_more(frozenset("abcd"), "e") == set("abcde")
