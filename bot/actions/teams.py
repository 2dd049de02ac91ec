"""What managers and admins do with a team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import ClassVar

from bot.actions.fields import entered


@dataclass(frozen=True, slots=True)
class OpenSetup:
    """The form that sets a team up. `channel` is the platform id of the channel asked from."""

    verb: ClassVar[str] = "setup"
    channel: str = ""


@dataclass(frozen=True, slots=True)
class SetUpTeam:
    """Sets a team up with the form's values. Nothing is posted by it."""

    verb: ClassVar[str] = "set-up"
    channel: str = entered("")
    managers: tuple[str, ...] = entered(())
    weekday: str = entered("")
    at: time | None = entered(None)  # noqa: RUF009 - it makes a field
    zone: str = entered("")
    name: str = entered("")
    delivery: str = entered("")
    quiz_after: str = entered("")
    thanks: str = entered("")
    working_days: tuple[str, ...] = entered(())
    hours: str = entered("")
    reaction: str = entered("")
    first: str = entered("")


@dataclass(frozen=True, slots=True)
class ShowSetUp:
    """What is set up, when the first ideas come, and what can be posted now."""

    verb: ClassVar[str] = "show-set-up"
    team_id: int


@dataclass(frozen=True, slots=True)
class PreviewHello:
    """The hello as the channel will see it, before it is posted."""

    verb: ClassVar[str] = "preview-hello"
    team_id: int


@dataclass(frozen=True, slots=True)
class SayHello:
    """Posts the hello in the team's channel, once."""

    verb: ClassVar[str] = "say-hello"
    team_id: int


@dataclass(frozen=True, slots=True)
class SendFirstIdea:
    """Sends this week's idea now, if the week has none yet, with the hello before it."""

    verb: ClassVar[str] = "send-first"
    team_id: int


@dataclass(frozen=True, slots=True)
class OpenChange:
    """The form with the team's settings."""

    verb: ClassVar[str] = "open-change"
    team_id: int


@dataclass(frozen=True, slots=True)
class ChangeTeam:
    """Keeps the team's settings as the form has them, its channel and managers included."""

    verb: ClassVar[str] = "change-team"
    team_id: int
    channel: str = entered("")
    managers: tuple[str, ...] = entered(())
    weekday: str = entered("")
    at: time | None = entered(None)  # noqa: RUF009 - it makes a field
    zone: str = entered("")
    name: str = entered("")
    delivery: str = entered("")
    quiz_after: str = entered("")
    thanks: str = entered("")
    working_days: tuple[str, ...] = entered(())
    hours: str = entered("")
    reaction: str = entered("")


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """What the team's next weeks get, and when; or that it is paused."""

    verb: ClassVar[str] = "plan"
    team_id: int


@dataclass(frozen=True, slots=True)
class OpenTeamPause:
    """Asks until when the team pauses."""

    verb: ClassVar[str] = "open-team-pause"
    team_id: int


@dataclass(frozen=True, slots=True)
class PauseTeam:
    """The team gets nothing scheduled until that day; without a day, until somebody resumes it."""

    verb: ClassVar[str] = "pause-team"
    team_id: int
    until_on: date | None = entered(None)  # noqa: RUF009 - it makes a field


@dataclass(frozen=True, slots=True)
class ResumeTeam:
    """Takes the team's pause back."""

    verb: ClassVar[str] = "resume-team"
    team_id: int


@dataclass(frozen=True, slots=True)
class OpenSkipDays:
    """Asks on which days the team gets nothing."""

    verb: ClassVar[str] = "open-skip-days"
    team_id: int


@dataclass(frozen=True, slots=True)
class SkipDays:
    """Keeps the days on which the team gets nothing, as typed."""

    verb: ClassVar[str] = "skip-days"
    team_id: int
    days: str = entered("")


@dataclass(frozen=True, slots=True)
class OpenStopTeam:
    """Asks whether the team is to stop for good."""

    verb: ClassVar[str] = "open-stop-team"
    team_id: int


@dataclass(frozen=True, slots=True)
class StopTeam:
    """Ends the team: nothing is sent for it any more."""

    verb: ClassVar[str] = "stop-team"
    team_id: int


@dataclass(frozen=True, slots=True)
class ShowStopped:
    """That a team has stopped, for who could stop it."""

    verb: ClassVar[str] = "show-stopped"
    stopped_id: int


@dataclass(frozen=True, slots=True)
class ChooseTeam:
    """Asks which of several teams is meant by `summary`, `plan`, `pause`, `resume`, `change` or `stop`."""

    verb: ClassVar[str] = "choose-team"
    word: str
    period: str = ""


@dataclass(frozen=True, slots=True)
class ListTeams:
    """The workspace's teams, and what each of them needs."""

    verb: ClassVar[str] = "teams"


@dataclass(frozen=True, slots=True)
class ShowAudit:
    """The latest administrative acts: who did what, and when."""

    verb: ClassVar[str] = "audit"


TeamAction = (
    OpenSetup
    | SetUpTeam
    | ShowSetUp
    | PreviewHello
    | SayHello
    | SendFirstIdea
    | OpenChange
    | ChangeTeam
    | ShowPlan
    | OpenTeamPause
    | PauseTeam
    | ResumeTeam
    | OpenSkipDays
    | SkipDays
    | OpenStopTeam
    | StopTeam
    | ShowStopped
    | ChooseTeam
    | ListTeams
    | ShowAudit
)
