"""What the core asks of the outside: a Store, a Messenger, a Directory and a Clock.

The Store's port speaks the product's words, so that one conformance suite holds for every database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.cards import Card
from bot.models import (
    Answer,
    Conversation,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Lesson,
    Member,
    Membership,
    PracticeAnswer,
    Quiz,
    QuizResult,
    Resolve,
    Team,
    UnknownOutcome,
    Week,
    Workspace,
)

T = TypeVar("T")


class Clock(Protocol):
    """Product time. The demo moves it, and it flows on from there."""

    def now(self) -> datetime: ...


class Workspaces(Protocol):
    def get(self, workspace_id: str) -> Workspace | None: ...

    def all(self) -> list[Workspace]: ...

    def put(self, workspace: Workspace) -> None:
        """Adds it, or replaces the row of that id."""

    def set_unknown_outcome(self, workspace_id: str, choice: UnknownOutcome) -> None: ...


class Conversations(Protocol):
    def get(self, conversation_id: int) -> Conversation | None: ...

    def find(self, workspace_id: str, platform_id: str) -> Conversation | None: ...

    def direct(self, member_id: int) -> Conversation | None:
        """The direct conversation with a member, if one is known."""

    def put(self, conversation: Conversation) -> Conversation:
        """Adds it by workspace and platform id under a new id (the given one is ignored).

        If it is there: brings kind, name, publicity, member and end up to date.
        """

    def end(self, conversation_id: int, why: str) -> None:
        """It can't be written to any more."""


class Members(Protocol):
    def get(self, member_id: int) -> Member | None: ...

    def find(self, workspace_id: str, platform_id: str) -> Member | None: ...

    def named(self, workspace_id: str, name: str) -> list[Member]:
        """Members of that name, without regard to case."""

    def all(self, workspace_id: str) -> list[Member]: ...

    def add(self, member: Member) -> Member:
        """Adds it under a new id (the given one is ignored). Raises ValueError if it is already there."""

    def save(self, member: Member) -> None: ...


@dataclass(frozen=True, slots=True)
class DueTeam:
    """A team whose time has come, with what the decision needs: its last lesson, the tips of this round."""

    team: Team
    last: Lesson | None
    had: frozenset[str]


class Teams(Protocol):
    def get(self, team_id: int) -> Team | None: ...

    def of_conversation(self, conversation_id: int) -> Team | None:
        """The team that lives there and has not ended."""

    def named(self, workspace_id: str, name: str) -> Team | None: ...

    def all(self, workspace_id: str | None = None) -> list[Team]:
        """Teams that have not ended, oldest first."""

    def of_member(self, member_id: int) -> list[tuple[Team, Membership]]:
        """The teams a member is in or manages, in the order they joined them."""

    def add(self, team: Team) -> Team:
        """Adds it under a new id (the given one is ignored)."""

    def save(self, team: Team) -> None: ...

    def due(self, now: datetime, limit: int) -> list[DueTeam]: ...

    def set_due(self, due: Iterable[tuple[int, datetime | None]]) -> None:
        """When the clock looks at each team next, by team id."""

    def people(self, team_id: int) -> list[tuple[Membership, Member]]:
        """Who is in the team or manages it now, in the order they joined."""

    def memberships(self, team_id: int) -> list[tuple[Membership, Member]]:
        """The same with everybody who left."""

    def put_membership(self, membership: Membership) -> None: ...


class Lessons(Protocol):
    def get(self, team_id: int, week: Week) -> Lesson | None: ...

    def last(self, team_id: int) -> Lesson | None: ...

    def had(self, team_id: int, in_round: int) -> frozenset[str]:
        """The tips planned for the team in that round of its programme."""

    def of_team(self, team_id: int) -> list[Lesson]:
        """Oldest first."""

    def put(self, lessons: Iterable[Lesson]) -> None:
        """Adds each, or replaces the row of that team and week."""


class Quizzes(Protocol):
    def get(self, quiz_id: int) -> Quiz | None: ...

    def of_lesson(self, team_id: int, week: Week) -> Quiz | None: ...

    def of_team(self, team_id: int) -> list[Quiz]: ...

    def add(self, quizzes: Sequence[Quiz]) -> list[int]:
        """Adds each under a new id (the given one is ignored); a team's week has one at most."""

    def set_posted(self, quiz_id: int, posted_at: datetime, closes_at: datetime) -> None:
        """Changes nothing if it was posted before."""

    def closing(self, now: datetime, limit: int) -> list[Quiz]:
        """Posted, not closed, and their time is over: earliest first."""

    def close(self, quiz_id: int, result: QuizResult) -> None:
        """Changes nothing if it was closed before."""

    def add_answer(self, answer: Answer) -> bool:
        """False, and nothing changed, if this member has answered this quiz."""

    def answer(self, quiz_id: int, member_id: int) -> Answer | None: ...

    def answers(self, quiz_id: int) -> list[Answer]: ...

    def resolve(self, team_id: int, week: Week, member_id: int) -> Resolve | None: ...

    def resolves(self, team_id: int, week: Week) -> list[Resolve]: ...

    def put_resolve(self, resolve: Resolve) -> None: ...

    def add_practice(self, answer: PracticeAnswer) -> bool:
        """False, and nothing changed, if this nonce was answered before."""

    def practised(self, member_id: int, nonce: str) -> PracticeAnswer | None: ...


class Deliveries(Protocol):
    def owe(self, deliveries: Iterable[Delivery]) -> int:
        """Adds those whose key is new and answers how many that were."""

    def get(self, key: str) -> Delivery | None: ...

    def find(
        self, workspace_id: str | None = None, state: DeliveryState | None = None, limit: int = 1000
    ) -> list[Delivery]: ...

    def of_week(self, team_id: int, week: Week, kind: DeliveryKind) -> list[Delivery]:
        """What a team's week owes or sent of one kind, whatever became of it."""

    def of_message(self, workspace_id: str, conversation_id: int, message_id: str) -> Delivery | None: ...

    def workspaces_owed(self, now: datetime) -> list[str]:
        """Workspaces with anything that the outbox could act on at `now`, product time."""

    def due(self, workspace_id: str, now: datetime, limit: int) -> list[Delivery]:
        """Pending and due, in the order they were meant to go."""

    def unsettled(self, workspace_id: str) -> list[Delivery]:
        """Sending or ambiguous."""

    def next_due_at(self, after: datetime) -> datetime | None:
        """When the next pending delivery later than `after` is due, over all workspaces."""

    def save(self, deliveries: Iterable[Delivery]) -> None: ...

    def lease(self, workspace_id: str, owner: str, at: datetime, until: datetime) -> int | None:
        """Takes or renews the workspace's lane (machine time).

        Answers its fence, which grows with each new owner, or None while another owner holds it.
        """

    def fence(self, workspace_id: str) -> int:
        """The lane's fence now; 0 before anybody held it."""

    def release(self, workspace_id: str, owner: str) -> None: ...


class Identities(Protocol):
    def shown(self, workspace_id: str, identity: str) -> str | None:
        """What this identity was answered with, as kept."""

    def keep(self, workspace_id: str, identity: str, shows: str, at: datetime) -> None: ...

    def forget(self, before: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Act:
    """An administrative act, for the audit log. `member_id` is None for the operator's command line."""

    workspace_id: str
    at: datetime
    name: str
    member_id: int | None = None
    team_id: int | None = None
    about: Mapping[str, int | str] | None = None


class Audit(Protocol):
    def add(self, act: Act) -> None: ...

    def of_workspace(self, workspace_id: str, limit: int = 100) -> list[Act]:
        """Newest first."""


class Transaction(Protocol):
    """One decision's view of the store. Everything in it commits together, or not at all."""

    @property
    def workspaces(self) -> Workspaces: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def members(self) -> Members: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def lessons(self) -> Lessons: ...
    @property
    def quizzes(self) -> Quizzes: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def audit(self) -> Audit: ...

    def savepoint(self) -> AbstractContextManager[None]:
        """An exception inside undoes what was written inside, and goes on."""


class Store(Protocol):
    async def decide(self, decision: Callable[[Transaction], T]) -> T:
        """Runs the decision and answers when it is committed. It may run twice, so it does no other I/O."""

    async def read(self, question: Callable[[Transaction], T]) -> T:
        """Runs a read-only question over one consistent view, beside the writer."""

    async def close(self) -> None: ...


class Messenger(Protocol):
    """The only way out. Each method raises the faults of `bot.errors` that derive from SendingFault."""

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        """Posts the card once, without retrying, and answers the message's id.

        `key` identifies the delivery, for look_up(); `thread` is the message it belongs under.
        """

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None: ...

    async def delete(self, conversation: Conversation, message_id: str) -> None: ...

    async def look_up(self, conversation: Conversation, key: str, since: datetime) -> str | None:
        """The id of the message sent under that key, or None. Raises CannotAsk where that can't be known."""


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
    """What a platform says of a channel."""

    platform_id: str
    name: str
    public: bool = True
    archived: bool = False


class Directory(Protocol):
    """Who and what is in a workspace, as the platform tells it."""

    async def people(self, workspace: Workspace) -> list[Person]: ...

    async def rooms(self, workspace: Workspace) -> list[Room]: ...

    async def people_in(self, conversation: Conversation) -> list[str]:
        """Platform ids."""
