"""What people do about themselves: settings, pausing, being away, stopping and coming back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import quizzes, talk, teams
from bot.actions import (
    AnswerUseful,
    AwayMe,
    CatchUp,
    OpenAway,
    OpenHome,
    OpenPause,
    OpenSettings,
    PauseMe,
    PeopleAction,
    ResumeMe,
    SaveSettings,
    ShowMe,
    ShowQuiz,
    StopMe,
    TryQuestion,
    UndoStop,
)
from bot.cards import Form, Reply
from bot.context import Context
from bot.errors import NotHere
from bot.messages import people as words
from bot.models import Member
from bot.people import away, home, still_useful
from bot.people.standing import Ideas, Thanks, coming, ideas_of, me_card, only_directly
from bot.week.plan import question_on
from bot.words.days import can_wait_until


def act(context: Context, action: PeopleAction) -> Reply:
    match action:
        case OpenHome():
            return home.home_card(context)
        case OpenSettings():
            return _settings_form(context)
        case TryQuestion(team_id=team_id):
            return _try_question(context, team_id)
        case CatchUp(team_id=team_id, week=week):
            return away.catch_up(context, team_id, week)
        case OpenPause(unread=unread):
            return words.pause_form(context.t(), unread=unread)
        case OpenAway(unread=unread):
            return words.away_form(context.t(), unread=unread)
        case AnswerUseful():
            return me_card(context, still_useful.answer(context, action))
        case _:
            return _change(context, action)


def _change(
    context: Context, action: SaveSettings | ShowMe | StopMe | UndoStop | ResumeMe | PauseMe | AwayMe
) -> Reply:
    member = context.member
    match action:
        case SaveSettings():
            return _save_settings(context, action)
        case PauseMe(until_on=until_on):
            return _pause(context, until_on)
        case AwayMe(until_on=until_on):
            return _go_away(context, until_on)
        case StopMe():
            member = _keep(context, replace(member, stopped_at=member.stopped_at or context.now))
        case UndoStop():
            member = _keep(context, replace(member, stopped_at=None))
        case ResumeMe():
            member = _keep(
                context, replace(member, stopped_at=None, paused_until_on=None, away_until_on=None)
            )
        case ShowMe():
            pass
    return me_card(context, member)


def _keep(context: Context, changed: Member) -> Member:
    """Stores what somebody chose. It counts at once, in every team of theirs."""
    if changed != context.member:
        context.tx.members.save(changed)
        teams.refresh_teams_of(context.tx, changed, context.now)
    return changed


def _pause(context: Context, until_on: date | None) -> Reply:
    if until_on is None or not can_wait_until(until_on, context.today):
        return words.pause_form(context.t(), unread=True)
    changed = replace(context.member, stopped_at=None, paused_until_on=until_on)
    return me_card(context, _keep(context, changed))


def _go_away(context: Context, until_on: date | None) -> Reply:
    if until_on is None or not can_wait_until(until_on, context.today):
        return words.away_form(context.t(), unread=True)
    return me_card(context, _keep(context, replace(context.member, away_until_on=until_on)))


def _settings_form(context: Context, errors: dict[str, str] | None = None) -> Form:
    member = context.member
    ways = [Ideas.DIRECT, Ideas.RARELY, Ideas.STOPPED]
    if not only_directly(context, member):
        ways.insert(0, Ideas.CHANNEL)
    return words.settings_form(
        context.t(),
        ways,
        ideas=ideas_of(context, member),
        away_until=coming(member.away_until_on, context.today),
        thanks=Thanks.PRIVATE if member.thanks_private else Thanks.CHANNEL,
        errors=errors or {},
    )


def _save_settings(context: Context, action: SaveSettings) -> Reply:
    away_until = action.away_until
    if away_until is not None and not can_wait_until(away_until, context.today):
        return _settings_form(context, {"away_until": words.day_wrong(context.t())})
    member = context.member
    ideas = action.ideas or ideas_of(context, member)
    stopped_at = (member.stopped_at or context.now) if ideas == Ideas.STOPPED else None
    changed = replace(member, stopped_at=stopped_at, away_until_on=away_until)
    if ideas != Ideas.STOPPED:
        directly = ideas in {Ideas.DIRECT, Ideas.RARELY}
        changed = replace(
            changed,
            direct=directly and not only_directly(context, member),
            every_other_week=ideas == Ideas.RARELY,
        )
    if action.thanks:
        changed = replace(changed, thanks_private=action.thanks == Thanks.PRIVATE)
    return me_card(context, _keep(context, changed))


def _try_question(context: Context, team_id: int) -> Reply:
    team = context.tx.teams.get(team_id)
    if team is None:
        raise NotHere
    quiz = talk.last_posted(context.tx, team)
    asked = context.tx.quizzes.asked(quiz.id, context.member.id) if quiz is not None else None
    if asked is not None:
        return quizzes.act(context, team, asked, ShowQuiz(asked.quiz.id))
    return words.no_question_card(context.t(team), question_on(context, team))
