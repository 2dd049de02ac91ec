from __future__ import annotations

from dataclasses import replace

import pytest

from bot.tips.places import Places
from tests.world import lessons

TIPS = "abcd"


def places_of(ids: str) -> Places:
    tip = lessons().series[0].tips[0]
    return Places([replace(tip, id=one) for one in ids])


def test_where_a_programme_begins_each_place_has_its_name() -> None:
    places = places_of(TIPS)
    for n in range(5):
        had = frozenset(TIPS[:n])
        name = places.name_of(had)
        assert name is not None
        assert places.had_at(name) == had


@pytest.mark.parametrize("had", ["b", "ac", "abd", "abcde", "x"])
def test_nothing_else_has_one(had: str) -> None:
    assert places_of(TIPS).name_of(frozenset(had)) is None


@pytest.mark.parametrize("name", [None, "", "2", "2-00000000", "9-abc", "x"])
def test_what_is_no_name_fits_nothing(name: str | None) -> None:
    assert places_of(TIPS).had_at(name) is None


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
    name = places_of(TIPS).name_of(frozenset("ab"))
    found = places_of(changed).had_at(name)
    assert found == (frozenset("ab") if fits else None)


def test_one_more_is_the_next_place_or_a_set_of_its_own() -> None:
    places = places_of(TIPS)
    begun = places.had_at(places.name_of(frozenset("a")))
    assert begun is not None
    assert places.one_more(begun, "b") is places.had_at(places.name_of(frozenset("ab")))
    assert places.one_more(begun, "d") == {"a", "d"}
    assert places.one_more(frozenset("abcd"), "e") == set("abcde")


@pytest.mark.parametrize(("had", "left"), [("", "abcd"), ("ab", "cd"), ("abcd", ""), ("bx", "acd")])
def test_what_is_left_comes_in_order(had: str, left: str) -> None:
    places = places_of(TIPS)
    sets = [frozenset(had), places.had_at(places.name_of(frozenset(had)))]
    assert [[tip.id for tip in places.left(one)] for one in sets if one is not None] == (
        [list(left)] * (1 if sets[1] is None else 2)
    )
