"""What comes next, in words: for the demo's clock and for the operator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot import schedule, teams
from bot.kudos.gathering import next_span
from bot.messages import Translator, translator
from bot.messages import agenda as words
from bot.models import DeliveryKind, DeliveryState, LessonState, Team, Week
from bot.ports import DueTeam, Transaction
from bot.tips import Library
from bot.week import weekly


def next_due(tx: Transaction, library: Library, now: datetime) -> tuple[datetime, str] | None:
    """The first thing that will happen after `now` if nobody does anything, over all teams."""
    coming = [one for team in tx.teams.all() for one in _coming(tx, library, team, now)]
    return min((one for one in (*coming, *_kept_thanks(tx)) if one[0] > now), default=None)


def _kept_thanks(tx: Transaction) -> Iterator[tuple[datetime, str]]:
    """Thanks that wait until somebody is back, or works again."""
    for one in tx.deliveries.find(state=DeliveryState.PENDING):
        member = tx.members.get(one.member_id or 0)
        if one.kind is DeliveryKind.KUDOS_DIRECT and member is not None:
            teams_of = [team for team, _ in tx.teams.of_member(member.id)]
            t = translator(teams_of[0].language if teams_of else "en")
            zone = member.zone or (teams_of[0].timetable.zone if teams_of else "UTC")
            yield one.due_at, words.kept_thanks_come(t, member.name, one.due_at, zone)


def _coming(tx: Transaction, library: Library, team: Team, now: datetime) -> Iterator[tuple[datetime, str]]:
    t, zone = translator(team.language), team.timetable.zone
    last = tx.lessons.last(team.id)
    due = DueTeam(team, last, tx.lessons.had(team.id, team.round))
    for week in weekly.plan_weeks(due, library, now, _WEEKS_AHEAD):
        if week.tip_at is not None and week.tip is not None:
            yield week.tip_at, words.tip_comes(t, week.tip, week.tip_at, zone)
            break
    if last is not None and last.state is LessonState.PLANNED and last.quiz_at and not last.quiz_planned:
        yield last.quiz_at, words.question_comes(t, last.quiz_at, zone)
    yield from _week_end(tx, team, t)


def _week_end(tx: Transaction, team: Team, t: Translator) -> Iterator[tuple[datetime, str]]:
    """The first working hour after a week: its gathered thanks, and the summary if there is one to write."""
    at, zone = team.summary_due_at, team.timetable.zone
    if at is None:
        return
    week = schedule.week_of(at, zone).plus(-1)
    gathered = bool(tx.gifts.gathered(team.id, *next_span(tx, team, week)))
    names = [one.name for one in teams.managers(tx, team) if one.stopped_at is None]
    if names and _is_worth_telling(tx, team, week):
        yield at, words.summary_comes(t, names, at, zone, with_thanks=gathered)
    elif gathered:
        yield at, words.thanks_come(t, at, zone)


def _is_worth_telling(tx: Transaction, team: Team, week: Week) -> bool:
    """As far as can be seen while the week runs."""
    lesson = tx.lessons.get(team.id, week)
    if lesson is not None and lesson.state is LessonState.PLANNED:
        return True
    zone = team.timetable.zone
    ended = tx.gifts.of_team(team.id, schedule.week_starts_at(week, zone), schedule.week_ends_at(week, zone))
    return bool(ended)


_WEEKS_AHEAD = 8
