"""What one does with the week's tip, and with the programme's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.actions.fields import entered
from bot.models import Week


@dataclass(frozen=True, slots=True)
class TryTip:
    """The tip's button "I'll try this"."""

    verb: ClassVar[str] = "try"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class TakeBackTry:
    """Takes "I'll try this" back."""

    verb: ClassVar[str] = "untry"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class ShowTry:
    """What became of "I'll try this", for who pressed it."""

    verb: ClassVar[str] = "show-try"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class ShowTip:
    """The idea of a week, for one person."""

    verb: ClassVar[str] = "tip"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class EndProgramme:
    """What a manager wants after the last tip: `again`, `another` or `stop`."""

    verb: ClassVar[str] = "programme"
    team_id: int
    round: int
    then: str


@dataclass(frozen=True, slots=True)
class ChooseSeries:
    """The form's answer to `another`: which programme comes next."""

    verb: ClassVar[str] = "series"
    team_id: int
    round: int
    programme: str = entered("")


@dataclass(frozen=True, slots=True)
class ShowProgramme:
    """What a manager chose at the programme's end; `then` as in EndProgramme, or the chosen programme."""

    verb: ClassVar[str] = "show-programme"
    team_id: int
    then: str


WeekAction = TryTip | TakeBackTry | ShowTry | ShowTip | EndProgramme | ChooseSeries | ShowProgramme
