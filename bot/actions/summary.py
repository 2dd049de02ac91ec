"""What managers do with the summary. Pressing any of these on a summary says that it was opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.models import Week


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """The summary of a period that has ended: a label, or "" for the last week."""

    verb: ClassVar[str] = "summary"
    team_id: int
    period: str = ""


@dataclass(frozen=True, slots=True)
class ShowFigures:
    """Everything that the period's summary may show."""

    verb: ClassVar[str] = "figures"
    team_id: int
    period: str


@dataclass(frozen=True, slots=True)
class PostQuestion:
    """A closed quiz's question, once more in the team's channel, as practice."""

    verb: ClassVar[str] = "post-question"
    team_id: int
    quiz_id: int


@dataclass(frozen=True, slots=True)
class PostTalk:
    """What a week's tip gives to talk about, in the team's channel."""

    verb: ClassVar[str] = "post-talk"
    team_id: int
    week: Week


@dataclass(frozen=True, slots=True)
class ShowPosted:
    """What became of it, for who pressed."""

    verb: ClassVar[str] = "show-posted"
    team_id: int


@dataclass(frozen=True, slots=True)
class MoveSlot:
    """Moves the team's slot, and back: a weekday from Monday = 0, an hour and a minute."""

    verb: ClassVar[str] = "move-slot"
    team_id: int
    weekday: int
    hour: int
    minute: int = 0


@dataclass(frozen=True, slots=True)
class ShowSlot:
    """When the team's ideas come, after it was moved."""

    verb: ClassVar[str] = "show-slot"
    team_id: int


@dataclass(frozen=True, slots=True)
class ChooseSummary:
    """How often the manager gets the summary: once a month, or each week."""

    verb: ClassVar[str] = "choose-summary"
    team_id: int
    monthly: bool


@dataclass(frozen=True, slots=True)
class ShowSummaryChoice:
    """How often the summary comes."""

    verb: ClassVar[str] = "summary-choice"
    team_id: int


@dataclass(frozen=True, slots=True)
class ThankFromSummary:
    """Opens the form for kudos."""

    verb: ClassVar[str] = "thank-from-summary"
    team_id: int


SummaryAction = (
    ShowSummary
    | ShowFigures
    | PostQuestion
    | PostTalk
    | ShowPosted
    | MoveSlot
    | ShowSlot
    | ChooseSummary
    | ShowSummaryChoice
    | ThankFromSummary
)
