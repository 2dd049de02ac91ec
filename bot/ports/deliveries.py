"""What is owed, in the store, and the lanes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.models import (
    Arrived,
    Conversation,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Week,
)

EACH = "{team}"
"""Stands for each team's id in the key of what many teams are owed alike."""


class Deliveries(Protocol):
    def owe(self, deliveries: Iterable[Delivery]) -> int:
        """Adds those whose key is new and answers how many that were."""

    def owe_each(self, alike: Iterable[tuple[Sequence[int], Delivery]]) -> int:
        """Owes each of the teams the same in its conversation, where the key is new; in it EACH is its id.

        Answers how many were new.
        """

    def get(self, key: str) -> Delivery | None: ...

    def find(
        self, workspace_id: str | None = None, state: DeliveryState | None = None, limit: int = 1000
    ) -> list[Delivery]: ...

    def of_week(self, team_id: int, week: Week, kind: DeliveryKind) -> list[Delivery]:
        """What a team's week owes or sent of one kind, whatever became of it."""

    def of_member(self, member_id: int, kind: DeliveryKind, limit: int = 20) -> list[Delivery]:
        """What was owed to a member directly, whatever became of it: the latest meant to go comes first."""

    def of_message(self, workspace_id: str, conversation_id: int, message_id: str) -> Delivery | None: ...

    def workspaces_owed(self, now: datetime) -> list[str]:
        """Workspaces with anything that the outbox could act on at `now`, product time."""

    def workspaces_due(self, now: datetime) -> list[str]:
        """Workspaces with anything pending and due."""

    def due(
        self, workspace_id: str, now: datetime, limit: int, busy: Collection[int] = ()
    ) -> list[tuple[Delivery, Conversation]]:
        """Pending and due, in the order they were meant to go; for none of the conversations in `busy`."""

    def edits_of(self, key: str) -> list[Delivery]:
        """What edits or deletes the post of that key, oldest first, whatever became of it."""

    def unsettled(self, workspace_id: str, besides: Collection[str] = ()) -> list[Delivery]:
        """Sending or ambiguous, but for those of the keys in `besides`."""

    def next_due_at(self, after: datetime) -> datetime | None:
        """When the next pending delivery later than `after` is due, over all workspaces."""

    def start(self, deliveries: Iterable[Delivery], fence: int, at: datetime) -> None:
        """They are being sent from `at` on (machine time), by the lane's owner of that fence."""

    def finish(self, arrived: Iterable[Arrived], at: datetime) -> None:
        """They are sent, and nothing else of them is new; `at` is machine time."""

    def save(self, deliveries: Iterable[Delivery]) -> None: ...

    def lease(self, workspace_id: str, owner: str, at: datetime, until: datetime) -> int | None:
        """Takes or renews the workspace's lane (machine time).

        Answers its fence, which grows with each new owner, or None while another owner holds it. A lease that
        ends later than any could, by twice its length, was given by a clock that was set back since: it
        counts as ended.
        """

    def fence(self, workspace_id: str) -> int:
        """The lane's fence now; 0 before anybody held it."""

    def release(self, workspace_id: str, owner: str) -> None: ...
