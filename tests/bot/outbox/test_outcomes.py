"""Each answer of a platform, and what it makes of a delivery: values, without a clock or a network."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import (
    MessageGone,
    NotYet,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unavailable,
    Unreachable,
)
from bot.models import Arrived, Delivery, DeliveryKind, DeliveryState, UnknownOutcome
from bot.outbox.flow import BLIND, FIRST_WINDOW, NARROWEST_WINDOW, QUICK, SLOW, WIDEST_WINDOW, Flow
from bot.outbox.outcomes import (
    GONE,
    MOST_TRIES,
    RESENT,
    UNSURE,
    NotSent,
    NotThere,
    Sent,
    Unaskable,
    Withheld,
    arrival,
    longer_pause,
    resolve,
    settle,
    was_resent,
)

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
MACHINE = datetime(2026, 11, 22, 3, tzinfo=UTC)
QUARANTINE = timedelta(seconds=70)
SENDING = Delivery("a", "W", 1, DeliveryKind.KUDOS, AT, AT, state=DeliveryState.SENDING)
EDIT = replace(SENDING, edits="post")


def settled(outcome: NotSent, delivery: Delivery = SENDING) -> Delivery:
    return settle(delivery, outcome, AT, MACHINE, QUARANTINE)


def test_what_arrived_keeps_its_message_and_the_time() -> None:
    assert arrival(SENDING, "m", AT) == Arrived(SENDING, "m", AT, None)


@pytest.mark.parametrize("outcome", [RateLimited(9), Unavailable(), Withheld()])
def test_what_was_certainly_not_taken_counts_no_try(outcome: NotSent) -> None:
    assert settled(outcome) == replace(SENDING, state=DeliveryState.PENDING, changed_at=MACHINE)


def test_what_somebody_deleted_by_hand_can_be_changed_no_more() -> None:
    assert settled(MessageGone(), EDIT) == replace(
        EDIT, state=DeliveryState.DEAD, reason=GONE, changed_at=MACHINE
    )


def test_a_platform_that_says_it_is_in_trouble_pauses_the_lane_at_once() -> None:
    for outcome, pauses in ((OutcomeUnknown(), False), (OutcomeUnknown(pauses=True), True)):
        flow = Flow(lambda: 100.0, random.Random(1))
        flow.learn(outcome, 0.01)
        assert flow.is_paused() is pauses


def test_what_there_is_no_room_for_yet_waits_by_itself_and_counts_no_try() -> None:
    waits = replace(EDIT, state=DeliveryState.PENDING, changed_at=MACHINE, due_at=AT + timedelta(seconds=9))
    assert settled(NotYet(9), EDIT) == waits
    lane = flow()
    lane.learn(NotYet(9), 0.01)
    assert not lane.is_paused()


def test_refusals_come_at_growing_distances_and_end() -> None:
    delivery, waits = SENDING, []
    for _ in range(MOST_TRIES):
        delivery = settled(Refused("no"), delivery)
        waits.append(delivery.due_at - AT)
    assert waits[:-1] == [timedelta(minutes=minutes) for minutes in (2, 4, 8, 16)]
    assert (delivery.state, delivery.reason) == (DeliveryState.DEAD, "refused: no")


def test_an_unreachable_conversation_is_the_end_with_its_reason() -> None:
    assert settled(Unreachable("is_archived")).state is DeliveryState.DEAD
    assert settled(Unreachable("is_archived")).reason == "is_archived"


def test_an_unknown_fate_puts_a_post_in_doubt_and_an_edit_off() -> None:
    assert settled(OutcomeUnknown()).state is DeliveryState.AMBIGUOUS
    edit = settled(OutcomeUnknown(), EDIT)
    assert (edit.state, edit.due_at, edit.reason) == (DeliveryState.PENDING, AT + QUARANTINE, UNSURE)


@pytest.mark.parametrize(
    ("fate", "choice", "state", "reason"),
    [
        (Sent("m"), UnknownOutcome.HOLD, DeliveryState.SENT, None),
        (NotThere(), UnknownOutcome.HOLD, DeliveryState.PENDING, None),
        (Unaskable(), UnknownOutcome.RESEND, DeliveryState.PENDING, RESENT),
        (Unaskable(), UnknownOutcome.HOLD, DeliveryState.HELD, "fate unknown"),
        (Unreachable("is_archived"), UnknownOutcome.RESEND, DeliveryState.HELD, "is_archived"),
    ],
)
def test_each_fate_of_a_post_in_doubt(
    fate: Sent | NotThere | Unaskable | Unreachable,
    choice: UnknownOutcome,
    state: DeliveryState,
    reason: str | None,
) -> None:
    doubtful = replace(SENDING, state=DeliveryState.AMBIGUOUS)
    found = resolve(doubtful, fate, choice, AT, MACHINE)
    assert (found.state, found.reason, found.changed_at) == (state, reason, MACHINE)


OUTCOMES = st.sampled_from(
    [
        Withheld(),
        RateLimited(1),
        Unavailable(),
        Refused("no"),
        Unreachable("gone"),
        OutcomeUnknown(),
    ]
)


@given(st.lists(OUTCOMES, min_size=1, max_size=8))
def test_what_was_resent_stays_listed_whatever_comes_after(outcomes: list[NotSent]) -> None:
    delivery = resolve(SENDING, Unaskable(), UnknownOutcome.RESEND, AT, MACHINE)
    for outcome in outcomes:
        delivery = settle(delivery, outcome, AT, MACHINE, QUARANTINE)
        assert was_resent(delivery)
        assert arrival(delivery, "m", AT).reason == RESENT


@given(OUTCOMES, st.booleans())
def test_a_request_always_ends_being_sent(outcome: NotSent, is_edit: bool) -> None:
    assert settled(outcome, EDIT if is_edit else SENDING).state is not DeliveryState.SENDING


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_pauses_grow_with_jitter_and_stay_bounded(seed: int, times: int) -> None:
    chance, pause = random.Random(seed), 0.0
    for _ in range(times):
        longest = max(pause, 1.0) * 3
        pause = longer_pause(pause, chance)
        assert 1.0 <= pause <= min(longest, 120.0)


def flow() -> Flow:
    return Flow(lambda: 100.0, random.Random(1))


def test_the_window_grows_while_all_goes_well_and_narrows_while_it_does_not() -> None:
    one = flow()
    for _ in range(WIDEST_WINDOW):
        one.learn(Sent("m"), 0.01)
    assert one.window == WIDEST_WINDOW
    for _ in range(10):
        one.learn(Unavailable(), 0.01)
    assert one.window == NARROWEST_WINDOW
    assert flow().window == FIRST_WINDOW


def test_answers_that_come_late_make_the_window_no_wider_and_at_last_narrower() -> None:
    one = flow()
    one.learn(Sent("m"), QUICK + 0.01)
    assert one.window == FIRST_WINDOW
    for _ in range(FIRST_WINDOW):
        one.learn(Sent("m"), SLOW + 0.01)
    assert one.window == NARROWEST_WINDOW


def test_a_throttled_lane_pauses_as_long_as_it_was_told() -> None:
    one = flow()
    one.learn(RateLimited(17.5), 0.01)
    one.learn(RateLimited(3), 0.01)
    assert one.paused_until == 117.5


def test_only_several_requests_without_an_answer_pause_the_lane() -> None:
    one = flow()
    for _ in range(BLIND - 1):
        one.learn(OutcomeUnknown(), 0.01)
    one.learn(Sent("m"), 0.01)
    for _ in range(BLIND - 1):
        one.learn(OutcomeUnknown(), 0.01)
    assert not one.is_paused()
    one.learn(OutcomeUnknown(), 0.01)
    assert one.is_paused()
