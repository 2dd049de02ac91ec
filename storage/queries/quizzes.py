"""Quizzes, with answers, practice and resolves."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from bot.models import Answer, PracticeAnswer, Quiz, QuizResult, Resolve, Week
from bot.ports import Asked
from storage.rows.columns import listed, marks, replaced
from storage.rows.learning import (
    ANSWER,
    PRACTICE,
    QUIZ,
    QUIZ_WIDTH,
    RESOLVE,
    answer_of,
    answer_values,
    practice_of,
    practice_values,
    quiz_of,
    quiz_values,
    resolve_of,
    resolve_values,
    result_values,
)
from storage.rows.people import TEAM, TEAM_WIDTH, team_of
from storage.session import Session
from storage.values import instant, micros

_RESOLVE_AT = QUIZ_WIDTH + TEAM_WIDTH
_QUIZ_WITHOUT_ID = QUIZ.removeprefix("id, ")

_GET = f"SELECT {QUIZ} FROM quizzes WHERE id = ?"
_ASKED = f"""
    SELECT {listed(QUIZ, "q")}, {listed(TEAM, "t")}, {listed(RESOLVE, "r")} FROM quizzes q
    LEFT JOIN memberships m ON m.team_id = q.team_id AND m.member_id = ? AND m.left_at IS NULL
    LEFT JOIN teams t ON t.id = m.team_id AND t.ended_at IS NULL
    LEFT JOIN resolves r ON r.team_id = q.team_id AND r.week = q.week AND r.member_id = ?
    WHERE q.id = ?
"""
_OF_LESSON = f"SELECT {QUIZ} FROM quizzes WHERE team_id = ? AND week = ?"
_OF_TEAM = f"SELECT {QUIZ} FROM quizzes WHERE team_id = ? ORDER BY week"
# The update changes nothing: it is there to answer the id of the quiz that the week has already.
_ADD = f"""
    INSERT INTO quizzes ({_QUIZ_WITHOUT_ID}) VALUES ({marks(_QUIZ_WITHOUT_ID)})
    ON CONFLICT (team_id, week) DO UPDATE SET planned_at = quizzes.planned_at RETURNING id
"""
_SET_POSTED = "UPDATE quizzes SET posted_at = ?, closes_at = ? WHERE id = ? AND posted_at IS NULL"
_CLOSING = f"""
    SELECT {QUIZ} FROM quizzes
    WHERE closes_at IS NOT NULL AND closed_in IS NULL AND closes_at <= ? AND posted_at IS NOT NULL
    ORDER BY closes_at, id LIMIT ?
"""
_NEXT_CLOSING_AT = """
    SELECT min(closes_at) FROM quizzes WHERE closed_in IS NULL AND posted_at IS NOT NULL AND closes_at > ?
"""
_CLOSE = """
    UPDATE quizzes SET closed_in = ?, roster = ?, answered = ?, answered_right = ?
    WHERE id = ? AND closed_in IS NULL
"""
_ADD_ANSWER = f"""
    INSERT INTO answers ({ANSWER}) VALUES ({marks(ANSWER)}) ON CONFLICT (quiz_id, member_id) DO NOTHING
"""
_ANSWER = f"SELECT {ANSWER} FROM answers WHERE quiz_id = ? AND member_id = ?"
_ANSWERS = f"SELECT {ANSWER} FROM answers WHERE quiz_id = ? ORDER BY answered_at, member_id"
_RESOLVE = f"SELECT {RESOLVE} FROM resolves WHERE team_id = ? AND week = ? AND member_id = ?"
_RESOLVES = f"SELECT {RESOLVE} FROM resolves WHERE team_id = ? AND week = ? ORDER BY made_at, member_id"
_PUT_RESOLVE = f"""
    INSERT INTO resolves ({RESOLVE}) VALUES ({marks(RESOLVE)})
    ON CONFLICT (team_id, week, member_id) DO UPDATE SET {replaced(RESOLVE, "team_id, week, member_id")}
"""
_ADD_PRACTICE = f"""
    INSERT INTO practice_answers ({PRACTICE}) VALUES ({marks(PRACTICE)})
    ON CONFLICT (member_id, nonce) DO NOTHING
"""
_PRACTISED = f"SELECT {PRACTICE} FROM practice_answers WHERE member_id = ? AND nonce = ?"

# A team answers its question within minutes, and each answer finds the same two rows.
_quiz_asked = lru_cache(maxsize=256)(quiz_of)
_team_asked = lru_cache(maxsize=256)(team_of)


class QuizQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, quiz_id: int) -> Quiz | None:
        row = self._session.row(_GET, (quiz_id,))
        return quiz_of(row) if row else None

    def asked(self, quiz_id: int, member_id: int) -> Asked | None:
        row = self._session.row(_ASKED, (member_id, member_id, quiz_id))
        if row is None:
            return None
        about_team, about_resolve = row[QUIZ_WIDTH:_RESOLVE_AT], row[_RESOLVE_AT:]
        return Asked(
            _quiz_asked(row[:QUIZ_WIDTH]),
            _team_asked(about_team) if about_team[0] is not None else None,
            resolve_of(about_resolve) if about_resolve[0] is not None else None,
        )

    def of_lesson(self, team_id: int, week: Week) -> Quiz | None:
        row = self._session.row(_OF_LESSON, (team_id, str(week)))
        return quiz_of(row) if row else None

    def of_team(self, team_id: int) -> list[Quiz]:
        """Oldest week first."""
        return [quiz_of(row) for row in self._session.rows(_OF_TEAM, (team_id,))]

    def add(self, quizzes: Sequence[Quiz]) -> list[int]:
        """For a week that has a quiz: nothing changes, and the id is that quiz's."""
        rows = self._session.rows
        return [rows(_ADD, quiz_values(quiz))[0][0] for quiz in quizzes]

    def set_posted(self, quiz_id: int, posted_at: datetime, closes_at: datetime) -> None:
        self._session.change(_SET_POSTED, (micros(posted_at), micros(closes_at), quiz_id))

    def closing(self, now: datetime, limit: int) -> list[Quiz]:
        return [quiz_of(row) for row in self._session.rows(_CLOSING, (micros(now), limit))]

    def next_closing_at(self, after: datetime) -> datetime | None:
        ((closes_at,),) = self._session.rows(_NEXT_CLOSING_AT, (micros(after),))
        return instant(closes_at)

    def close(self, quiz_id: int, result: QuizResult) -> None:
        self._session.change(_CLOSE, (*result_values(result), quiz_id))

    def add_answer(self, answer: Answer) -> bool:
        return self._session.change(_ADD_ANSWER, answer_values(answer)) == 1

    def answer(self, quiz_id: int, member_id: int) -> Answer | None:
        row = self._session.row(_ANSWER, (quiz_id, member_id))
        return answer_of(row) if row else None

    def answers(self, quiz_id: int) -> list[Answer]:
        """Earliest first."""
        return [answer_of(row) for row in self._session.rows(_ANSWERS, (quiz_id,))]

    def resolve(self, team_id: int, week: Week, member_id: int) -> Resolve | None:
        row = self._session.row(_RESOLVE, (team_id, str(week), member_id))
        return resolve_of(row) if row else None

    def resolves(self, team_id: int, week: Week) -> list[Resolve]:
        """Earliest first, those taken back included."""
        return [resolve_of(row) for row in self._session.rows(_RESOLVES, (team_id, str(week)))]

    def put_resolve(self, resolve: Resolve) -> None:
        self._session.change(_PUT_RESOLVE, resolve_values(resolve))

    def add_practice(self, answer: PracticeAnswer) -> bool:
        return self._session.change(_ADD_PRACTICE, practice_values(answer)) == 1

    def practised(self, member_id: int, nonce: str) -> PracticeAnswer | None:
        row = self._session.row(_PRACTISED, (member_id, nonce))
        return practice_of(row) if row else None
