"""What each team's weeks got."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

import json
from collections.abc import Iterable

from bot.models import Lesson, Week
from bot.ports import Look
from storage.rows.columns import marks, replaced
from storage.rows.learning import LESSON, lesson_of, lesson_values
from storage.session import Session
from storage.values import micros

_GET = f"SELECT {LESSON} FROM lessons WHERE team_id = ? AND week = ?"
_LAST = f"SELECT {LESSON} FROM lessons WHERE team_id = ? ORDER BY week DESC LIMIT 1"
_HAD = """
    SELECT tip_id FROM lessons
    WHERE team_id = ? AND round = ? AND state = 'planned' AND tip_id IS NOT NULL
"""
_OF_TEAM = f"SELECT {LESSON} FROM lessons WHERE team_id = ? ORDER BY week"
_PUT = f"""
    INSERT INTO lessons ({LESSON}) VALUES ({marks(LESSON)})
    ON CONFLICT (team_id, week) DO UPDATE SET {replaced(LESSON, "team_id, week")}
"""
_FORGET_PLACE = """
    UPDATE teams SET place = NULL WHERE place IS NOT NULL AND id IN (SELECT value FROM json_each(?))
"""
_LOOK = "UPDATE teams SET due_at = ?, place = ? WHERE id = ?"


class LessonQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, team_id: int, week: Week) -> Lesson | None:
        row = self._session.row(_GET, (team_id, str(week)))
        return lesson_of(row) if row else None

    def last(self, team_id: int) -> Lesson | None:
        row = self._session.row(_LAST, (team_id,))
        return lesson_of(row) if row else None

    def had(self, team_id: int, in_round: int) -> frozenset[str]:
        return frozenset(tip_id for (tip_id,) in self._session.rows(_HAD, (team_id, in_round)))

    def of_team(self, team_id: int) -> list[Lesson]:
        return [lesson_of(row) for row in self._session.rows(_OF_TEAM, (team_id,))]

    def put(self, lessons: Iterable[Lesson]) -> None:
        given = list(lessons)
        self._session.change_all(_PUT, map(lesson_values, given))
        self._session.change(_FORGET_PLACE, (json.dumps([one.team_id for one in given]),))

    def plan(self, lessons: Iterable[Lesson], looks: Iterable[Look]) -> None:
        self._session.change_all(_PUT, map(lesson_values, lessons))
        self._session.change_all(_LOOK, ((micros(at), place, team_id) for team_id, at, place in looks))
