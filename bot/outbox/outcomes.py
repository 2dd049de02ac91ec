"""What a platform's answer makes of a delivery: pure values, decided without a clock or a network."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import (
    MessageGone,
    NotYet,
    OutcomeUnknown,
    RateLimited,
    Refused,
    SendingFault,
    Unavailable,
    Unreachable,
)
from bot.models import Arrived, Delivery, DeliveryState, UnknownOutcome

MOST_TRIES = 5
"""Refusals of its own after which a delivery is dead."""

RESENT = "resent"
"""The reason of a post that was sent again without knowing what became of it; it stays when it is sent."""

UNSURE = "unsure"
"""The reason of an edit that may have landed, or may still."""

GONE = "message-gone"
"""The reason of an edit or a deletion whose post somebody deleted by hand: there is nothing left to do."""

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 120.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it; for an edit or a deletion the message it changed."""

    message_id: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """It never left: the lane may have been another worker's by then."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """The platform was asked, and has no such post."""


@dataclass(frozen=True, slots=True)
class Unaskable:
    """The platform can't be asked what became of a post."""


NotSent = Withheld | SendingFault

Outcome = Sent | NotSent
"""What came of a request."""

Fate = Sent | NotThere | Unaskable | Unreachable
"""What came of asking for a post in doubt."""


def arrival(delivery: Delivery, message_id: str, at: datetime) -> Arrived:
    """What is to be stored of a delivery that the platform took; `at` is product time."""
    return Arrived(delivery, message_id, at, RESENT if was_resent(delivery) else None)


def settle(
    delivery: Delivery, outcome: NotSent, now: datetime, machine_now: datetime, quarantine: timedelta
) -> Delivery:
    """The delivery as it is to be stored after a request that the platform did not say to have taken.

    `now` is product time, for when to try again; `machine_now` is for the quarantine. A throttled or
    unavailable platform counts no try; what there is no room for yet waits without the lane. A post whose
    fate is unknown waits out the quarantine and is asked for; an edit or a deletion is repeated after it, so
    that what lands late has not the last word.
    """
    pending = replace(delivery, state=DeliveryState.PENDING, changed_at=machine_now)
    match outcome:
        case RateLimited() | Unavailable() | Withheld():
            return pending
        case NotYet(retry_after=seconds):
            return replace(pending, due_at=now + timedelta(seconds=max(seconds, _FIRST_PAUSE)))
        case Refused(code=code):
            return _refused(pending, code, now)
        case Unreachable(code=code):
            return replace(pending, state=DeliveryState.DEAD, reason=_with_past(delivery, code))
        case MessageGone() if delivery.edits is not None:
            return replace(pending, state=DeliveryState.DEAD, reason=GONE)
        case OutcomeUnknown() | _:
            if delivery.edits is not None:
                return replace(pending, due_at=now + quarantine, reason=UNSURE)
            return replace(pending, state=DeliveryState.AMBIGUOUS)


def resolve(
    delivery: Delivery, fate: Fate, choice: UnknownOutcome, now: datetime, machine_now: datetime
) -> Delivery:
    """A delivery in doubt as it is to be stored once the platform was asked.

    Where nobody can know, the workspace has chosen to resend or to hold. A post in a conversation that can't
    be reached any more is held: it may stand there.
    """
    changed = replace(delivery, changed_at=machine_now)
    match fate:
        case Sent(message_id=message_id):
            reason = arrival(delivery, message_id, now).reason
            return replace(
                changed, state=DeliveryState.SENT, message_id=message_id, sent_at=now, reason=reason
            )
        case NotThere():
            return replace(changed, state=DeliveryState.PENDING)
        case Unaskable() if choice is UnknownOutcome.RESEND:
            return replace(changed, state=DeliveryState.PENDING, reason=RESENT)
        case Unaskable():
            return replace(changed, state=DeliveryState.HELD, reason=_with_past(delivery, "fate unknown"))
        case Unreachable(code=code):
            return replace(changed, state=DeliveryState.HELD, reason=_with_past(delivery, code))


def was_resent(delivery: Delivery) -> bool:
    """Whether it was ever sent again without knowing: then it may stand there twice."""
    return delivery.reason is not None and delivery.reason.startswith(RESENT)


def pause_after(outcome: Outcome, last: float, chance: random.Random) -> float:
    """How long the lane pauses after an outcome, in seconds; `last` is its last pause in a row."""
    match outcome:
        case RateLimited(retry_after=retry_after):
            return max(retry_after, 0.0)
        case Unavailable() | OutcomeUnknown(pauses=True):
            return longer_pause(last, chance)
        case _:
            return 0.0


def longer_pause(last: float, chance: random.Random) -> float:
    """Decorrelated jitter: between the first pause and three times the last one, in seconds."""
    return min(_LONGEST_PAUSE, chance.uniform(_FIRST_PAUSE, max(last, _FIRST_PAUSE) * 3))


def _refused(pending: Delivery, code: str, now: datetime) -> Delivery:
    tries = pending.tries + 1
    reason = _with_past(pending, f"refused: {code}")
    if tries >= MOST_TRIES:
        return replace(pending, tries=tries, state=DeliveryState.DEAD, reason=reason)
    return replace(pending, tries=tries, due_at=now + timedelta(minutes=2**tries), reason=reason)


def _with_past(delivery: Delivery, reason: str) -> str:
    return f"{RESENT}, {reason}" if was_resent(delivery) else reason
