"""Words typed to Kindling, and help."""

from __future__ import annotations

from dataclasses import replace

from bot import teams
from bot.actions import (
    Action,
    AnotherQuestion,
    AnswerLetter,
    AnswerQuiz,
    Done,
    MyKudos,
    OpenSetup,
    SayWords,
    ShowHelp,
    TalkAction,
    UndoLatest,
)
from bot.cards import Card
from bot.context import Context
from bot.errors import NoOpenQuestion, NotUnderstood
from bot.kudos import giving as kudos_giving
from bot.messages import talk as messages
from bot.messages import week as week_messages
from bot.models import ConversationKind, Quiz, Team
from bot.ports import Transaction
from bot.week import weekly
from bot.words import KudosWords, MineWord, PracticeWord, TeamWords, UndoWord, read_words
from bot.words import teams as team_words

_LETTERS = "abcd"


def meant(context: Context, action: Action) -> Action:
    """What typed words turn out to mean, as an action of its own; any other action is itself.

    Raises NotUnderstood, NoOpenQuestion, NotAllowed for a manager's words, and what kudos refuses.
    """
    if isinstance(action, SayWords):
        action = _heard(context, action)
    return _letter(context, action.letter) if isinstance(action, AnswerLetter) else action


def act(context: Context, action: TalkAction) -> Card:
    match action:
        case ShowHelp():
            return help_card(context)
        case Done():
            return week_messages.done_card(context.t())
        case SayWords() | AnswerLetter():
            raise TypeError(f"{action.verb!r} has to be read with `meant` first")


def _heard(context: Context, said: SayWords) -> Action:
    heard = read_words(said.text, direct=_is_direct(context), today=context.today)
    match heard:
        case KudosWords():
            return kudos_giving.heard(context, heard.text, said.mentions)
        case UndoWord():
            return UndoLatest()
        case MineWord():
            return MyKudos()
        case PracticeWord():
            return _practice(context)
        case TeamWords():
            return team_words.action_of(context, heard)
        case OpenSetup() if not _is_direct(context) and context.conversation is not None:
            return replace(heard, channel=context.conversation.platform_id)
        case _:
            return heard


def _is_direct(context: Context) -> bool:
    return context.conversation is None or context.conversation.kind is ConversationKind.DIRECT


def _letter(context: Context, letter: str) -> AnswerQuiz:
    team = _first_team(context)
    quiz = latest_quiz(context, team) if team is not None else None
    place = _LETTERS.find(letter) if len(letter) == 1 else -1
    if quiz is None or not 0 <= place < len(quiz.order):
        raise NoOpenQuestion
    return AnswerQuiz(quiz.id, (quiz.order[place],))


def _practice(context: Context) -> AnotherQuestion:
    """A further question on the idea of the latest question."""
    for team, _ in context.tx.teams.of_member(context.member.id):
        if (quiz := last_posted(context.tx, team)) is not None:
            return AnotherQuestion(quiz.id, quiz.question_id)
    raise NoOpenQuestion


def _first_team(context: Context) -> Team | None:
    return next((team for team, _ in context.tx.teams.of_member(context.member.id)), None)


def last_posted(tx: Transaction, team: Team) -> Quiz | None:
    """The question that was posted last, whatever came since."""
    return next((quiz for quiz in reversed(tx.quizzes.of_team(team.id)) if quiz.posted_at is not None), None)


def latest_quiz(context: Context, team: Team) -> Quiz | None:
    """The question of the last lesson, if it has been posted."""
    last = context.tx.lessons.last(team.id)
    quiz = context.tx.quizzes.of_lesson(team.id, last.week) if last is not None else None
    return quiz if quiz is not None and quiz.posted_at is not None else None


def help_card(context: Context, not_understood: NotUnderstood | None = None) -> Card:
    t, member = context.t(), context.member
    name = member.name if member.is_named else ""
    team = _first_team(context)
    above = messages.not_understood_parts(t, not_understood) if not_understood is not None else ()
    if team is None:
        todo = messages.no_team_parts(t, context.workspace.platform, can_set_up=member.is_admin)
        return messages.newcomer_card(t, name, todo, above=above)
    last = context.tx.lessons.last(team.id)
    next_at = None if teams.is_paused(team, context.now) else weekly.next_tip_at(team, last, context.now)
    quiz = last_posted(context.tx, team)
    return messages.help_card(t, name, team, next_at, last, quiz, above=above)
