"""The messenger of a simulated year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.cards import Card
from bot.errors import Unavailable
from bot.models import Conversation
from bot.ports import Messenger
from tests.noise.facts import Facts, Sent
from tests.world import HandClock


@dataclass
class NoisyChat:
    """A messenger that keeps what it is sent with what was true then; while it is down it takes nothing.

    `facts` answers what is true now. `beyond` is a real one, where what is sent is also to arrive somewhere.
    """

    clock: HandClock
    facts: Callable[[], Facts]
    down: bool = False
    beyond: Messenger | None = None
    sent: list[Sent] = field(default_factory=list)

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        self._fail()
        at, facts = self.clock.now(), self.facts()
        arrived = await self.beyond.send(conversation, card, key, thread) if self.beyond else None
        self.sent.append(Sent(at, conversation.platform_id, key, card, facts))
        return arrived or str(len(self.sent))

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        self._fail()
        if self.beyond is not None:
            await self.beyond.edit(conversation, message_id, card)

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        self._fail()
        if self.beyond is not None:
            await self.beyond.delete(conversation, message_id)

    async def look_up(
        self, conversation: Conversation, key: str, since: datetime, thread: str | None
    ) -> str | None:
        """Nothing is in doubt here: it is down, or it answers."""
        self._fail()
        return None

    def _fail(self) -> None:
        if self.down:
            raise Unavailable
