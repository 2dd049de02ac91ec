"""Workspaces, conversations and members in the store."""

from __future__ import annotations

from typing import Protocol

from bot.models import (
    Conversation,
    Member,
    UnknownOutcome,
    Workspace,
)


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

    def channels(self, workspace_id: str, limit: int = 200) -> list[Conversation]:
        """Channels that can be written to, by name."""

    def channels_named(self, workspace_id: str, name: str) -> list[Conversation]:
        """Channels of that name that can be written to. Latin letters of either case are the same."""

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

    def called(self, workspace_id: str, name: str) -> list[Member]:
        """The same of whose first name or platform id it is, where that is not the whole name."""

    def all(self, workspace_id: str) -> list[Member]: ...

    def admins(self, workspace_id: str) -> list[Member]:
        """Who has been there longest first; apps are none."""

    def add(self, member: Member) -> Member:
        """Adds it under a new id (the given one is ignored). Raises ValueError if it is already there."""

    def save(self, member: Member) -> None: ...
