"""What managers and admins do with a team."""

from __future__ import annotations

from datetime import date
from itertools import islice

from bot import schedule, teams
from bot.actions import (
    ChangeTeam,
    ChooseTeam,
    ListTeams,
    OpenChange,
    OpenSetup,
    OpenSkipDays,
    OpenStopTeam,
    OpenTeamPause,
    PauseTeam,
    PreviewHello,
    ResumeTeam,
    SayHello,
    SendFirstIdea,
    SetUpTeam,
    ShowAudit,
    ShowPlan,
    ShowSetUp,
    ShowStopped,
    SkipDays,
    StopTeam,
    TeamAction,
)
from bot.cards import Card, Line, Reply
from bot.codec import pack
from bot.context import Context
from bot.errors import BadTeamValue, NotAllowed, NotHere
from bot.messages import setup as setup_words
from bot.messages import teams as words
from bot.messages.home import teams_card
from bot.messages.plan import plan_card
from bot.models import Conversation, LessonState, Team
from bot.people import home
from bot.teams import hello, setup
from bot.teams import posts as team_posts
from bot.teams.values import read_days
from bot.week import plan, planning
from bot.words.days import can_wait_until
from bot.words.teams import SUMMARY, act_on, teams_led

MOST_TO_CHOOSE = 9
WEEKS_AHEAD = 4
LATEST_ACTS = 20


def act(context: Context, action: TeamAction) -> Reply:
    match action:
        case OpenSetup():
            return setup.setup_form(context, action)
        case SetUpTeam():
            return setup.set_up(context, action)
        case ChooseTeam(word=word, period=period):
            return _choose(context, word, period)
        case ListTeams():
            return teams_card(context.t(), home.team_rows(context))
        case ShowAudit():
            return _audit(context)
        case ShowStopped(stopped_id=stopped_id):
            return _stopped(context, stopped_id)
        case _:
            team = context.tx.teams.get(action.team_id)
            if team is None:
                raise NotHere
            return _start(context, team, action)


TeamStart = ShowSetUp | PreviewHello | SayHello | SendFirstIdea | OpenChange | ChangeTeam
TeamCourse = (
    ShowPlan | OpenTeamPause | PauseTeam | ResumeTeam | OpenSkipDays | SkipDays | OpenStopTeam | StopTeam
)


def _start(context: Context, team: Team, action: TeamStart | TeamCourse) -> Reply:
    match action:
        case ShowSetUp():
            return setup.set_up_card(context, team)
        case PreviewHello():
            card = team_posts.hello_card(context.tx, context.library, team, context.now)
            return setup_words.preview_card(context.t(team), card, team)
        case SayHello():
            return _say_hello(context, team)
        case SendFirstIdea():
            return _send_first(context, team)
        case OpenChange():
            return setup.change_form(context, team)
        case ChangeTeam():
            return setup.change(context, team, action)
        case _:
            return _run(context, team, action)


def _run(context: Context, team: Team, action: TeamCourse) -> Reply:
    t = context.t(team)
    match action:
        case ShowPlan():
            return _plan(context, team)
        case OpenTeamPause():
            return words.pause_form(t, team, _people(context, team))
        case PauseTeam(until_on=until_on):
            return _pause(context, team, until_on)
        case ResumeTeam():
            if team.paused_at is not None:
                team = teams.resume_team(context.tx, team, context.now, context.member)
            return _plan(context, team, words.resumed_line(t, team))
        case OpenSkipDays():
            return words.skip_form(t, team, _skipped_text(context, team))
        case SkipDays(days=days):
            return _skip(context, team, days)
        case OpenStopTeam():
            return words.stop_team_card(t, team)
        case StopTeam():
            team = teams.stop_team(context.tx, team, context.now, context.member)
            return words.team_stopped_card(t, team, is_admin=context.member.is_admin)


def shows(context: Context, action: TeamAction) -> str:
    """What shows the reply again of an act on a team that was done."""
    match action:
        case SetUpTeam():
            return _just_set_up(context)
        case StopTeam(team_id=team_id):
            return pack(ShowStopped(team_id))
        case (
            ChangeTeam(team_id=team_id)
            | SendFirstIdea(team_id=team_id)
            | PauseTeam(team_id=team_id)
            | ResumeTeam(team_id=team_id)
            | SkipDays(team_id=team_id)
        ):
            return pack(ShowPlan(team_id))
        case _:
            return ""


def _just_set_up(context: Context) -> str:
    for team in reversed(context.tx.teams.all(context.workspace.id)):
        if team.created_by == context.member.id and team.created_at == context.now:
            return pack(ShowSetUp(team.id))
    return ""


def _say_hello(context: Context, team: Team) -> Card:
    """At once, or when the team works again: a channel is not woken at night."""
    room = _room(context, team)
    at = schedule.next_working(team.timetable, context.now)
    said = team.said_hello_at is not None
    if not said and context.tx.deliveries.owe([hello.delivery(team, at)]):
        teams.log(context.tx, team, context.now, "hello asked for", context.member)
    owed = context.tx.deliveries.get(hello.key(team))
    waits = not said and owed is not None and owed.due_at > context.now
    return setup_words.hello_owed_card(
        context.t(team), team, room, owed.due_at if owed is not None and waits else None
    )


def _room(context: Context, team: Team) -> Conversation:
    room = context.tx.conversations.get(team.conversation_id)
    if room is None:
        raise NotHere
    return room


def _send_first(context: Context, team: Team) -> Card:
    """This week's idea, if the week has none: now, or in the week's next working hour."""
    t, zone = context.t(team), team.timetable.zone
    week = schedule.week_of(context.now, zone)
    lesson = context.tx.lessons.get(team.id, week)
    if lesson is None or lesson.state is LessonState.SKIPPED:
        if teams.is_paused(team, context.now):
            return setup_words.no_idea_now_card(t, team, None)
        at = schedule.next_working(team.timetable, context.now)
        if schedule.week_of(at, zone) == week:
            lesson = planning.plan_now(context.tx, context.library, team, context.now, at)
            teams.log(context.tx, team, context.now, "first idea asked for", context.member)
    if lesson is None or lesson.state is LessonState.SKIPPED or lesson.tip_at is None:
        return setup_words.no_idea_now_card(t, team, _next_on(context, team))
    at_last = lesson.tip_at if lesson.tip_at > context.now else None
    title = context.library.tip(lesson.tip_id or "").title
    return setup_words.first_idea_card(t, team, title, at_last)


def _next_on(context: Context, team: Team) -> date | None:
    return next((line.tip_on for line in plan.plan_lines(context, team, 1)), None)


def _people(context: Context, team: Team) -> int:
    return len(teams.people_in_channel(context.tx, team))


def _plan(context: Context, team: Team, said: Line = ()) -> Card:
    paused = teams.is_paused(team, context.now)
    endless = paused and team.paused_until_on is None
    lines = [] if endless else plan.plan_lines(context, team, WEEKS_AHEAD)
    return plan_card(context.t(team), team, lines, paused=paused, said=said)


def _team_today(context: Context, team: Team) -> date:
    return schedule.local(context.now, team.timetable.zone).date()


def _pause(context: Context, team: Team, until_on: date | None) -> Reply:
    if until_on is not None and not can_wait_until(until_on, _team_today(context, team)):
        return words.pause_form(context.t(team), team, _people(context, team), wrong=True)
    paused = teams.pause_team(context.tx, team, until_on, context.now, context.member)
    return _plan(context, paused, words.paused_line(context.t(team), paused))


def _skipped_text(context: Context, team: Team) -> str:
    today = _team_today(context, team)
    return ", ".join(day.isoformat() for day in team.skip_on if day >= today)


def _skip(context: Context, team: Team, typed: str) -> Reply:
    t, today = context.t(team), _team_today(context, team)
    try:
        days_on = tuple(day for day in read_days(typed) if day >= today)
    except BadTeamValue:
        return words.skip_form(t, team, typed, wrong=True)
    if days_on != team.skip_on:
        team = teams.skip_days(context.tx, team, days_on, context.now, context.member)
    return _plan(context, team, words.skipped_line(t, len(days_on)))


def _stopped(context: Context, stopped_id: int) -> Card:
    """Raises NotHere for a team that goes on or is elsewhere, NotAllowed for who has not led it."""
    team = context.tx.teams.get(stopped_id)
    if team is None or team.ended_at is None or team.workspace_id != context.workspace.id:
        raise NotHere
    known = context.tx.teams.membership(team.id, context.member.id)
    if not context.member.is_admin and not (known is not None and known.manages):
        raise NotAllowed("leader")
    return words.team_stopped_card(context.t(team), team, is_admin=context.member.is_admin)


def _choose(context: Context, word: str, period: str) -> Card:
    led = teams_led(context, word)
    if not led:
        raise NotAllowed("manager" if word == SUMMARY else "leader")
    choices = [(team, act_on(team, word, period)) for team in islice(led, MOST_TO_CHOOSE)]
    return words.which_team_card(context.t(), choices, more=len(led) > MOST_TO_CHOOSE)


def _audit(context: Context) -> Card:
    tx = context.tx
    rows = []
    for one in tx.audit.of_workspace(context.workspace.id, LATEST_ACTS):
        who = tx.members.get(one.member_id) if one.member_id is not None else None
        team = tx.teams.get(one.team_id) if one.team_id is not None else None
        name, of = (who.name if who else None), (team.name if team else None)
        rows.append(words.LoggedAct(one.at, one.name, name, of))
    return words.audit_card(context.t(), rows, context.zone)
