"""What a team's next weeks get, as far as anybody can say now."""

from __future__ import annotations

from datetime import date, datetime

from bot import schedule, teams
from bot.context import Context
from bot.messages.plan import PlanLine
from bot.models import Team
from bot.ports import DueTeam
from bot.week import weekly


def next_idea_at(context: Context, team: Team) -> datetime | None:
    """When the team's next idea comes; None while it is paused."""
    if teams.is_paused(team, context.now):
        return None
    return weekly.next_tip_at(team, context.tx.lessons.last(team.id), context.now)


def question_on(context: Context, team: Team) -> date | None:
    """The day of the team's next question, in its zone; None if none is foreseen."""
    last = context.tx.lessons.last(team.id)
    at = last.quiz_at if last is not None and not last.quiz_planned else None
    if at is None:
        due = DueTeam(team, last, context.tx.lessons.had(team.id, team.round))
        planned = weekly.plan_weeks(due, context.library, context.now, 1)
        at = next((week.quiz_at for week in planned), None)
    return schedule.local(at, team.timetable.zone).date() if at is not None else None


def plan_lines(context: Context, team: Team, weeks: int) -> list[PlanLine]:
    due = DueTeam(team, context.tx.lessons.last(team.id), context.tx.lessons.had(team.id, team.round))
    zone, lines = team.timetable.zone, []
    for week in weekly.plan_weeks(due, context.library, context.now, weeks):
        tip_on = schedule.local(week.tip_at or week.slot_at, zone).date()
        quiz_on = schedule.local(week.quiz_at, zone).date() if week.quiz_at is not None else None
        title = week.tip.title if week.tip is not None else None
        lines.append(PlanLine(tip_on, title, quiz_on, week.reason))
    return lines
