"""Somebody's home: what is theirs this week, above it the team they lead, below it an admin's teams."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot import schedule, teams
from bot.cards import Card, Part
from bot.context import Context
from bot.messages import home as words
from bot.messages.talk import no_team_parts
from bot.models import Lesson, LessonState, Team
from bot.people import standing
from bot.summaries.posts import last_week_parts
from bot.teams import trouble
from bot.tips import UnknownTip
from bot.week.plan import next_idea_at, plan_lines

_MOST_LED = 3


def home_card(context: Context) -> Card:
    found = context.tx.teams.of_member(context.member.id)
    led = [team for team, one in found if one.manages]
    own = next((team for team, one in found if one.in_channel), None)
    parts: list[Part] = [words.greeting(context.t(), context.member.name)]
    for team in led[:_MOST_LED]:
        parts += _manager_parts(context, team)
    if own is not None:
        parts += _week_parts(context, own)
    elif not led:
        parts += no_team_parts(context.t(), context.workspace.platform, can_set_up=context.member.is_admin)
    parts += _thanks_parts(context)
    parts += _settings_parts(context)
    if context.member.is_admin:
        parts += _admin_parts(context)
    return words.home_card(context.t(), tuple(parts))


def _week_parts(context: Context, team: Team) -> list[Part]:
    t = context.t(team)
    stopped = context.member.stopped_at is not None
    coming = words.team_note(t, team, next_idea_at(context, team), context.zone)
    parts: list[Part] = [words.stopped_note(t, team) if stopped else coming]
    lesson = _lesson_now(context, team)
    title = _title(context, lesson)
    if lesson is None or title is None:
        return parts
    quiz = context.tx.quizzes.of_lesson(team.id, lesson.week)
    if quiz is not None and quiz.posted_at is None:
        quiz = None
    answered = quiz is not None and context.tx.quizzes.answer(quiz.id, context.member.id) is not None
    return [*parts, *words.week_parts(t, lesson, title, quiz, answered=answered)]


def _lesson_now(context: Context, team: Team) -> Lesson | None:
    """The lesson of this week, or of the one before while this one's is not out yet."""
    week = schedule.week_of(context.now, team.timetable.zone)
    for one in (week, week.plus(-1)):
        lesson = context.tx.lessons.get(team.id, one)
        if lesson is not None and _is_out(lesson, context.now):
            return lesson
    return None


def _is_out(lesson: Lesson, now: datetime) -> bool:
    return lesson.state is LessonState.PLANNED and lesson.tip_at is not None and lesson.tip_at <= now


def _title(context: Context, lesson: Lesson | None) -> str | None:
    try:
        return context.library.tip(lesson.tip_id or "").title if lesson is not None else None
    except UnknownTip:
        return None


def _thanks_parts(context: Context) -> list[Part]:
    """This month's, in the member's own zone. Only they see the numbers."""
    first = context.today.replace(day=1)
    from_at = schedule.to_utc(first, time(0), context.zone)
    to_at = context.now + timedelta(microseconds=1)
    gifts, member_id = context.tx.gifts, context.member.id
    received = gifts.count_received(member_id, from_at, to_at)
    given = gifts.count_given(member_id, from_at, to_at)
    return list(words.thanks_parts(context.t(), received, given))


def _settings_parts(context: Context) -> list[Part]:
    member = context.member
    return list(
        words.settings_parts(
            context.t(),
            standing.ideas_of(context, member),
            thanks_private=member.thanks_private,
            away_until=standing.coming(member.away_until_on, context.today),
            paused_until=standing.coming(member.paused_until_on, context.today),
        )
    )


def _manager_parts(context: Context, team: Team) -> list[Part]:
    """The last week in short, and what comes next."""
    coming = plan_lines(context, team, 1)
    paused = teams.is_paused(team, context.now)
    last_week = last_week_parts(context.tx, context.library, team, context.member, context.now)
    return [*words.manager_parts(context.t(team), team, coming, paused=paused), *last_week]


def _admin_parts(context: Context) -> list[Part]:
    return list(words.admin_parts(context.t(), team_rows(context)))


def team_rows(context: Context) -> list[words.TeamRow]:
    """The workspace's teams as an admin sees them."""
    return [
        words.TeamRow(team, teams.is_paused(team, context.now), trouble.lost_room(context.tx, team))
        for team in context.tx.teams.all(context.workspace.id)
    ]
