"""The question of the week: posted, answered, closed; and "I'll try this"."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot import schedule
from bot.actions import (
    AnotherQuestion,
    AnswerPractice,
    AnswerQuiz,
    PickChoices,
    QuizAction,
    ShowQuiz,
    TellTried,
)
from bot.cards import Card, Line
from bot.context import Context
from bot.errors import ActionBroken, NotHere
from bot.messages import quiz as words
from bot.models import (
    Answer,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Member,
    Membership,
    PracticeAnswer,
    Quiz,
    QuizResult,
    Team,
    Week,
)
from bot.ports import Asked, Transaction
from bot.summaries import rosters
from bot.tips import Question, Tip


def shuffled(question: Question, *seed: object) -> tuple[str, ...]:
    """The choice ids in an order that is the same for the same seed, on every machine and version."""
    digest = hashlib.blake2b("/".join(map(str, seed)).encode(), digest_size=8).digest()
    ids = [choice.id for choice in question.choices]
    random.Random(digest).shuffle(ids)  # noqa: S311 - an order, not a secret
    return tuple(ids)


def new_quiz(team_id: int, week: Week, tip: Tip, now: datetime) -> Quiz:
    """The week's quiz, not stored yet. Shuffled once per team and week, so that all can speak of "B"."""
    question = tip.first_question
    order = shuffled(question, team_id, week, question.id)
    return Quiz(0, team_id, week, tip.id, question.id, order, now)


def is_right(question: Question, chosen: Iterable[str]) -> bool:
    return {choice.id for choice in question.right_choices} == set(chosen)


def act(context: Context, team: Team, asked: Asked, action: QuizAction) -> Card:
    """Of who is in the team, about its quiz."""
    quiz, tip = asked.quiz, context.library.tip(asked.quiz.tip_id)
    match action:
        case AnswerQuiz(choices=choices):
            return _answer(context, team, asked, tip, choices)
        case PickChoices(choices=choices):
            return _pick(context, team, asked, tip, choices)
        case ShowQuiz():
            return _show(context, team, asked, tip)
        case TellTried(yes=yes):
            return _tell_tried(context, team, asked, tip, yes=yes)
        case AnotherQuestion(after=after):
            return _another(context, team, quiz, tip, after)
        case AnswerPractice():
            return _practise(context, team, quiz, tip, action)


def _answer(context: Context, team: Team, asked: Asked, tip: Tip, choices: tuple[str, ...]) -> Card:
    question = tip.question(asked.quiz.question_id)
    chosen = _checked(question, choices)
    answer = Answer(asked.quiz.id, context.member.id, chosen, is_right(question, chosen), context.now)
    if context.tx.quizzes.add_answer(answer):
        return _feedback(context, team, asked, tip, answer, just_now=True)
    return _show(context, team, asked, tip)


def _checked(question: Question, choices: tuple[str, ...]) -> tuple[str, ...]:
    known = {choice.id for choice in question.choices}
    if not choices or not known.issuperset(choices) or (len(choices) > 1 and not question.several):
        raise ActionBroken
    return tuple(sorted(set(choices)))


def _pick(context: Context, team: Team, asked: Asked, tip: Tip, choices: tuple[str, ...]) -> Card:
    if context.tx.quizzes.answer(asked.quiz.id, context.member.id) is not None:
        return _show(context, team, asked, tip)
    question = tip.question(asked.quiz.question_id)
    picked = _checked(question, choices) if choices else ()
    return words.pick_card(context.t(team), asked.quiz, tip, picked)


def _show(context: Context, team: Team, asked: Asked, tip: Tip) -> Card:
    answer = context.tx.quizzes.answer(asked.quiz.id, context.member.id)
    if answer is None:
        return words.private_quiz_card(context.t(team), asked.quiz, tip)
    return _feedback(context, team, asked, tip, answer, just_now=False)


def _feedback(
    context: Context, team: Team, asked: Asked, tip: Tip, answer: Answer, *, just_now: bool
) -> Card:
    quiz, resolve = asked.quiz, asked.resolve
    resolved = resolve is not None and resolve.taken_back_at is None
    return words.feedback_card(
        context.t(team),
        quiz,
        tip,
        answer.choices,
        said=_said(context, team, quiz, answer, just_now=just_now),
        asks_tried=resolved,
        tried=resolve.tried if resolve is not None else None,
    )


def _said(context: Context, team: Team, quiz: Quiz, answer: Answer, *, just_now: bool) -> Line:
    if quiz.closes_at is not None and answer.answered_at >= quiz.closes_at:
        return words.answered_after_closing(context.t(team))
    if just_now:
        return ()
    zone = context.member.zone or team.timetable.zone
    return words.answered_before(context.t(team), schedule.local(answer.answered_at, zone).weekday())


def _tell_tried(context: Context, team: Team, asked: Asked, tip: Tip, *, yes: bool) -> Card:
    resolve = asked.resolve
    answer = context.tx.quizzes.answer(asked.quiz.id, context.member.id)
    if resolve is None or resolve.taken_back_at is not None or answer is None:
        raise NotHere
    if resolve.tried is None:
        resolve = replace(resolve, tried=yes)
        context.tx.quizzes.put_resolve(resolve)
    return _show(context, team, asked._replace(resolve=resolve), tip)


def _another(context: Context, team: Team, quiz: Quiz, tip: Tip, after: str) -> Card:
    """The next question of the same tip, going round; the week's own only to who has not answered it."""
    t = context.t(team)
    ids = [question.id for question in tip.questions]
    if after not in ids:
        raise ActionBroken
    start = ids.index(after) + 1
    rest = [one for one in (*ids[start:], *ids[:start]) if one not in {after, quiz.question_id}]
    if not rest:
        return words.no_more_questions_card(t)
    question = tip.question(rest[0])
    nonce = context.nonce(quiz.id, question.id)
    return words.practice_card(t, quiz, question, shuffled(question, nonce), nonce)


def _practise(context: Context, team: Team, quiz: Quiz, tip: Tip, action: AnswerPractice) -> Card:
    t = context.t(team)
    if action.question_id not in {question.id for question in tip.questions}:
        raise ActionBroken
    question = tip.question(action.question_id)
    chosen = _checked(question, action.choices)
    answer = PracticeAnswer(
        context.member.id,
        tip.id,
        question.id,
        chosen,
        is_right(question, chosen),
        context.now,
        action.nonce,
    )
    if not context.tx.quizzes.add_practice(answer):
        first = context.tx.quizzes.practised(context.member.id, action.nonce)
        chosen = first.choices if first is not None else chosen
    return words.practice_feedback_card(t, quiz, question, shuffled(question, action.nonce), chosen)


def is_counted(membership: Membership, member: Member) -> bool:
    """Whether somebody is in the roster: in the channel, not a manager, not an app, and not stopped."""
    return (
        membership.in_channel
        and not membership.manages
        and membership.left_at is None
        and member.stopped_at is None
        and member.deactivated_at is None
        and not member.is_app
        and not member.is_stranger
    )


def close(tx: Transaction, quiz: Quiz, now: datetime) -> list[Delivery]:
    """Freezes the quiz's result, by the time of the answers, and owes the edits of what was posted.

    Counted are those who were in the team from the question to its end.
    """
    team = tx.teams.get(quiz.team_id)
    if team is None or quiz.closes_at is None:
        return []
    roster = rosters.counted_ids(tx, team.id, quiz.closes_at, since=quiz.posted_at)
    counted = [
        answer
        for answer in tx.quizzes.answers(quiz.id)
        if answer.member_id in roster and answer.answered_at < quiz.closes_at
    ]
    right = sum(answer.right for answer in counted)
    week = schedule.closed_in(quiz.closes_at, team.timetable.zone)
    tx.quizzes.close(quiz.id, QuizResult(week, len(roster), len(counted), right))
    return [
        _closing_edit(posted, now) for posted in tx.deliveries.of_week(team.id, quiz.week, DeliveryKind.QUIZ)
    ]


def _closing_edit(post: Delivery, now: datetime) -> Delivery:
    return replace(
        post,
        key=f"edit/{post.key}/1",
        kind=DeliveryKind.QUIZ_CLOSED,
        slot_at=now,
        due_at=now,
        edits=post.key,
        revision=1,
        state=DeliveryState.PENDING,
        fence=0,
        tries=0,
        reason=None,
        message_id=None,
        sent_at=None,
        changed_at=None,
    )
