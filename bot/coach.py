"""The one door: `act` for people, `tick` for the clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the platform authenticated them, and where.

    `conversation` is the platform id of the conversation acted in, None outside any; `place` is its
    name as the platform tells it. `is_admin`: the platform says they may set teams up.
    """

    workspace_id: str
    platform_id: str
    name: str
    conversation: str | None = None
    is_admin: bool = False
