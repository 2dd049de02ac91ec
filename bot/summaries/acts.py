"""What managers do with the summary of their team."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot import schedule, teams
from bot.actions import (
    ChooseSummary,
    MoveSlot,
    OpenKudos,
    PostQuestion,
    PostTalk,
    ShowFigures,
    ShowPosted,
    ShowSlot,
    ShowSummary,
    ShowSummaryChoice,
    SummaryAction,
    ThankFromSummary,
)
from bot.cards import Card, Place, Reply
from bot.context import Context
from bot.errors import ActionBroken, NotHere, PeriodBefore, PeriodOpen, PeriodUnknown
from bot.kudos import acts as kudos
from bot.messages import figures as figures_messages
from bot.messages import summary_replies as words
from bot.models import WEEKDAYS, Delivery, DeliveryKind, Team
from bot.summaries.figures import summary_of
from bot.summaries.periods import Period, PeriodKind, last_ended
from bot.summaries.posts import composed_summary
from bot.summaries.week_figures import gather
from bot.tips import UnknownId


def act(context: Context, action: SummaryAction) -> Reply:
    """Raises NotHere, what `ended_period` raises, and what the opened form's own act raises."""
    team = context.tx.teams.get(action.team_id)
    if team is None:
        raise NotHere
    mark_opened(context, team)
    match action:
        case ShowSummary(period=label):
            period = ended_period(label, context.now, team)
            return composed_summary(
                context.tx, context.library, team, context.member, period, context.now, asks=False
            )
        case ShowFigures(period=label):
            period = ended_period(label, context.now, team)
            rows = gather(context.tx, team, period, context.now)
            summary = summary_of(period, rows, context.library)
            return figures_messages.figures_card(context.t(team), team, summary)
        case PostQuestion() | PostTalk() | ShowPosted():
            return _post(context, team, action)
        case MoveSlot() | ShowSlot():
            return _slot(context, team, action)
        case ChooseSummary() | ShowSummaryChoice():
            return _choice(context, team, action)
        case ThankFromSummary():
            return kudos.act(context, OpenKudos())


def ended_period(label: str, now: datetime, team: Team) -> Period:
    """The period of that label, or the last week. Raises PeriodUnknown, PeriodOpen or PeriodBefore."""
    zone = team.timetable.zone
    period = _labelled(label, now, zone) if label else last_ended(PeriodKind.WEEK, now, zone)
    if period.ends_at(zone) <= team.created_at:
        raise PeriodBefore
    return period


def _labelled(label: str, now: datetime, zone: str) -> Period:
    try:
        period = Period.parse(label)
        ends_at = period.ends_at(zone)
    except (ValueError, OverflowError):
        raise PeriodUnknown from None
    if now < ends_at:
        raise PeriodOpen(str(period))
    return period


def mark_opened(context: Context, team: Team) -> None:
    """Whatever a manager presses on a summary says that they read it."""
    reader = context.tx.figures.reader(team.id, context.member.id)
    if reader.unopened:
        context.tx.figures.put_reader(replace(reader, unopened=0))


def _post(context: Context, team: Team, action: PostQuestion | PostTalk | ShowPosted) -> Card:
    """Once a week at the most, by the key: it is the channel that gets one more post."""
    conversation = context.tx.conversations.get(team.conversation_id)
    if conversation is None:
        raise NotHere
    t, place = context.t(team), Place(conversation.platform_id, conversation.name)
    if isinstance(action, ShowPosted):
        return words.posted_card(t, place)
    about = _about_question(context, team, action.quiz_id) if isinstance(action, PostQuestion) else {}
    week = schedule.week_of(context.now, team.timetable.zone)
    about = about or {"talk": _talk_of(context, team, action)}
    delivery = Delivery(
        f"question-again/{team.id}/{week}",
        team.workspace_id,
        team.conversation_id,
        DeliveryKind.QUESTION_AGAIN,
        context.now,
        context.now,
        about,
        team_id=team.id,
    )
    if not context.tx.deliveries.owe([delivery]):
        return words.posted_before_card(t, place)
    teams.log(context.tx, team, context.now, "question posted again", context.member)
    return words.posted_card(t, place)


def _about_question(context: Context, team: Team, quiz_id: int) -> dict[str, int | str]:
    quiz = context.tx.quizzes.get(quiz_id)
    if quiz is None or quiz.team_id != team.id or quiz.result is None:
        raise NotHere
    return {"quiz": quiz.id}


def _talk_of(context: Context, team: Team, action: PostQuestion | PostTalk) -> str:
    lesson = context.tx.lessons.get(team.id, action.week) if isinstance(action, PostTalk) else None
    try:
        tip = context.library.tip(lesson.tip_id or "") if lesson is not None else None
    except UnknownId:
        tip = None
    if tip is None or not tip.talk:
        raise NotHere
    return tip.id


def _slot(context: Context, team: Team, action: MoveSlot | ShowSlot) -> Card:
    t, before = context.t(team), team.timetable
    if isinstance(action, ShowSlot):
        return words.slot_card(t, team, None)
    if action.weekday >= len(WEEKDAYS):
        raise ActionBroken
    try:
        moved = replace(before, weekday=action.weekday, at=time(action.hour, action.minute))
    except ValueError:
        raise ActionBroken from None
    if moved == before:
        return words.slot_card(t, team, None)
    changed = replace(team, timetable=moved)
    team = teams.change_team(context.tx, context.library, team, changed, context.now, context.member)
    return words.slot_card(t, team, before)


def _choice(context: Context, team: Team, action: ChooseSummary | ShowSummaryChoice) -> Card:
    reader = context.tx.figures.reader(team.id, context.member.id)
    if isinstance(action, ChooseSummary) and reader.monthly is not action.monthly:
        reader = replace(reader, monthly=action.monthly)
        context.tx.figures.put_reader(reader)
    return words.summary_choice_card(context.t(team), team, monthly=reader.monthly)


def shows(action: SummaryAction) -> SummaryAction | None:
    """What shows an act's reply again without doing it again; None where doing it again changes nothing."""
    match action:
        case PostQuestion(team_id=team_id) | PostTalk(team_id=team_id):
            return ShowPosted(team_id)
        case MoveSlot(team_id=team_id):
            return ShowSlot(team_id)
        case ChooseSummary(team_id=team_id):
            return ShowSummaryChoice(team_id)
        case _:
            return None
