"""The end of a week: in the first working hour of the next one managers get the summary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot import schedule, teams
from bot.kudos.round_up import round_up
from bot.models import Delivery, DeliveryKind, Member, Team, Week
from bot.ports import Transaction
from bot.summaries.periods import Period, PeriodKind
from bot.summaries.week_figures import freeze


def end_weeks(tx: Transaction, now: datetime, limit: int) -> bool:
    """Ends the last week of up to `limit` teams that are due. True if there may be more."""
    limit = min(limit, _AT_ONCE)
    due = tx.figures.teams_due(now, limit)
    for team in due:
        tx.deliveries.owe(_end_week(tx, team, now))
    tx.figures.set_due((team.id, _next_look(team, now)) for team in due)
    return len(due) == limit


_AT_ONCE = 50
"""A week's end takes longer than anything else the clock decides, and people's answers wait meanwhile."""


def _next_look(team: Team, now: datetime) -> datetime:
    begins_at = schedule.first_working_hour(team.timetable, schedule.week_of(now, team.timetable.zone))
    return schedule.next_first_working_hour(team.timetable, max(now, begins_at))


def _end_week(tx: Transaction, team: Team, now: datetime) -> list[Delivery]:
    """Only the last week is told of: what is more than a week late is not told at all."""
    zone = team.timetable.zone
    week = schedule.week_of(now, zone).plus(-1)
    if team.created_at >= schedule.week_ends_at(week, zone):
        return []
    freeze(tx, team, week, now)
    thanks = round_up(tx, team, week)
    owed = [thanks] if thanks is not None else []
    return owed if teams.is_paused(team, now) else [*owed, *_summaries(tx, team, week)]


def _summaries(tx: Transaction, team: Team, week: Week) -> Iterator[Delivery]:
    month = Period.of(week, PeriodKind.MONTH)
    told = {Period.of(week): _is_worth_telling(tx, team, Period.of(week))}
    if month.last == week:
        told[month] = _is_worth_telling(tx, team, month)
    for manager in teams.managers(tx, team):
        monthly = tx.figures.reader(team.id, manager.id).monthly
        period = month if monthly else Period.of(week)
        if told.get(period) and manager.stopped_at is None:
            yield _summary(tx, team, week, period, manager)


def _is_worth_telling(tx: Transaction, team: Team, period: Period) -> bool:
    """A tip went out, a question closed, or somebody was thanked."""
    if tx.figures.closed(team.id, period.first, period.last):
        return True
    if any(one.tip_id is not None for one in tx.figures.between(team.id, period.first, period.last)):
        return True
    zone = team.timetable.zone
    return bool(tx.gifts.of_team(team.id, period.starts_at(zone), period.ends_at(zone)))


def _summary(tx: Transaction, team: Team, week: Week, period: Period, manager: Member) -> Delivery:
    at = schedule.first_working_hour(team.timetable, week.plus(1))
    return Delivery(
        f"summary/{team.id}/{period}/{manager.id}",
        team.workspace_id,
        teams.direct_conversation(tx, manager).id,
        DeliveryKind.SUMMARY,
        at,
        at,
        {"period": str(period)},
        team_id=team.id,
        week=week,
        member_id=manager.id,
    )
