"""Installations and references in the store."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.models import Installation, Platform, Reference


class Installations(Protocol):
    def get(self, workspace_id: str) -> Installation | None: ...

    def of_platform(self, platform: Platform) -> list[Installation]:
        """Those of workspaces that have not ended, oldest first."""

    def put(self, installation: Installation) -> None:
        """Adds it, or replaces the workspace's."""

    def remove(self, workspace_id: str) -> None: ...

    def expiring(self, platform: Platform, before: datetime) -> list[Installation]:
        """Those whose token ends before that, soonest first."""

    def keep_state(self, state: str, until: datetime) -> None:
        """Remembers that an installation was begun with this state."""

    def take_state(self, state: str, now: datetime) -> bool:
        """Whether it was begun with it and may still be ended: once, and before its time is over."""


class References(Protocol):
    def get(self, conversation_id: int) -> Reference | None: ...

    def of_all(self, conversation_ids: Collection[int]) -> list[Reference]:
        """Those of the conversations that have one, in no order."""

    def put(self, reference: Reference) -> None:
        """Adds it, or replaces the conversation's."""

    def forget(self, conversation_id: int) -> None: ...

    def at(self, workspace_id: str, address: str) -> Reference | None:
        """The one at that address of the platform's."""

    def of_person(self, workspace_id: str, person: str) -> Reference | None:
        """That of the direct conversation with who has this id for the bot."""

    def service_url(self, workspace_id: str) -> str | None:
        """That of the workspace's latest conversation that has one."""

    def of_group(self, workspace_id: str, group_id: str) -> list[Reference]:
        """Those of a group's channels, oldest first."""

    def group_ids(self, workspace_id: str) -> list[str]:
        """The groups with a channel that can be written to, each once."""

    def adders(self, workspace_id: str) -> set[str]:
        """Platform ids of who added Kindling to a group of channels."""

    def is_adder(self, workspace_id: str, platform_id: str) -> bool:
        """Whether that person is one of `adders`."""

    def is_added(self, workspace_id: str) -> bool:
        """Whether somebody added Kindling to anything of the workspace, and it is still there."""
