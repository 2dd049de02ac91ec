"""What one does about oneself: home, settings, pausing, stopping and coming back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.actions.fields import entered
from bot.models import Week


@dataclass(frozen=True, slots=True)
class OpenHome:
    """My week, my thanks, my settings; a manager's team and an admin's teams beside them."""

    verb: ClassVar[str] = "home"


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """The form with my settings."""

    verb: ClassVar[str] = "settings"


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Keeps my settings: where ideas come, until when I am away, where I am thanked."""

    verb: ClassVar[str] = "save-settings"
    ideas: str = entered("")
    away_until: date | None = entered(None)  # noqa: RUF009 - it makes a field
    thanks: str = entered("")


@dataclass(frozen=True, slots=True)
class ShowMe:
    """How I stand with Kindling now: as usual, away, paused or stopped."""

    verb: ClassVar[str] = "show-me"


@dataclass(frozen=True, slots=True)
class StopMe:
    """Nothing is sent to me any more, I am not counted, and not thanked in public."""

    verb: ClassVar[str] = "stop"


@dataclass(frozen=True, slots=True)
class UndoStop:
    """Takes a stop back; a pause or being away stays as it was."""

    verb: ClassVar[str] = "undo-stop"


@dataclass(frozen=True, slots=True)
class ResumeMe:
    """I am back, from stopping, from a pause, from being away."""

    verb: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class OpenPause:
    """Asks until when I pause. `unread`: a day was typed that could not be read."""

    verb: ClassVar[str] = "open-pause"
    unread: bool = False


@dataclass(frozen=True, slots=True)
class PauseMe:
    """Nothing is sent to me until that day. It takes a stop back."""

    verb: ClassVar[str] = "pause"
    until_on: date | None = entered(None)  # noqa: RUF009 - it makes a field


@dataclass(frozen=True, slots=True)
class OpenAway:
    """Asks until when I am away. `unread`: a day was typed that could not be read."""

    verb: ClassVar[str] = "open-away"
    unread: bool = False


@dataclass(frozen=True, slots=True)
class AwayMe:
    """I am away until that day: who thanks me is told, and I hear of it when I am back."""

    verb: ClassVar[str] = "away"
    until_on: date | None = entered(None)  # noqa: RUF009 - it makes a field


@dataclass(frozen=True, slots=True)
class TryQuestion:
    """The team's latest question, whichever that is when it is asked for."""

    verb: ClassVar[str] = "try-question"
    team_id: int


@dataclass(frozen=True, slots=True)
class CatchUp:
    """The ideas I missed while I was away, before the one of that week."""

    verb: ClassVar[str] = "catch-up"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class AnswerUseful:
    """My answer to "Still useful?", asked above that week's idea: `keep`, `rarer` or `stop`."""

    verb: ClassVar[str] = "useful"
    team_id: int
    week: Week
    how: str


PeopleAction = (
    OpenHome
    | OpenSettings
    | SaveSettings
    | ShowMe
    | StopMe
    | UndoStop
    | ResumeMe
    | OpenPause
    | PauseMe
    | OpenAway
    | AwayMe
    | TryQuestion
    | CatchUp
    | AnswerUseful
)
