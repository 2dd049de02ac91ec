"""The store itself: transactions, what was seen before, and what was done by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.models import Member, Workspace
from bot.ports.deliveries import Deliveries
from bot.ports.figures import Figures
from bot.ports.installations import Installations, References
from bot.ports.kudos import Gifts, SmallGifts
from bot.ports.teams import Teams
from bot.ports.week import Lessons, Quizzes
from bot.ports.workspaces import Conversations, Members, Workspaces

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who comes with an act: `member` is None for who was never seen, `shown` for an act that is new."""

    workspace: Workspace
    member: Member | None
    shown: str | None


class Identities(Protocol):
    def arrival(self, workspace_id: str, platform_id: str, identity: str) -> Arrival | None:
        """All that every act asks, in one question: an act's identity is kept as `<member>/<identity>`.

        None in a workspace that is not known.
        """

    def shown(self, workspace_id: str, identity: str) -> str | None:
        """What this identity was answered with, as kept."""

    def keep(self, workspace_id: str, identity: str, shows: str, at: datetime) -> None: ...

    def any_since(self, workspace_id: str, prefix: str, since: datetime) -> bool:
        """Whether an identity that begins so was kept at `since` or later. The prefix ends with a slash."""

    def forget(self, before: datetime, limit: int = 5_000) -> int:
        """Up to `limit` that were kept before; how many it were."""


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
    def installations(self) -> Installations: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def references(self) -> References: ...
    @property
    def members(self) -> Members: ...
    @property
    def teams(self) -> Teams: ...
    @property
    def lessons(self) -> Lessons: ...
    @property
    def quizzes(self) -> Quizzes: ...
    @property
    def gifts(self) -> Gifts: ...
    @property
    def small_gifts(self) -> SmallGifts: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def audit(self) -> Audit: ...

    def savepoint(self) -> AbstractContextManager[None]:
        """An exception inside undoes what was written inside, and goes on."""


class Store(Protocol):
    async def decide(self, decision: Callable[[Transaction], T], *, apart: bool = False) -> T:
        """Runs the decision and answers when it is committed. It may run twice, so it does no other I/O.

        The event loop may stand still meanwhile. `apart`: it does not, for what takes more than a moment.
        """

    async def read(self, question: Callable[[Transaction], T]) -> T:
        """Runs a read-only question over one consistent view, beside the writer."""

    async def close(self) -> None: ...
