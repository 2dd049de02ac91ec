"""The Messenger port over the local chat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from adapters.local.chat import Chat, Message
from adapters.local.looks import NO_LOOKS, Looks, drawn
from adapters.local.people import APP_ID
from adapters.local.render import card_parts, plain_of
from bot.cards import Card
from bot.errors import MessageGone, Unavailable, Unreachable
from bot.models import Conversation
from bot.ports import Clock


class LocalMessenger:
    """Posts as Kindling."""

    def __init__(self, chat: Chat, clock: Clock, looks: Looks = NO_LOOKS) -> None:
        self._chat = chat
        self._clock = clock
        self._looks = looks

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        with _faults():
            if self._chat.place(conversation.platform_id) is None:
                raise Unreachable("conversation_not_found")
            message = self._chat.post(
                conversation.platform_id,
                APP_ID,
                self._clock.now(),
                card.push,
                card_parts(card),
                thread=int(thread) if thread else None,
                key=key,
                plain=plain_of(card),
                looks=drawn(card, self._looks),
            )
        return str(message.id)

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        with _faults():
            message = self._own(conversation, message_id)
            now, parts = self._clock.now(), card_parts(card)
            plain, looks = plain_of(card), drawn(card, self._looks)
            self._chat.edit(message.id, now, card.push, parts, plain=plain, looks=looks)

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        with _faults():
            self._chat.delete(self._own(conversation, message_id))

    async def look_up(
        self,
        conversation: Conversation,
        key: str,
        since: datetime,  # noqa: ARG002
        thread: str | None,  # noqa: ARG002
    ) -> str | None:
        """Every message can be found by its key, so nothing has to be narrowed."""
        with _faults():
            message = self._chat.keyed(conversation.platform_id, key)
        return None if message is None else str(message.id)

    def _own(self, conversation: Conversation, message_id: str) -> Message:
        message = self._chat.message(int(message_id))
        if message is None or message.conversation != conversation.platform_id or message.sender != APP_ID:
            raise MessageGone
        return message


@contextmanager
def _faults() -> Iterator[None]:
    """A file that cannot be written took nothing, and may later."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        raise Unavailable from fault
