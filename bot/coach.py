"""The one door: `act` for people, `tick` for the clock, `compose` for what is owed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from bot import errors, quizzes, talk, teams
from bot.actions import (
    Action,
    AnswerQuiz,
    AnswerUseful,
    AwayMe,
    ChooseSeries,
    EndProgramme,
    KudosAction,
    PauseMe,
    PeopleAction,
    QuizAction,
    Reaction,
    ResumeMe,
    SaveSettings,
    ShowMe,
    ShowProgramme,
    ShowQuiz,
    ShowTry,
    StopMe,
    SummaryAction,
    TakeBackTry,
    TalkAction,
    TeamAction,
    TryTip,
    UndoStop,
)
from bot.cards import NOTHING, Card, Reply
from bot.codec import pack, unpack
from bot.context import Context
from bot.errors import ActionBroken, NotAllowed, NotHere, NotInTeam, NotUnderstood, Refusal
from bot.kudos import acts as kudos
from bot.kudos import small as small_thanks
from bot.messages.talk import refusal_card
from bot.models import Conversation, Delivery, Member, Team
from bot.outgoing import Composed
from bot.people import acts as people
from bot.ports import Arrival, Asked, Person, Transaction
from bot.posts import compose, held, lost, sent, thread_of
from bot.roles import ALLOWED, Role
from bot.summaries import acts as week_summary
from bot.summaries import week_end
from bot.teams import acts as team_acts
from bot.tips import Library
from bot.week import acts as week_acts
from bot.week import agenda, planning


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the platform authenticated them, and where.

    `conversation` is the platform id of the conversation acted in, None outside any. `is_admin`: the
    platform says that they may set teams up.
    """

    workspace_id: str
    platform_id: str
    name: str
    conversation: str | None = None
    is_admin: bool = False


class Coach:
    """The product's decisions over a transaction. Holds nothing but the lessons."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def act(self, tx: Transaction, actor: Actor, identity: str, action: Action, now: datetime) -> Reply:
        """Does what somebody asked, once for each identity, and answers what only they see.

        A person's fault is answered with a sentence, changes nothing, and is kept with its identity.
        Raises NotHere for a workspace that is unknown or has ended.
        """
        if not self.heeds(tx, actor, action):
            return NOTHING
        arrival = tx.identities.arrival(actor.workspace_id, actor.platform_id, identity)
        context = self._context(tx, actor, arrival, identity, now)
        if arrival is not None and arrival.shown is not None:
            return self._again(context, action, arrival.shown)
        try:
            with tx.savepoint():
                meant = talk.meant(context, action)
                reply = self._do(context, meant)
            shows = _shows(context, meant) if isinstance(reply, Card) else ""
        except Refusal as refusal:
            reply, shows = self._refuse(context, refusal), _refused(refusal)
        tx.identities.keep(actor.workspace_id, f"{context.member.id}/{identity}", shows, now)
        return reply

    def heeds(self, tx: Transaction, actor: Actor, action: Action) -> bool:
        """Whether there is anything to decide. Only of reactions there is not: most are no thanks.

        Reads only, so that an adapter can ask before it has the act decided.
        """
        if not isinstance(action, Reaction):
            return True
        return small_thanks.heeds(tx, actor.workspace_id, actor.platform_id, action)

    def show(self, tx: Transaction, actor: Actor, action: Action, now: datetime) -> Reply:
        """What an action that only shows would answer. Nothing is written, not even that somebody came by.

        Raises NotHere as act() does, and for somebody who was never seen.
        """
        arrival = tx.identities.arrival(actor.workspace_id, actor.platform_id, "")
        if arrival is None or arrival.member is None:
            raise NotHere
        context = self._context(tx, replace(actor, is_admin=False), arrival, "", now)
        try:
            return self._do(context, action)
        except Refusal as refusal:
            return self._refuse(context, refusal)

    def tick(self, tx: Transaction, now: datetime, limit: int = 200) -> bool:
        """One chunk of what the clock has to decide. True if there may be more to do now."""
        more = planning.plan_due(tx, self.library, now, limit)
        closing = tx.quizzes.closing(now, limit)
        for quiz in closing:
            tx.deliveries.owe(quizzes.close(tx, quiz, now))
        ending = week_end.end_weeks(tx, now, limit)
        return more or ending or len(closing) == limit

    def next_due(self, tx: Transaction, now: datetime) -> tuple[datetime, str] | None:
        """What comes next after `now`, and what it is, for somebody who moves the clock."""
        return agenda.next_due(tx, self.library, now)

    def next_stop(self, tx: Transaction, now: datetime) -> datetime | None:
        """The next instant after `now` at which the clock or the outbox has anything to look at."""
        stops = (
            tx.teams.next_look_at(now),
            tx.quizzes.next_closing_at(now),
            tx.deliveries.next_due_at(now),
        )
        return min((at for at in stops if at is not None), default=None)

    def compose(
        self, tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime
    ) -> Composed:
        """What a delivery says in its conversation now, or why it says nothing (yet)."""
        return compose(tx, self.library, delivery, conversation, now)

    def thread_of(self, tx: Transaction, delivery: Delivery) -> str | None:
        """The message that a delivery belongs under, if any."""
        return thread_of(tx, delivery)

    def sent(self, tx: Transaction, delivery: Delivery, now: datetime) -> None:
        """A delivery reached its conversation; it is given as it was when it left."""
        sent(tx, delivery, now)

    def lost(self, tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
        """A delivery will never reach its conversation."""
        lost(tx, delivery, reason, now)

    def held(self, tx: Transaction, delivery: Delivery, now: datetime) -> None:
        """A delivery may have reached its conversation; somebody has to look."""
        held(tx, delivery, now)

    def _context(
        self, tx: Transaction, actor: Actor, arrival: Arrival | None, identity: str, now: datetime
    ) -> Context:
        if arrival is None or arrival.workspace.ended_at is not None:
            raise NotHere
        member = arrival.member
        if member is None:
            person = Person(actor.platform_id, actor.name, is_admin=actor.is_admin)
            member = teams.know_person(tx, actor.workspace_id, person, now)
        elif actor.is_admin and not member.is_admin:
            member = replace(member, is_admin=True)
            tx.members.save(member)
        return Context(tx, self.library, arrival.workspace, member, actor.conversation, identity, now)

    def _do(self, context: Context, action: Action) -> Reply:
        asked = _asked(context, action)
        role = ALLOWED[type(action)]
        team = asked.team if asked is not None else None
        if team is None or role is not Role.MEMBER:
            team = _permitted(context, _team_id(context, action, asked), role)
        if isinstance(action, TalkAction):
            return talk.act(context, action)
        if isinstance(action, KudosAction):
            return kudos.act(context, action)
        if isinstance(action, PeopleAction):
            return people.act(context, action)
        if isinstance(action, TeamAction):
            return team_acts.act(context, action)
        if isinstance(action, SummaryAction):
            return week_summary.act(context, action)
        if team is None:
            raise NotHere
        if isinstance(action, QuizAction):
            if asked is None:
                raise NotHere
            return quizzes.act(context, team, asked, action)
        return week_acts.act(context, team, action)

    def _again(self, context: Context, action: Action, kept: str) -> Reply:
        try:
            if kept.startswith("!"):
                raise _refusal(kept)
            return self._do(context, unpack(kept) if kept else talk.meant(context, action))
        except Refusal as refusal:
            return self._refuse(context, refusal)

    def _refuse(self, context: Context, refusal: Refusal) -> Reply:
        if isinstance(refusal, NotUnderstood):
            return talk.help_card(context, not_understood=refusal)
        return refusal_card(context.t(), refusal)


def _asked(context: Context, action: Action) -> Asked | None:
    """The question that the act is about, if it is about one that there is."""
    if not isinstance(action, QuizAction):
        return None
    return context.tx.quizzes.asked(action.quiz_id, context.member.id)


def _team_id(context: Context, action: Action, asked: Asked | None) -> int | None:
    """Of the team that the act is about, where it names one."""
    team_id: int | None = asked.quiz.team_id if asked is not None else getattr(action, "team_id", None)
    return team_id if team_id is not None else kudos.team_id_of(context.tx, action)


def _permitted(context: Context, team_id: int | None, role: Role) -> Team | None:
    """The team of the act, if who acts may do it. Raises NotHere, NotInTeam or NotAllowed."""
    if role in {Role.MEMBER, Role.MANAGER}:
        own = _own_team(context, team_id)
        if role is Role.MANAGER and not _manages(context.tx, own, context.member):
            raise NotAllowed("manager")
        return own
    team = _team(context, team_id)
    if role is Role.ADMIN and not context.member.is_admin:
        raise NotAllowed("admin")
    if role is Role.LEADER:
        if team is None:
            raise NotHere
        if not context.member.is_admin and not _manages(context.tx, team, context.member):
            raise NotAllowed("leader")
    return team


def _own_team(context: Context, team_id: int | None) -> Team:
    """One that who acts is in: asked for among theirs, since that says both at once."""
    for team, _ in context.tx.teams.of_member(context.member.id):
        if team.id == team_id:
            return team
    raise NotHere if _team(context, team_id) is None else NotInTeam


def _team(context: Context, team_id: int | None) -> Team | None:
    """Raises NotHere for one that has ended, or is of another workspace."""
    team = context.tx.teams.get(team_id) if team_id is not None else None
    if team is not None and (team.workspace_id != context.workspace.id or team.ended_at is not None):
        raise NotHere
    return team


def _manages(tx: Transaction, team: Team, member: Member) -> bool:
    return any(manager.id == member.id for manager in teams.managers(tx, team))


def _shows(context: Context, action: Action) -> str:
    """What shows an act's reply again without doing it again; "" where doing it again changes nothing."""
    match action:
        case AnswerQuiz(quiz_id=quiz_id):
            return pack(ShowQuiz(quiz_id))
        case TryTip(team_id=team_id, week=week) | TakeBackTry(team_id=team_id, week=week):
            return pack(ShowTry(team_id, week))
        case EndProgramme(team_id=team_id, then=then) if then != "another":
            return pack(ShowProgramme(team_id, then))
        case ChooseSeries(team_id=team_id, programme=programme):
            return pack(ShowProgramme(team_id, programme))
        case SaveSettings() | StopMe() | UndoStop() | ResumeMe() | PauseMe() | AwayMe() | AnswerUseful():
            return pack(ShowMe())
        case _ if isinstance(action, TeamAction):
            return team_acts.shows(context, action)
        case _ if isinstance(action, KudosAction):
            return kudos.shows(context, action)
        case _ if isinstance(action, SummaryAction):
            shown = week_summary.shows(action)
            return pack(shown) if shown is not None else ""
        case _:
            return ""


def _refused(refusal: Refusal) -> str:
    """A refusal as kept with its identity: its class and data, but never what somebody typed."""
    if isinstance(refusal, NotUnderstood):
        return ""
    return "!" + json.dumps([type(refusal).__name__, vars(refusal)])


def _refusal(kept: str) -> Refusal:
    name, data = json.loads(kept[1:])
    kind = getattr(errors, name, None)
    if not (isinstance(kind, type) and issubclass(kind, Refusal)):
        return ActionBroken()
    return kind(**data)
