"""What a team's week got, and what its people made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.models.calendar import Week


class LessonState(StrEnum):
    """`PLANNED`: owed or sent. `SKIPPED`: this week gets no tip; its tip is not used up."""

    PLANNED = "planned"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a team's week got. `tip_on` is the day on which the tip goes out, in the team's zone then."""

    team_id: int
    week: Week
    round: int
    state: LessonState
    planned_at: datetime
    tip_id: str | None = None
    tip_on: date | None = None
    tip_at: datetime | None = None
    quiz_at: datetime | None = None
    quiz_planned: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class QuizResult:
    """Frozen when the quiz closed, by the time of the answers; managers are in none of the counts.

    `roster` is how many could have answered; `closed_in` is the week whose figures it belongs to.
    """

    closed_in: Week
    roster: int
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """The question of a team's week. `order` holds the choice ids as shown, A first."""

    id: int
    team_id: int
    week: Week
    tip_id: str
    question_id: str
    order: tuple[str, ...]
    planned_at: datetime
    posted_at: datetime | None = None
    closes_at: datetime | None = None
    result: QuizResult | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A member's first answer to a quiz. `choices` are choice ids, sorted."""

    quiz_id: int
    member_id: int
    choices: tuple[str, ...]
    right: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """An answer that counts for nobody but the member. `nonce` tells one attempt from the next."""

    member_id: int
    tip_id: str
    question_id: str
    choices: tuple[str, ...]
    right: bool
    answered_at: datetime
    nonce: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """A private "I'll try this". `tried` is None until they said how it went."""

    team_id: int
    week: Week
    member_id: int
    made_at: datetime
    taken_back_at: datetime | None = None
    tried: bool | None = None
