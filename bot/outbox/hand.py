"""What a lane has in hand: posts that wait to leave, posts on their way, and what came of them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from bot.errors import OutcomeUnknown, SendingFault
from bot.models import DeliveryKind
from bot.outbox.claims import Answered
from bot.outbox.outcomes import Outcome, Sent, Withheld
from bot.outgoing import Outgoing
from bot.ports import Clock, Messenger

AT_ONCE = 8
PATIENCE = 0.5
"""A lane has so many posts on their way at once, and so many more each time nothing is answered for so long,
in seconds: a platform that answers gains nothing by more, and one that stalls holds up only what stalls.
"""

_log = logging.getLogger("kindling.outbox")

Learn = Callable[[Outgoing, Outcome, float], None]
"""Told of each request: what came of it, and after how many seconds."""


class Hand:
    """Lets what it takes leave, and keeps what was answered until that is settled.

    `may_leave` is asked before each: what may not leave is answered as withheld.
    """

    def __init__(
        self,
        clock: Clock,
        steady: Callable[[], float],
        may_leave: Callable[[Outgoing], bool],
        learn: Learn,
        stir: Callable[[], None],
    ) -> None:
        self.answered: list[Answered] = []
        self._clock = clock
        self._steady = steady
        self._may_leave = may_leave
        self._learn = learn
        self._stir = stir
        self._claimed: dict[str, Outgoing] = {}
        self._waiting: deque[tuple[Outgoing, int, Messenger]] = deque()
        self._senders: set[asyncio.Task[None]] = set()
        self._answers = 0
        self._hurry: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        return len(self._claimed)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._claimed)

    @property
    def busy(self) -> list[int]:
        """Conversations with a post that is not answered yet."""
        known = {one.delivery.key for one in self.answered}
        return [one.conversation.id for key, one in self._claimed.items() if key not in known]

    @property
    def waits(self) -> bool:
        """Whether any of it has not left yet."""
        return bool(self._waiting)

    @property
    def is_gathered(self) -> bool:
        """Whether most of it is answered, to be settled together."""
        return 4 * len(self.answered) >= 3 * len(self._claimed)

    def take(self, claimed: Iterable[Outgoing], fence: int, messenger: Messenger, *, at_once: bool) -> None:
        """`at_once`: all leave now, since a platform's limits were asked about now."""
        for one in claimed:
            self._claimed[one.delivery.key] = one
            self._waiting.append((one, fence, messenger))
        self._start(len(self._waiting) if at_once else AT_ONCE - len(self._senders))

    def settle(self, answered: Sequence[Answered]) -> None:
        """The first of what was answered is written down."""
        for one in answered:
            del self._claimed[one.delivery.key]
        del self.answered[: len(answered)]

    def withhold(self) -> None:
        """What waits does not leave."""
        while self._waiting:
            one, fence, _ = self._waiting.popleft()
            self._answer(one, fence, Withheld())

    def break_off(self) -> None:
        """Waits for no answer any more: what is on its way is in doubt."""
        self.withhold()
        for sender in self._senders:
            sender.cancel()

    def let_go(self) -> None:
        """All of it belongs to the lane's next owner: answers to come are nobody's."""
        self._claimed.clear()
        self._waiting.clear()
        self.answered.clear()

    def _start(self, senders: int) -> None:
        for _ in range(min(senders, len(self._waiting))):
            sender = asyncio.create_task(self._send_waiting())
            self._senders.add(sender)
            sender.add_done_callback(self._senders.discard)
        if self._waiting and self._hurry is None:
            self._hurry = asyncio.get_running_loop().call_later(PATIENCE, self._hurry_up, self._answers)

    def _hurry_up(self, answers: int) -> None:
        self._hurry = None
        self._start(AT_ONCE if self._answers == answers else AT_ONCE - len(self._senders))

    async def _send_waiting(self) -> None:
        while self._waiting:
            one, fence, messenger = self._waiting.popleft()
            if not self._may_leave(one):
                self._answer(one, fence, Withheld())
                continue
            began = self._steady()
            outcome = await _post(messenger, one)
            if self._claimed.get(one.delivery.key) is one:
                self._learn(one, outcome, self._steady() - began)
                self._answer(one, fence, outcome)

    def _answer(self, one: Outgoing, fence: int, outcome: Outcome) -> None:
        self.answered.append(Answered(one.delivery, fence, outcome, self._clock.now()))
        self._answers += 1
        if len(self.answered) == 1 or self.is_gathered:
            self._stir()


async def _post(messenger: Messenger, one: Outgoing) -> Outcome:
    try:
        if one.edits is None:
            return Sent(await messenger.send(one.conversation, one.card, one.delivery.key, one.thread))
        if one.delivery.kind is DeliveryKind.KUDOS_DELETE:
            await messenger.delete(one.conversation, one.edits)
        else:
            await messenger.edit(one.conversation, one.edits, one.card)
        return Sent(one.edits)
    except SendingFault as fault:
        return fault
    except asyncio.CancelledError:
        return OutcomeUnknown()
    except Exception:  # noqa: BLE001 - whatever else went wrong, the post may have left
        _log.exception("posting failed in an unforeseen way", extra={"key": one.delivery.key})
        return OutcomeUnknown()
