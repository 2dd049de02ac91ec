"""What each team's weeks got."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from bot.models import Lesson, Week
from bot.ports import Look
from storage.rows.columns import FOR_EACH, for_teams, listed, marks, replaced
from storage.rows.learning import LESSON, lesson_of, lesson_values
from storage.session import Session
from storage.values import micros

_GET = f"SELECT {LESSON} FROM lessons WHERE team_id = ? AND week = ?"
_LAST = f"""
    SELECT {listed(LESSON, "l")} FROM looks k JOIN lessons l ON l.week = k.week AND l.team_id = k.team_id
    WHERE k.team_id = ?
"""
# Lessons stand by week, since that is how they come. A team's are found week by week: there are few weeks,
# and an index by team would be touched in another place for each lesson that the clock plans.
_BY_TEAM = """
    WITH RECURSIVE weeks (week) AS (
        SELECT min(week) FROM lessons
        UNION ALL
        SELECT (SELECT min(l.week) FROM lessons l WHERE l.week > w.week) FROM weeks w WHERE w.week IS NOT NULL
    )
    SELECT {} FROM weeks CROSS JOIN lessons l WHERE l.week = weeks.week AND l.team_id = ?
"""
_HAD = f"{_BY_TEAM.format('l.tip_id')} AND l.round = ? AND l.state = 'planned' AND l.tip_id IS NOT NULL"
_OF_TEAM = f"{_BY_TEAM.format(listed(LESSON, 'l'))} ORDER BY l.week"
_ON_CONFLICT = f"ON CONFLICT (week, team_id) DO UPDATE SET {replaced(LESSON, 'team_id, week')}"
_PUT = f"INSERT INTO lessons ({LESSON}) VALUES ({marks(LESSON)}) {_ON_CONFLICT}"
_SEE = """
    UPDATE looks SET place = NULL, week = CASE WHEN week > ? THEN week ELSE ? END WHERE team_id = ?
"""
_ALIKE = LESSON.removeprefix("team_id, ")
_PUT_EACH = f"""
    INSERT INTO lessons ({LESSON}) {for_teams(_ALIKE)}
    SELECT team.value, {listed(_ALIKE, "alike")} FROM {FOR_EACH}
    WHERE true {_ON_CONFLICT}
"""
_LOOK = f"""
    {for_teams("due_at, place, week")}
    UPDATE looks SET
        due_at = alike.due_at,
        place = alike.place,
        week = CASE WHEN looks.week > alike.week THEN looks.week ELSE coalesce(alike.week, looks.week) END
    FROM {FOR_EACH} WHERE looks.team_id = team.value
"""
_SET_QUIZ_PLANNED = """
    UPDATE lessons SET quiz_planned = 1 WHERE week = ? AND team_id IN (SELECT value FROM json_each(?))
"""


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
        self._session.change_all(_SEE, ((str(one.week), str(one.week), one.team_id) for one in given))

    def plan(self, looks: Iterable[Look]) -> None:
        lessons, seen = [], []
        for team_ids, planned, at, place in looks:
            lessons += [(team_ids, *lesson_values(lesson)[1:]) for lesson in planned]
            week = max((str(lesson.week) for lesson in planned), default=None)
            seen.append((team_ids, micros(at), place, week))
        self._session.change(_PUT_EACH, (json.dumps(lessons),))
        self._session.change(_LOOK, (json.dumps(seen),))

    def set_quiz_planned(self, week: Week, team_ids: Sequence[int]) -> None:
        self._session.change(_SET_QUIZ_PLANNED, (str(week), json.dumps(team_ids)))
