"""Plays acts: each at its time by the demo's clock, through the same door as a press on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random
from typing import assert_never

from adapters.demo.acts import (
    Act,
    Answers,
    Deed,
    GoesAway,
    Returns,
    Seconds,
    Stops,
    Thanks,
    Tries,
    Writes,
)
from adapters.local.parse import actor_of, identity_of
from adapters.local.people import FIRST_CHANNEL, WORKSPACE_ID, LocalPerson
from adapters.local.platform import LocalPlatform
from adapters.local.render import typed_parts
from adapters.wiring import Application
from bot.actions import (
    Action,
    AnswerQuiz,
    AwayMe,
    GiveKudos,
    ResumeMe,
    SecondKudos,
    StopMe,
    TellTried,
    TryTip,
)
from bot.models import Quiz
from bot.ports import Transaction


class Player:
    """Everything it does can be done twice without being two: a play that was broken off is played again."""

    def __init__(self, application: Application, local: LocalPlatform, team_id: int) -> None:
        self._application = application
        self._local = local
        self._team_id = team_id
        self._people = {person.id: person for person in local.chat.people()}

    async def play(self, acts: Iterable[Act]) -> None:
        for act in acts:
            await self._application.advance(act.at)
            await self._do(self._people[act.who], act)

    async def _do(self, person: LocalPerson, act: Act) -> None:
        if isinstance(act.deed, Writes):
            self._write(person, act.deed, key=identity_of("demo", act.who, str(act.at)))
            return
        actions = await self._application.store.read(lambda tx: list(self._actions(tx, act.deed)))
        for action in actions:
            identity = identity_of("demo", act.who, str(act.at), action.verb)
            await self._application.act(actor_of(person, FIRST_CHANNEL), identity, action)

    def _write(self, person: LocalPerson, deed: Writes, key: str) -> None:
        chat = self._local.chat
        if chat.keyed(FIRST_CHANNEL, key) is None:
            now = self._application.clock.now()
            chat.post(FIRST_CHANNEL, person.id, now, deed.text, typed_parts(deed.text), key=key)

    def _actions(self, tx: Transaction, deed: Deed) -> Iterator[Action]:
        match deed:
            case Tries(week=week):
                yield TryTip(self._team_id, week)
            case Answers():
                yield from self._answers(tx, deed)
            case Thanks():
                where = "only" if deed.only_them else "team"
                people, reason = deed.receivers, deed.reason
                yield GiveKudos(deed.name, people, reason=reason, behaviour=deed.behaviour, where=where)
            case Seconds(giver=giver, name=name):
                member = tx.members.find(WORKSPACE_ID, giver)
                gift = tx.gifts.of_nonce(member.id, name) if member is not None else None
                if gift is not None:
                    yield SecondKudos(gift.id)
            case Stops():
                yield StopMe()
            case Returns():
                yield ResumeMe()
            case GoesAway(until_on=until_on):
                yield AwayMe(until_on)
            case Writes():
                return
            case _:
                assert_never(deed)

    def _answers(self, tx: Transaction, deed: Answers) -> Iterator[Action]:
        quiz = tx.quizzes.of_lesson(self._team_id, deed.week)
        if quiz is None:
            return
        yield AnswerQuiz(quiz.id, self._choices(quiz, rightly=deed.rightly))
        if deed.tried is not None:
            yield TellTried(quiz.id, deed.tried)

    def _choices(self, quiz: Quiz, *, rightly: bool) -> tuple[str, ...]:
        """All the right ones, or a wrong one: which, goes by the quiz, so that it is the same each time."""
        question = self._application.library.tip(quiz.tip_id).question(quiz.question_id)
        if rightly:
            return tuple(choice.id for choice in question.right_choices)
        wrong = [choice.id for choice in question.choices if not choice.right]
        return (Random(f"{quiz.week}").choice(wrong),)  # noqa: S311 - a story, not a secret
