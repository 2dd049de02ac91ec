"""Words typed to Kindling, and help."""

from __future__ import annotations

from collections.abc import Callable

from bot import teams, weekly
from bot.actions import Action, AnswerLetter, AnswerQuiz, Done, SayWords, ShowHelp, TalkAction
from bot.cards import Card, Reply
from bot.context import Context
from bot.errors import NoOpenQuestion, NotUnderstood
from bot.messages import talk as messages
from bot.messages import week as week_messages
from bot.models import ConversationKind, Quiz, Team
from bot.words import read_words

_LETTERS = "abcd"


def act(context: Context, action: TalkAction, do: Callable[[Context, Action], Reply]) -> Reply:
    """`do` carries out the action that typed words turn out to be. Raises NotUnderstood."""
    match action:
        case SayWords(text=text):
            direct = context.conversation is None or context.conversation.kind is ConversationKind.DIRECT
            return do(context, read_words(text, direct=direct))
        case AnswerLetter(letter=letter):
            return do(context, _letter(context, letter))
        case ShowHelp():
            return help_card(context)
        case Done():
            return week_messages.done_card(context.t())


def _letter(context: Context, letter: str) -> AnswerQuiz:
    team = _first_team(context)
    quiz = latest_quiz(context, team) if team is not None else None
    place = _LETTERS.find(letter) if len(letter) == 1 else -1
    if quiz is None or not 0 <= place < len(quiz.order):
        raise NoOpenQuestion
    return AnswerQuiz(quiz.id, (quiz.order[place],))


def _first_team(context: Context) -> Team | None:
    return next((team for team, _ in context.tx.teams.of_member(context.member.id)), None)


def latest_quiz(context: Context, team: Team) -> Quiz | None:
    """The question that was posted last, if there is one."""
    last = context.tx.lessons.last(team.id)
    quiz = context.tx.quizzes.of_lesson(team.id, last.week) if last is not None else None
    return quiz if quiz is not None and quiz.posted_at is not None else None


def help_card(context: Context, not_understood: NotUnderstood | None = None) -> Card:
    t = context.t()
    team = _first_team(context)
    above = (messages.not_understood_note(t, not_understood),) if not_understood is not None else ()
    if team is None:
        return messages.help_card(t, context.member.name, None, None, None, None, above=above)
    last = context.tx.lessons.last(team.id)
    next_at = None if teams.is_paused(team, context.now) else weekly.next_tip_at(team, last, context.now)
    quiz = latest_quiz(context, team)
    return messages.help_card(t, context.member.name, team, next_at, last, quiz, above=above)
