"""How much a lane sends at once, and when it pauses: learned from what the platform answers."""

from __future__ import annotations

import random
from collections.abc import Callable

from bot.errors import OutcomeUnknown, RateLimited, Unavailable
from bot.outbox.outcomes import Outcome, Sent, longer_pause

FIRST_WINDOW = 16
WIDEST_WINDOW = 64
NARROWEST_WINDOW = 4
"""How many posts a lane takes in hand at once: more while all goes well, fewer while it does not."""

QUICK, SLOW = 0.5, 2.0
"""Seconds: an answer within the first makes the window wider; one later than the second makes it narrower,
since more on the way would only wait longer, and in the end past their time-out.
"""

BLIND = 3
"""Requests in a row without an answer after which the lane pauses: the platform may be out of sight."""


class Flow:
    """`window` is how many posts may be on their way; `paused_until` is in steady seconds."""

    def __init__(self, steady: Callable[[], float], chance: random.Random) -> None:
        self.window = FIRST_WINDOW
        self.paused_until: float | None = None
        self._steady = steady
        self._chance = chance
        self._last_pause = 0.0
        self._unanswered = 0

    def is_paused(self) -> bool:
        return self.paused_until is not None and self._steady() < self.paused_until

    def learn(self, outcome: Outcome, took: float) -> None:
        """`took` is how many seconds the answer was waited for."""
        match outcome:
            case Sent():
                self._fit(took)
                self._last_pause, self._unanswered = 0.0, 0
            case RateLimited(retry_after=retry_after):
                self._pause(max(retry_after, 0.0))
            case Unavailable():
                self._narrow()
                self._pause(longer_pause(self._last_pause, self._chance))
            case OutcomeUnknown():
                self._narrow()
                self._unanswered += 1
                if outcome.pauses or self._unanswered >= BLIND:
                    self._pause(longer_pause(self._last_pause, self._chance))
            case _:
                self._unanswered = 0

    def _fit(self, took: float) -> None:
        if took <= QUICK:
            self.window = min(self.window + 1, WIDEST_WINDOW)
        elif took > SLOW:
            self.window = max(self.window - 1, NARROWEST_WINDOW)

    def _narrow(self) -> None:
        self.window = max(self.window // 2, NARROWEST_WINDOW)

    def _pause(self, seconds: float) -> None:
        """Answers to what was on its way already belong to the same trouble: they lengthen no pause twice."""
        if not self.is_paused():
            self._last_pause = seconds
        self.paused_until = max(self._steady() + seconds, self.paused_until or 0.0)
