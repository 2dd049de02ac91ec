"""Sliding windows: never more than a platform lets in, and never much less."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.pace import LEAST_MARGIN, ON_ITS_WAY, WindowPace
from bot.models import Conversation, ConversationKind
from tests.fake_platform.rules import Limit, Window

TEAMS: tuple[Window, ...] = ((7, 1.0), (8, 2.0), (60, 30.0))


def place(number: int, workspace: str = "W1") -> Conversation:
    return Conversation(number, workspace, f"C{number}", ConversationKind.CHANNEL, f"c{number}")


@dataclass
class Steady:
    at: float = 1000.0

    def now(self) -> float:
        return self.at


def sent_at(
    pace: WindowPace, steady: Steady, places: list[Conversation], many: int
) -> list[tuple[float, int]]:
    """Sends as a lane does: what there is room for, then waits."""
    sent: list[tuple[float, int]] = []
    turn = 0
    while len(sent) < many:
        closed = set(pace.cooling("W1"))
        room = min(pace.room("W1"), many - len(sent))
        free = [one for one in places[turn % len(places) :] + places if one.id not in closed]
        for one in list(dict.fromkeys(free))[:room]:
            pace.took(one)
            sent.append((steady.at, one.id))
            turn += 1
        wait = pace.wait("W1")
        assert wait > 0 or len(sent) >= many or (room and free)
        steady.at += max(wait, 0.0001)
    return sent


@pytest.mark.parametrize(
    ("windows", "many", "least"),
    [
        (((1, 1.0),), 10, 9.0),
        (((5, 1.0),), 50, 9.0),
        (TEAMS, 120, 60.0),
    ],
)
def test_one_conversation_is_as_fast_as_its_windows_allow(
    windows: tuple[Window, ...], many: int, least: float
) -> None:
    steady = Steady()
    pace = WindowPace(conversation=windows, steady=steady.now)
    sent = sent_at(pace, steady, [place(1)], many)
    took = sent[-1][0] - sent[0][0]
    assert took <= least * 1.05
    assert_let_in(windows, [at for at, _ in sent])


def test_a_workspace_is_as_fast_as_its_window_allows_over_many_conversations() -> None:
    steady = Steady()
    pace = WindowPace(conversation=((1, 1.0),), workspace=((5, 1.0),), steady=steady.now)
    sent = sent_at(pace, steady, [place(number) for number in range(20)], 100)
    assert sent[-1][0] - sent[0][0] <= 19 * 1.05
    assert_let_in(((5, 1.0),), [at for at, _ in sent])


def test_another_workspace_and_another_conversation_have_windows_of_their_own() -> None:
    pace = WindowPace(conversation=((1, 1.0),), workspace=((2, 1.0),), steady=Steady().now)
    pace.took(place(1))
    assert pace.cooling("W1") == [1]
    assert pace.room("W1") == 1
    pace.took(place(2))
    assert pace.room("W1") == 0
    assert (pace.room("W2"), pace.cooling("W2"), pace.wait("W2")) == (2, [], 0.0)


def test_without_windows_everything_may_leave() -> None:
    pace = WindowPace()
    pace.took(place(1))
    assert pace.room("W1") > 1000
    assert pace.cooling("W1") == []
    assert pace.wait("W1") == 0.0


def test_conversations_that_are_long_quiet_are_forgotten() -> None:
    steady = Steady()
    pace = WindowPace(conversation=((1, 1.0),), steady=steady.now)
    for number in range(5000):
        pace.took(place(number))
        steady.at += 0.01
    assert len(pace._places["W1"].conversations) < 2500


def assert_let_in(windows: tuple[Window, ...], times: list[float]) -> None:
    """By a platform that counts in the same windows."""
    limit = Limit(windows)
    for at in times:
        assert limit.wait(at) <= 0
        limit.let_in(at)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.floats(0.1, 20)), min_size=1, max_size=3),
    st.integers(1, 6),
)
def test_no_windows_are_ever_passed(windows: list[Window], conversations: int) -> None:
    steady = Steady()
    pace = WindowPace(tuple(windows), tuple(windows), steady.now)
    sent = sent_at(pace, steady, [place(number) for number in range(conversations)], 40)
    assert_let_in(tuple(windows), [at for at, _ in sent])
    for number in range(conversations):
        assert_let_in(tuple(windows), [at for at, one in sent if one == number])


def test_a_conversation_is_closed_from_the_answer_on() -> None:
    steady = Steady()
    pace = WindowPace(((1, 1.0),), (), steady.now)
    for number in (1, 2):
        pace.took(place(number))
    steady.at += 0.5
    pace.landed(place(1))
    steady.at += 0.6
    assert pace.cooling("W1") == [1]
    assert pace.wait("W1") == pytest.approx(0.4 + LEAST_MARGIN)
    pace.landed(place(2))
    assert sorted(pace.cooling("W1")) == [1, 2]


@pytest.mark.parametrize(("exact", "rooms"), [(True, [0, 0, 1]), (False, [1, 1, 1])])
def test_where_windows_are_the_platforms_own_a_post_counts_from_its_answer(
    exact: bool, rooms: list[int]
) -> None:
    steady = Steady()
    pace = WindowPace((), ((1, 1.0),), steady.now, exact=exact)
    pace.took(place(1))
    found = []
    for seconds in (3.0, 0.9, 0.2):
        steady.at += seconds
        found.append(pace.room("W1"))
        pace.landed(place(1))
    assert found == rooms


def test_a_post_that_is_never_answered_closes_nothing_for_ever() -> None:
    steady = Steady()
    pace = WindowPace((), ((1, 1.0),), steady.now, exact=True)
    pace.took(place(1))
    steady.at += pace.wait("W1") + 0.001
    assert pace.room("W1") == 1
    assert steady.at == pytest.approx(1000.0 + ON_ITS_WAY + 1.0, abs=0.1)
