"""Frozen weeks, closed quizzes by the week they closed in, and readers of the summary."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.models import Quiz, SummaryReader, Team, Week, WeekFigures
from storage.rows.columns import marks, replaced
from storage.rows.figures import (
    FIGURES,
    READER,
    figures_of,
    figures_values,
    reader_of,
    reader_values,
)
from storage.rows.learning import QUIZ, quiz_of
from storage.rows.people import TEAM, team_of
from storage.session import Session
from storage.values import instant, micros

_GET = f"SELECT {FIGURES} FROM week_figures WHERE team_id = ? AND week = ?"
_FREEZE = f"""
    INSERT INTO week_figures ({FIGURES}) VALUES ({marks(FIGURES)}) ON CONFLICT (team_id, week) DO NOTHING
"""
_BETWEEN = f"SELECT {FIGURES} FROM week_figures WHERE team_id = ? AND week BETWEEN ? AND ? ORDER BY week"
_CLOSED = f"""
    SELECT {QUIZ} FROM quizzes WHERE team_id = ? AND closed_in BETWEEN ? AND ?
    ORDER BY closed_in, closes_at, id
"""
_ANSWERED_AT = """
    SELECT a.member_id, a.answered_at FROM answers a JOIN quizzes q ON q.id = a.quiz_id
    WHERE a.quiz_id = ? AND a.answered_at < q.closes_at ORDER BY a.member_id
"""
_TEAMS_DUE = f"""
    SELECT {TEAM} FROM teams WHERE summary_due_at <= ? AND ended_at IS NULL ORDER BY summary_due_at LIMIT ?
"""
_SET_DUE = "UPDATE teams SET summary_due_at = ? WHERE id = ?"
_READER = f"SELECT {READER} FROM summary_readers WHERE team_id = ? AND member_id = ?"
_PUT_READER = f"""
    INSERT INTO summary_readers ({READER}) VALUES ({marks(READER)})
    ON CONFLICT (team_id, member_id) DO UPDATE SET {replaced(READER, "team_id, member_id")}
"""


class FigureQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, team_id: int, week: Week) -> WeekFigures | None:
        row = self._session.row(_GET, (team_id, str(week)))
        return figures_of(row) if row else None

    def freeze(self, figures: WeekFigures) -> None:
        self._session.change(_FREEZE, figures_values(figures))

    def between(self, team_id: int, first: Week, last: Week) -> list[WeekFigures]:
        return [figures_of(row) for row in self._session.rows(_BETWEEN, (team_id, str(first), str(last)))]

    def closed(self, team_id: int, first: Week, last: Week) -> list[Quiz]:
        return [quiz_of(row) for row in self._session.rows(_CLOSED, (team_id, str(first), str(last)))]

    def answered_at(self, quiz_ids: Iterable[int]) -> list[tuple[int, datetime]]:
        return [
            (member_id, instant(at))
            for quiz_id in quiz_ids
            for member_id, at in self._session.rows(_ANSWERED_AT, (quiz_id,))
        ]

    def teams_due(self, now: datetime, limit: int) -> list[Team]:
        return [team_of(row) for row in self._session.rows(_TEAMS_DUE, (micros(now), limit))]

    def set_due(self, due: Iterable[tuple[int, datetime | None]]) -> None:
        self._session.change_all(_SET_DUE, ((micros(due_at), team_id) for team_id, due_at in due))

    def reader(self, team_id: int, member_id: int) -> SummaryReader:
        row = self._session.row(_READER, (team_id, member_id))
        return reader_of(row) if row else SummaryReader(team_id, member_id)

    def put_reader(self, reader: SummaryReader) -> None:
        self._session.change(_PUT_READER, reader_values(reader))
