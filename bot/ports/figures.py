"""A team's figures in the store, and who reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.models import Quiz, SummaryReader, Team, Week, WeekFigures


class Figures(Protocol):
    def get(self, team_id: int, week: Week) -> WeekFigures | None: ...

    def freeze(self, figures: WeekFigures) -> None:
        """Changes nothing if the team's week was frozen before."""

    def between(self, team_id: int, first: Week, last: Week) -> list[WeekFigures]:
        """The frozen weeks from `first` to `last`, both included, oldest first."""

    def closed(self, team_id: int, first: Week, last: Week) -> list[Quiz]:
        """The quizzes that closed in these weeks, in the order in which they closed."""

    def answered_at(self, quiz_ids: Iterable[int]) -> list[tuple[int, datetime]]:
        """Member id and instant of each answer given before its quiz closed: for counting, never shown."""

    def teams_due(self, now: datetime, limit: int) -> list[Team]:
        """Teams whose week's end is to be looked at, longest due first."""

    def set_due(self, due: Iterable[tuple[int, datetime | None]]) -> None:
        """When each team's week's end is looked at next, by team id."""

    def reader(self, team_id: int, member_id: int) -> SummaryReader:
        """As kept, else as everybody begins."""

    def put_reader(self, reader: SummaryReader) -> None: ...
