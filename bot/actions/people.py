"""What one does about oneself: home, settings, stopping and coming back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OpenHome:
    verb: ClassVar[str] = "home"


@dataclass(frozen=True, slots=True)
class OpenSettings:
    verb: ClassVar[str] = "settings"


@dataclass(frozen=True, slots=True)
class StopMe:
    """Everything sent to me, counting me, thanking me in public."""

    verb: ClassVar[str] = "stop"


PeopleAction = OpenHome | OpenSettings | StopMe
