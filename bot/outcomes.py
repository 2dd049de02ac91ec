"""What a platform's answer makes of a delivery: pure values, decided without a clock or a network."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import OutcomeUnknown, RateLimited, Refused, SendingFault, Unavailable, Unreachable
from bot.models import Delivery, DeliveryState

MOST_TRIES = 5
"""Refusals of its own after which a delivery is dead."""

_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 120.0


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform took it; for an edit or a deletion the message it changed."""

    message_id: str


Outcome = Sent | SendingFault


@dataclass(frozen=True, slots=True)
class Settlement:
    """The delivery as it is to be stored, and how long its lane pauses, in seconds."""

    delivery: Delivery
    pause: float = 0.0
    unreachable: str | None = None


def settle(delivery: Delivery, outcome: Outcome, now: datetime, machine_now: datetime) -> Settlement:
    """`now` is product time, for when to try again; `machine_now` is for the quarantine.

    A throttled or unavailable platform counts no try. A request whose fate is unknown waits out the
    quarantine, except for an edit or a deletion: those can be repeated.
    """
    pending = replace(delivery, state=DeliveryState.PENDING, changed_at=machine_now)
    match outcome:
        case Sent(message_id=message_id):
            done = replace(delivery, state=DeliveryState.SENT, message_id=message_id, sent_at=now)
            return Settlement(replace(done, changed_at=machine_now, reason=None))
        case RateLimited(retry_after=retry_after):
            return Settlement(pending, pause=max(retry_after, 0.0))
        case Unavailable():
            return Settlement(pending, pause=_FIRST_PAUSE)
        case Refused(code=code):
            return Settlement(_refused(pending, code, now))
        case Unreachable(code=code):
            return Settlement(replace(pending, state=DeliveryState.DEAD, reason=code), unreachable=code)
        case OutcomeUnknown() | _:
            if delivery.edits is not None:
                return Settlement(pending, pause=_FIRST_PAUSE)
            return Settlement(replace(pending, state=DeliveryState.AMBIGUOUS))


def _refused(pending: Delivery, code: str, now: datetime) -> Delivery:
    tries = pending.tries + 1
    if tries >= MOST_TRIES:
        return replace(pending, tries=tries, state=DeliveryState.DEAD, reason=f"refused: {code}")
    return replace(pending, tries=tries, due_at=now + timedelta(minutes=2**tries), reason=f"refused: {code}")


def longer_pause(last: float, chance: random.Random) -> float:
    """Decorrelated jitter: between the first pause and three times the last one, in seconds."""
    return min(_LONGEST_PAUSE, chance.uniform(_FIRST_PAUSE, max(last, _FIRST_PAUSE) * 3))
