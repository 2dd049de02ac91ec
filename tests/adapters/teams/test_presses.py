"""When an act that Teams tells again is the same act, and when it is meant anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from adapters.teams.presses import AGAIN_WITHIN, Press, Presses, said_identity

PRESS = Press("marta", "19:desk", "100", "f:1", {"k": '[1,"try"]'})
OTHER = replace(PRESS, activity_id="f:2", what={"k": '[1,"untry"]'})


@dataclass
class Steady:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_same_activity_is_the_same_act_whenever_it_comes() -> None:
    steady = Steady()
    first = Presses(steady).identity(PRESS)
    presses = Presses(steady)
    presses.identity(OTHER)
    steady.now += 10 * AGAIN_WITHIN
    assert presses.identity(PRESS) == first


def test_the_same_press_under_a_new_id_is_the_same_act_for_a_while() -> None:
    steady = Steady()
    presses = Presses(steady)
    first = presses.identity(PRESS)
    steady.now += 30
    again = replace(PRESS, activity_id="f:9")
    assert presses.identity(again) == first
    steady.now += AGAIN_WITHIN
    assert presses.identity(replace(again, activity_id="f:10")) != first


def test_after_another_press_on_the_same_card_it_is_meant_anew() -> None:
    """I'll try this, take back, I'll try this."""
    presses = Presses(Steady())
    first = presses.identity(PRESS)
    assert presses.identity(OTHER) != first
    assert presses.identity(replace(PRESS, activity_id="f:3")) != first


@pytest.mark.parametrize(
    "other",
    [{"person": "li"}, {"message": "200"}, {"conversation": "19:ops"}, {"what": {"k": "x", "reason": "y"}}],
)
def test_what_differs_is_another_act(other: dict[str, object]) -> None:
    presses = Presses(Steady())
    first = presses.identity(PRESS)
    assert presses.identity(replace(PRESS, activity_id="f:9", **other)) != first  # type: ignore[arg-type]


def test_words_are_the_same_by_who_where_what_and_when() -> None:
    first = said_identity("marta", "19:desk", "kudos Li", "10:00", "1")
    assert said_identity("marta", "19:desk", "kudos Li", "10:00", "2") == first
    assert said_identity("marta", "19:desk", "kudos Li", "10:01", "1") != first
    assert said_identity("li", "19:desk", "kudos Li", "10:00", "1") != first
    assert said_identity("marta", "19:ops", "kudos Li", "10:00", "1") != first
    assert said_identity("marta", "19:desk", "kudos Sam", "10:00", "1") != first


def test_without_a_time_words_are_known_by_their_activity() -> None:
    assert said_identity("m", "c", "t", "", "1") == said_identity("m", "c", "t", "", "1")
    assert said_identity("m", "c", "t", "", "1") != said_identity("m", "c", "t", "", "2")
    assert said_identity("m", "c", "t", "", "") != said_identity("m", "c", "t", "", "")
