"""A team's year, lived through the real product, and written down beside it in plain Python.

The ledger is what somebody with a notebook would have noted; nothing in it is read from Kindling but which
idea a week got, and the number of its question.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import teams
from bot.actions import (
    AnswerQuiz,
    GiveKudos,
    HideKudos,
    RemoveKudos,
    ResumeMe,
    StopMe,
    TakeBackReaction,
    TakeBackTry,
    TellTried,
    ThankByReaction,
    TryTip,
    UndoKudos,
)
from bot.cards import Card, Form
from bot.codec import fill
from bot.models import LessonState, Quiz, Team, Week
from bot.ports import Person, Transaction
from tests.world import World, lessons, press

ZONE = ZoneInfo("Europe/Lisbon")
MANAGER = "priya"
BEHAVIOURS = ("looked-up", "listened", "owned-it", "")
EMOJI = "sunflower"
HOUR = timedelta(hours=1)


@dataclass
class Colleague:
    """When somebody came into the channel, and since when they have stopped; None is not."""

    came_at: datetime | None = None
    stopped_at: datetime | None = None


@dataclass
class GiftNote:
    at: datetime
    giver: str
    receivers: tuple[str, ...]
    behaviour: str
    undone: bool = False
    removed: bool = False
    hidden_by: set[str] = field(default_factory=set)


@dataclass
class SmallNote:
    """A reaction. `is_thanks`: between two people of the team who had not stopped then."""

    at: datetime
    giver: str
    message: str
    receiver: str
    is_thanks: bool
    taken_back: bool = False
    declined: bool = False
    in_words: GiftNote | None = None

    @property
    def counts(self) -> bool:
        words = self.in_words
        said = words is not None and not words.undone and not words.removed
        return self.is_thanks and not self.taken_back and not self.declined and not said


@dataclass
class QuestionNote:
    """A posted question, with who could answer it: those in the team all the time until it closed."""

    week: Week
    tip: str
    question: str
    answers: dict[str, tuple[datetime, bool]] = field(default_factory=dict)
    roster: frozenset[str] = frozenset()


@dataclass
class WeekNote:
    """A week that is over: who was there at its end, and of those since its idea came."""

    week: Week
    roster: frozenset[str]
    tip: str | None = None
    present: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()


@dataclass
class Ledger:
    people: dict[str, Colleague] = field(default_factory=dict)
    weeks: list[WeekNote] = field(default_factory=list)
    questions: list[QuestionNote] = field(default_factory=list)
    thanks: list[GiftNote] = field(default_factory=list)
    small: list[SmallNote] = field(default_factory=list)

    def here(self, until: datetime, since: datetime | None = None) -> frozenset[str]:
        """Who is counted at an instant, the manager apart."""
        return frozenset(
            name
            for name, one in self.people.items()
            if name != MANAGER
            and one.came_at is not None
            and one.came_at <= (since or until)
            and one.stopped_at is None
        )


def at(week: Week, weekday: int, hour: int, minute: int = 0) -> datetime:
    day = week.day(0) + timedelta(days=weekday)
    wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
    return wall.astimezone(UTC)


@dataclass
class Year:
    """Lives week after week. Everything by chance, and the same for the same seed."""

    world: World
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    resolves: dict[str, tuple[bool, bool | None]] = field(default_factory=dict)
    spare: list[str] = field(default_factory=list)

    async def begin(self, names: list[str], spare: list[str]) -> None:
        self.spare = list(spare)
        now = self.world.clock.now()
        self.ledger.people = {name: Colleague(now) for name in names}

        def know(tx: Transaction) -> None:
            for name in spare:
                teams.know_person(tx, "local", Person(name, name.capitalize(), "Europe/Lisbon"), now)

        await self.world.decide(know)
        await self._change(lambda tx, team: tx.teams.save(replace(team, kudos_emoji=EMOJI)))

    async def live(self, week: Week) -> None:
        await self.world.advance(at(week, 0, 9, 30))
        await self._move_people()
        paused_for_tip = self.chance.random() < 0.06
        if paused_for_tip:
            await self._pause(week.plus(1).day(0))
        await self.world.advance(at(week, 1, 11))
        tip = await self._tip(week)
        tip_at = at(week, 1, 10)
        await self._try(week, tip)
        await self.world.advance(at(week, 2, 12))
        await self._move_people()
        if not paused_for_tip and self.chance.random() < 0.05:
            await self._pause(week.plus(1).day(0))
        await self._thank()
        await self._react()
        await self.world.advance(at(week, 3, 11))
        quiz, question = await self._question(week)
        await self._answer(week, quiz, question)
        await self.world.advance(at(week, 4, 15))
        await self._move_people()
        await self._thank()
        await self._react()
        await self._answer(week, quiz, question)
        await self._end(week, tip, tip_at, quiz, question)

    async def _end(
        self, week: Week, tip: str | None, tip_at: datetime, quiz: Quiz | None, question: QuestionNote | None
    ) -> None:
        """On some Sundays Kindling sleeps, and wakes when people have already gone."""
        ends_at = at(week.plus(1), 0, 0)
        await self.world.advance(ends_at - HOUR)
        await self._answer(week, quiz, question)
        if question is not None:
            question.roster = self.ledger.here(ends_at, since=at(week, 3, 10))
        over = WeekNote(week, self.ledger.here(ends_at), tip)
        if tip is not None:
            over.present = self.ledger.here(ends_at, since=tip_at)
            over.tried = over.present & {name for name, (stands, _) in self.resolves.items() if stands}
        self.ledger.weeks.append(over)
        self.resolves = {}
        if self.chance.random() < 0.3:
            self.world.clock.at = ends_at + 3 * HOUR
            await self._leave()
            if question is not None and quiz is not None:
                await self.world.act(MANAGER, AnswerQuiz(quiz.id, (quiz.order[0],)))
                await self._answer(week, quiz, question)

    async def _tip(self, week: Week) -> str | None:
        lesson = await self.world.read(lambda tx: tx.lessons.get(self.world.team_id, week))
        planned = lesson is not None and lesson.state is LessonState.PLANNED
        return lesson.tip_id if planned and lesson is not None else None

    async def _question(self, week: Week) -> tuple[Quiz | None, QuestionNote | None]:
        quiz = await self.world.read(lambda tx: tx.quizzes.of_lesson(self.world.team_id, week))
        if quiz is None or quiz.posted_at is None:
            return None, None
        question = QuestionNote(week, quiz.tip_id, quiz.question_id)
        self.ledger.questions.append(question)
        return quiz, question

    async def _try(self, week: Week, tip: str | None) -> None:
        if tip is None:
            return
        for name in [*self._members(), MANAGER]:
            if self.chance.random() < 0.4:
                await self.world.act(name, TryTip(self.world.team_id, week))
                stands = self.chance.random() < 0.8
                if not stands:
                    await self.world.act(name, TakeBackTry(self.world.team_id, week))
                self.resolves[name] = (stands, None)

    async def _answer(self, week: Week, quiz: Quiz | None, question: QuestionNote | None) -> None:
        if quiz is None or question is None:
            return
        text = lessons().tip(quiz.tip_id).question(quiz.question_id)
        right = tuple(sorted(choice.id for choice in text.right_choices))
        wrong = (next(choice.id for choice in text.choices if not choice.right),)
        keen = self.chance.choice((0.1, 0.4, 0.8))
        good = self.chance.choice((0.1, 0.5, 0.9))
        for name in [*self._members(), MANAGER]:
            if self.chance.random() < keen and name not in question.answers:
                is_right = self.chance.random() < good
                await self.world.act(name, AnswerQuiz(quiz.id, right if is_right else wrong))
                question.answers[name] = self.world.clock.now(), is_right
                await self._tell(name, quiz)

    async def _tell(self, name: str, quiz: Quiz) -> None:
        """How it went, from who said that they would try; what is said first counts."""
        stands, told = self.resolves.get(name, (False, None))
        if stands and told is None and self.chance.random() < 0.7:
            tried = self.chance.random() < 0.6
            await self.world.act(name, TellTried(quiz.id, yes=tried))
            self.resolves[name] = (tried, tried)

    def _members(self) -> list[str]:
        """Who is in the channel, stopped or not."""
        return [n for n, one in self.ledger.people.items() if one.came_at is not None and n != MANAGER]

    async def _move_people(self) -> None:
        for act in (self._join, self._leave, self._stop, self._resume):
            if self.chance.random() < 0.25:
                await act()

    async def _follow(self) -> None:
        here = [name for name, one in self.ledger.people.items() if one.came_at is not None]
        now = self.world.clock.now()
        await self._change(lambda tx, team: teams.follow_channel(tx, team, here, now))

    async def _change(self, change: Callable[[Transaction, Team], object]) -> None:
        def apply(tx: Transaction) -> None:
            team = tx.teams.get(self.world.team_id)
            assert team is not None
            change(tx, team)

        await self.world.decide(apply)

    async def _join(self) -> None:
        away = [name for name, one in self.ledger.people.items() if one.came_at is None] + self.spare
        if away:
            name = self.chance.choice(away)
            self.spare = [one for one in self.spare if one != name]
            self.ledger.people.setdefault(name, Colleague()).came_at = self.world.clock.now()
            await self._follow()

    async def _leave(self) -> None:
        if len(self._members()) > 4:
            self.ledger.people[self.chance.choice(self._members())].came_at = None
            await self._follow()

    async def _stop(self) -> None:
        name = self.chance.choice(self._members())
        if self.ledger.people[name].stopped_at is None:
            await self.world.act(name, StopMe())
            self.ledger.people[name].stopped_at = self.world.clock.now()

    async def _resume(self) -> None:
        stopped = [name for name in self._members() if self.ledger.people[name].stopped_at is not None]
        if stopped:
            name = self.chance.choice(stopped)
            await self.world.act(name, ResumeMe())
            self.ledger.people[name].stopped_at = None

    async def _pause(self, until_on: date) -> None:
        now = self.world.clock.now()
        await self._change(lambda tx, team: teams.pause_team(tx, team, until_on, now))

    async def _thank(self) -> None:
        """Public thanks among people who have not stopped; some are taken back, hidden or removed."""
        people = [n for n in [*self._members(), MANAGER] if self.ledger.people[n].stopped_at is None]
        for _ in range(self.chance.choice((0, 0, 1, 2, 4)) if len(people) > 1 else 0):
            many = min(self.chance.choice((2, 2, 3)), len(people))
            giver, *receivers = self.chance.sample(people, many)
            behaviour = self.chance.choice(BEHAVIOURS)
            reason = "stayed until it was solved"
            gift = GiveKudos(people=tuple(receivers), reason=reason, behaviour=behaviour, where="team")
            await self.world.act(giver, gift)
            noted = GiftNote(self.world.clock.now(), giver, tuple(receivers), behaviour)
            self.ledger.thanks.append(noted)
            await self._regret(noted)

    async def _react(self) -> None:
        """Reactions of anybody to anybody's messages, one's own too; some go, come back, or say more."""
        for _ in range(self.chance.choice((0, 1, 2, 5))):
            giver, receiver = (self.chance.choice([*self._members(), MANAGER]) for _ in range(2))
            stopped = [one for one in (giver, receiver) if self.ledger.people[one].stopped_at is not None]
            is_thanks = giver != receiver and not stopped
            note = SmallNote(self.world.clock.now(), giver, f"m{len(self.ledger.small)}", receiver, is_thanks)
            self.ledger.small.append(note)
            asked = await self._put(note)
            if asked.is_empty:
                await self._take_away(self.chance.choice(self.ledger.small))
            elif self.chance.random() < 0.3:
                await self.world.act(giver, press(asked, "Don't count it"))
                note.declined = True
            elif is_thanks:
                await self._say_in_words(note, asked)

    async def _put(self, note: SmallNote) -> Card:
        reaction = ThankByReaction(EMOJI, "front-desk", note.message, note.receiver)
        reply = await self.world.act(note.giver, reaction)
        assert isinstance(reply, Card)
        return reply

    async def _take_away(self, note: SmallNote) -> None:
        """Put back, it is given anew: now, and as people stand now."""
        here = [*self._members(), MANAGER]
        if note.taken_back or not note.is_thanks or {note.giver, note.receiver} - set(here):
            return
        await self.world.act(note.giver, TakeBackReaction(EMOJI, "front-desk", note.message, note.receiver))
        note.taken_back = True
        if any(self.ledger.people[one].stopped_at for one in (note.giver, note.receiver)):
            return
        if self.chance.random() < 0.4:
            await self._put(note)
            note.taken_back, note.at = False, self.world.clock.now()

    async def _say_in_words(self, note: SmallNote, asked: Card) -> None:
        form = await self.world.act(note.giver, press(asked, "Add a word"))
        assert isinstance(form, Form)
        await self.world.act(note.giver, fill(form.submit, {**form.values, "reason": "for staying"}))
        note.in_words = GiftNote(self.world.clock.now(), note.giver, (note.receiver,), "")
        self.ledger.thanks.append(note.in_words)
        await self._regret(note.in_words)

    async def _regret(self, noted: GiftNote) -> None:
        member = await self.world.read(lambda tx: tx.members.find("local", noted.giver))
        assert member is not None
        gift = await self.world.read(lambda tx: tx.gifts.latest(member.id))
        assert gift is not None
        chance = self.chance.random()
        if chance < 0.15:
            await self.world.act(noted.giver, UndoKudos(gift.id))
            noted.undone = True
        elif chance < 0.25:
            await self.world.act(noted.receivers[0], HideKudos(gift.id, sure=True))
            noted.hidden_by.add(noted.receivers[0])
        elif chance < 0.3:
            await self.world.act(MANAGER, RemoveKudos(gift.id, sure=True))
            noted.removed = True


def renamed(names: list[str], many: int) -> list[str]:
    """Enough people for a team of that size."""
    return [*names, *(f"colleague{number}" for number in range(many - len(names)))][:many]
