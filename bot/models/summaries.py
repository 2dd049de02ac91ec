"""What a week came to, frozen when it is over, and how managers take its summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.models.calendar import Week


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """A team's week, counted once, as it stood when the week ended. Managers are in none of the counts.

    `roster` is who was in the team then; `thanked` who of them was thanked in public in the eight weeks
    before. `present` are those who were there since the tip went out: of these were `reached` whom it
    reached, and `tried` it who said that they would. `tip_id` is None where no tip went out.
    """

    team_id: int
    week: Week
    roster: int
    thanked: int
    present: int
    reached: int
    tried: int
    frozen_at: datetime
    tip_id: str | None = None


@dataclass(frozen=True, slots=True)
class SummaryReader:
    """A manager's way with a team's summary. `unopened` counts those sent since they last pressed on one.

    `asked_at` is when they were asked whether once a month is enough: once.
    """

    team_id: int
    member_id: int
    monthly: bool = False
    unopened: int = 0
    asked_at: datetime | None = None
