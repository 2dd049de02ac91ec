"""Lessons and quizzes in the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.models import (
    Answer,
    Lesson,
    PracticeAnswer,
    Quiz,
    QuizResult,
    Resolve,
    Team,
    Week,
)


class Look(NamedTuple):
    """What the clock came to for teams that are alike.

    `lessons` are new, the same for each team (theirs, whatever `team_id` says); `at` is when the clock looks
    at them next, `place` how far they are in their round now, if that has a name.
    """

    team_ids: Sequence[int]
    lessons: Sequence[Lesson]
    at: datetime
    place: str | None = None


class Asked(NamedTuple):
    """A question and who acts on it: `team` is None where they are not in its team, or that has ended.

    `resolve` is theirs of that week, taken back or not.
    """

    quiz: Quiz
    team: Team | None
    resolve: Resolve | None


class Lessons(Protocol):
    def get(self, team_id: int, week: Week) -> Lesson | None: ...

    def last(self, team_id: int) -> Lesson | None: ...

    def had(self, team_id: int, in_round: int) -> frozenset[str]:
        """The tips planned for the team in that round of its programme."""

    def of_team(self, team_id: int) -> list[Lesson]:
        """Oldest first."""

    def put(self, lessons: Iterable[Lesson]) -> None:
        """Adds each, or replaces the row of that team and week."""

    def plan(self, looks: Iterable[Look]) -> None:
        """What a pass of the clock came to. A round that begins was saved before."""

    def set_quiz_planned(self, week: Week, team_ids: Sequence[int]) -> None:
        """The question of these teams' lesson is owed, or there is none."""


class Quizzes(Protocol):
    def get(self, quiz_id: int) -> Quiz | None: ...

    def asked(self, quiz_id: int, member_id: int) -> Asked | None:
        """All that every act on a quiz asks, in one question."""

    def of_lesson(self, team_id: int, week: Week) -> Quiz | None: ...

    def of_team(self, team_id: int) -> list[Quiz]: ...

    def add(self, quizzes: Sequence[Quiz]) -> list[int]:
        """Adds each under a new id (the given one is ignored); a team's week has one at most."""

    def set_posted(self, quiz_id: int, posted_at: datetime, closes_at: datetime) -> None:
        """Changes nothing if it was posted before."""

    def closing(self, now: datetime, limit: int) -> list[Quiz]:
        """Posted, not closed, and their time is over: earliest first."""

    def next_closing_at(self, after: datetime) -> datetime | None:
        """When the next open quiz closes."""

    def close(self, quiz_id: int, result: QuizResult) -> None:
        """Changes nothing if it was closed before."""

    def add_answer(self, answer: Answer) -> bool:
        """False, and nothing changed, if this member has answered this quiz."""

    def answer(self, quiz_id: int, member_id: int) -> Answer | None: ...

    def answers(self, quiz_id: int) -> list[Answer]: ...

    def resolve(self, team_id: int, week: Week, member_id: int) -> Resolve | None: ...

    def resolves(self, team_id: int, week: Week) -> list[Resolve]: ...

    def put_resolve(self, resolve: Resolve) -> None: ...

    def add_practice(self, answer: PracticeAnswer) -> bool:
        """False, and nothing changed, if this nonce was answered before."""

    def practised(self, member_id: int, nonce: str) -> PracticeAnswer | None: ...
