"""What managers and admins do with a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OpenSetup:
    """The form that sets a team up. `channel` is the platform id of the channel asked from."""

    verb: ClassVar[str] = "setup"
    channel: str = ""


@dataclass(frozen=True, slots=True)
class OpenTeamPause:
    """Asks a manager until when the team pauses."""

    verb: ClassVar[str] = "open-team-pause"
    team_id: int


TeamAction = OpenSetup | OpenTeamPause
