"""What people do with the week's tip and with the programme's end."""

from __future__ import annotations

from dataclasses import replace

from bot import schedule, teams
from bot.actions import (
    ChooseSeries,
    EndProgramme,
    ShowProgramme,
    ShowTip,
    ShowTry,
    TakeBackTry,
    TryTip,
    WeekAction,
)
from bot.cards import Card, Reply
from bot.context import Context
from bot.errors import ActionBroken, NotHere
from bot.messages import Translator
from bot.messages import week as words
from bot.messages.times import weekday_name
from bot.models import Lesson, Resolve, Team
from bot.tips import UnknownProgramme


def act(context: Context, team: Team, action: WeekAction) -> Reply:
    match action:
        case TryTip(week=week) | TakeBackTry(week=week) | ShowTry(week=week) | ShowTip(week=week):
            lesson = context.tx.lessons.get(team.id, week)
            if lesson is None or lesson.tip_id is None:
                raise NotHere
            return _on_tip(context, team, lesson, action)
        case EndProgramme(then=then):
            return _end_programme(context, team, then)
        case ChooseSeries(programme=programme):
            return _choose(context, team, programme)
        case ShowProgramme(then=then):
            return _programme(context, team, then)


def _on_tip(
    context: Context, team: Team, lesson: Lesson, action: TryTip | TakeBackTry | ShowTry | ShowTip
) -> Card:
    t = context.t(team)
    if isinstance(action, ShowTip):
        return words.private_tip_card(t, context.library.tip(lesson.tip_id or ""), lesson)
    quizzes = context.tx.quizzes
    made = quizzes.resolve(team.id, lesson.week, context.member.id)
    if isinstance(action, TryTip) and (made is None or made.taken_back_at is not None):
        made = Resolve(team.id, lesson.week, context.member.id, context.now)
        quizzes.put_resolve(made)
    elif isinstance(action, TakeBackTry) and made is not None and made.taken_back_at is None:
        made = replace(made, taken_back_at=context.now)
        quizzes.put_resolve(made)
    if made is None or made.taken_back_at is not None:
        return words.taken_back_card(t, lesson)
    return words.tried_card(t, lesson, quiz_day(t, team, lesson))


def quiz_day(t: Translator, team: Team, lesson: Lesson) -> str | None:
    """The weekday of the lesson's question in the team's zone, if it has one."""
    if lesson.quiz_at is None:
        return None
    return weekday_name(t, schedule.local(lesson.quiz_at, team.timetable.zone).weekday())


def _end_programme(context: Context, team: Team, then: str) -> Reply:
    if then == "another":
        others = tuple(one for one in context.library.programmes if one.series != team.series)
        if others:
            return words.choose_programme_form(context.t(team), team, others)
        then = "again"
    if then == "stop" and not teams.is_paused(team, context.now):
        team = teams.pause_team(context.tx, team, None, context.now, context.member)
    return _programme(context, team, then)


def _choose(context: Context, team: Team, programme_id: str) -> Reply:
    try:
        chosen = context.library.programme(programme_id)
    except UnknownProgramme:
        raise ActionBroken from None
    if chosen.series != team.series:
        changed = replace(team, series=chosen.series, round=team.round + 1)
        team = teams.change_team(context.tx, context.library, team, changed, context.now, context.member)
    return _programme(context, team, chosen.id)


def _programme(context: Context, team: Team, then: str) -> Card:
    t = context.t(team)
    if then == "again":
        return words.programme_again_card(t, team)
    if then == "stop":
        return words.programme_stopped_card(t, team)
    try:
        return words.programme_chosen_card(t, team, context.library.programme(then))
    except UnknownProgramme:
        raise ActionBroken from None
