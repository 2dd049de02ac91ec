"""The platforms and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards import Card
from bot.models import (
    Conversation,
    Workspace,
)


class Clock(Protocol):
    """Product time. The demo moves it, and it flows on from there."""

    def now(self) -> datetime: ...


class Messenger(Protocol):
    """The only way out. Each method raises the faults of `bot.errors` that derive from SendingFault."""

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        """Posts the card once, without retrying, and answers the message's id.

        `key` identifies the delivery, for look_up(); `thread` is the message it belongs under.
        """

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None: ...

    async def delete(self, conversation: Conversation, message_id: str) -> None: ...

    async def look_up(
        self, conversation: Conversation, key: str, since: datetime, thread: str | None
    ) -> str | None:
        """The id of the message sent under that key, or None. Raises CannotAsk where that can't be known.

        `since` is of the machine's clock: it was sent later, or it never was. `thread` as in send().
        """


class Pace(Protocol):
    """How fast a platform lets posts leave, so that it never has to say no. Seconds are of a steady clock."""

    def room(self, workspace_id: str) -> int:
        """How many posts of the workspace may leave now."""

    def cooling(self, workspace_id: str) -> list[int]:
        """Conversations of the workspace that nothing may leave for now, by id."""

    def wait(self, workspace_id: str) -> float:
        """In how many seconds one of the two changes; 0 if anything may leave now."""

    def took(self, conversation: Conversation) -> None:
        """A post is about to leave for there: it counts from now on."""

    def landed(self, conversation: Conversation) -> None:
        """What was taken is answered or never left: the platform counted it by now at the latest."""


@dataclass(frozen=True, slots=True)
class Person:
    """What a platform says of somebody."""

    platform_id: str
    name: str
    zone: str | None = None
    is_app: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """What a platform says of a channel. `entered`: Kindling is in it, so that it can be written to."""

    platform_id: str
    name: str
    public: bool = True
    archived: bool = False
    entered: bool = True


class Directory(Protocol):
    """Who and what is in a workspace, as the platform tells it."""

    async def people(self, workspace: Workspace) -> list[Person]: ...

    async def rooms(self, workspace: Workspace) -> list[Room]:
        """All of them: a channel that is not told of any more can't be written to."""

    async def people_in(self, conversation: Conversation) -> list[str]:
        """Platform ids."""

    async def person(self, workspace: Workspace, platform_id: str) -> Person | None:
        """Somebody whom people() does not tell of, such as a stranger in a shared channel."""
