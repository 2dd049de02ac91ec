"""What comes next, in words: for the demo's clock and for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot import schedule, teams, weekly
from bot.messages import agenda as words
from bot.messages import translator
from bot.models import LessonState, Team
from bot.ports import DueTeam, Transaction
from bot.tips import Library


def next_due(tx: Transaction, library: Library, now: datetime) -> tuple[datetime, str] | None:
    """The first thing that will happen after `now` if nobody does anything, over all teams."""
    coming = [one for team in tx.teams.all() for one in _coming(tx, library, team, now) if one[0] > now]
    return min(coming, default=None)


def _coming(tx: Transaction, library: Library, team: Team, now: datetime) -> Iterator[tuple[datetime, str]]:
    t, zone = translator(team.language), team.timetable.zone
    last = tx.lessons.last(team.id)
    due = DueTeam(team, last, tx.lessons.had(team.id, team.round))
    for week in weekly.plan_weeks(due, library, now, _WEEKS_AHEAD):
        if week.tip_at is not None and week.tip is not None:
            yield week.tip_at, words.tip_comes(t, week.tip, week.tip_at, zone)
            break
    if last is None or last.state is not LessonState.PLANNED:
        return
    if last.quiz_at is not None and not last.quiz_planned:
        yield last.quiz_at, words.question_comes(t, last.quiz_at, zone)
    quiz = tx.quizzes.of_lesson(team.id, last.week)
    if quiz is not None and quiz.closes_at is not None and quiz.result is None:
        yield quiz.closes_at, words.question_closes(t, quiz.closes_at, zone)
    if team.summary_due_at is not None and schedule.week_of(team.summary_due_at, zone) == last.week.plus(1):
        names = [manager.name for manager in teams.managers(tx, team)]
        if names:
            yield team.summary_due_at, words.summary_comes(t, names, team.summary_due_at, zone)


_WEEKS_AHEAD = 8
