"""A small Kindling for tests: the real store, coach and outbox, a clock to move, and a chat that records.

world = await World.make(tmp_path)
await world.advance(until=...)          # moves from one due thing to the next, as a running clock would
reply = await world.act("marta", AnswerQuiz(1, ("face-him",)))
world.posts                             # what stands in the chat, by conversation
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from bot import teams
from bot.actions import Action, SayWords
from bot.cards import Card, Form, Reply, plain_line, plain_text
from bot.coach import Actor, Coach
from bot.models import Conversation, ConversationKind, Platform, Team, Timetable, Workspace
from bot.outbox import Outbox
from bot.ports import Person, Transaction
from bot.tips import Library, load_library
from storage import open_store
from storage.sqlite import SqliteStore
from tests.databases import new_database

T = TypeVar("T")
TIPS = Path(__file__).parent.parent / "tips"
PEOPLE = ("marta", "jonas", "li", "ana", "tunde", "ines", "omar", "sam", "priya")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
SERIES = ("look-up", "customer-for-life", "retrain-your-brain")


@cache
def lessons() -> Library:
    return load_library(TIPS)


@dataclass
class HandClock:
    """Product time that moves when told."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Post:
    """A message as it stands in the recorded chat."""

    id: str
    place: str
    key: str
    card: Card
    at: datetime
    edited: bool = False
    thread: str | None = None


@dataclass
class RecordingChat:
    """A messenger that keeps what it is given. `faults` are raised first, one a call, in order."""

    clock: HandClock
    posts: list[Post] = field(default_factory=list)
    deleted: list[Post] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        self._fail()
        post = Post(
            str(len(self.posts) + len(self.deleted) + 1), _place(conversation), key, card, self.clock.now()
        )
        self.posts.append(replace(post, thread=thread))
        return post.id

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        self._fail()
        for place, post in enumerate(self.posts):
            if post.id == message_id:
                self.posts[place] = replace(post, card=card, edited=True)

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        self._fail()
        self.deleted += [post for post in self.posts if post.id == message_id]
        self.posts = [post for post in self.posts if post.id != message_id]

    async def look_up(
        self, conversation: Conversation, key: str, since: datetime, thread: str | None
    ) -> str | None:
        self._fail()
        return next((post.id for post in self.posts if post.key == key), None)

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)


def _place(conversation: Conversation) -> str:
    return conversation.platform_id


@dataclass
class World:
    store: SqliteStore
    coach: Coach
    outbox: Outbox
    clock: HandClock
    chat: RecordingChat
    team_id: int = 0
    _numbers: Iterable[int] = field(default_factory=itertools.count)

    @classmethod
    async def make(
        cls,
        folder: Path,
        *,
        people: Iterable[str] = PEOPLE,
        managers: Iterable[str] = ("priya",),
        timetable: Timetable | None = None,
        series: tuple[str, ...] = SERIES,
        at: datetime = MONDAY,
    ) -> World:
        """The front desk of nine, priya managing and sam an admin, in workspace `local`, set up at `at`."""
        clock = HandClock(at)
        chat = RecordingChat(clock)
        store = open_store(str(new_database(folder)))
        coach = Coach(lessons())
        world = cls(store, coach, Outbox(store, coach, {Platform.LOCAL: chat}, clock), clock, chat)
        await store.decide(
            lambda tx: tx.workspaces.put(Workspace("local", Platform.LOCAL, "Local", clock.now()))
        )
        team = await world.add_team("front-desk", "Front desk", people, managers, timetable, series)
        world.team_id = team.id
        return world

    async def add_team(
        self,
        channel: str,
        name: str,
        people: Iterable[str],
        managers: Iterable[str] = ("priya",),
        timetable: Timetable | None = None,
        series: tuple[str, ...] = SERIES,
    ) -> Team:
        names, leaders = tuple(people), tuple(managers)
        plan = teams.TeamPlan(name, timetable or Timetable(zone="Europe/Lisbon"), series)
        now = self.clock.now()

        def setup(tx: Transaction) -> Team:
            place = Conversation(0, "local", channel, ConversationKind.CHANNEL, channel)
            conversation = tx.conversations.put(place)
            for one in names:
                person = Person(one, one.capitalize(), "Europe/Lisbon", is_admin=one == "sam")
                teams.know_person(tx, "local", person, now)
            team = teams.add_team(tx, self.coach.library, conversation, plan, now)
            teams.follow_channel(tx, team, names, now)
            for one in leaders:
                if (manager := tx.members.find("local", one)) is not None:
                    teams.set_manager(tx, team, manager, now, manages=True)
            return tx.teams.get(team.id) or team

        return await self.store.decide(setup)

    async def close(self) -> None:
        await self.store.close()

    async def decide(self, decision: Callable[[Transaction], T]) -> T:
        return await self.store.decide(decision)

    async def read(self, question: Callable[[Transaction], T]) -> T:
        return await self.store.read(question)

    async def team(self) -> Team:
        team = await self.read(lambda tx: tx.teams.get(self.team_id))
        assert team is not None
        return team

    async def act(
        self, who: str, action: Action, identity: str | None = None, where: str | None = "front-desk"
    ) -> Reply:
        """What `who` is answered. Without an identity each call is a new act."""
        name = identity or f"act-{next(iter(self._numbers))}"
        actor = Actor("local", who, who.capitalize(), where, is_admin=who == "sam")
        now = self.clock.now()
        reply = await self.store.decide(lambda tx: self.coach.act(tx, actor, name, action, now))
        await self.outbox.drain()
        return reply

    async def say(self, who: str, words: str, where: str | None = None) -> Reply:
        """Typed words; directly to Kindling unless a channel is named. @names are mentions."""
        mentions = tuple((f"@{one}", one) for one in PEOPLE if f"@{one}" in words)
        return await self.act(who, SayWords(words, mentions), where=where)

    async def tick(self) -> None:
        """Everything that is due now is decided and sent."""
        while await self.store.decide(lambda tx: self.coach.tick(tx, self.clock.now())):
            pass
        while await self.outbox.drain():
            pass

    async def advance(self, until: datetime) -> None:
        """Lets product time run to `until`, stopping at each thing that is due, as a running clock would."""
        await self.tick()
        while True:
            coming = await self.read(lambda tx: self.coach.next_stop(tx, self.clock.now()))
            self.clock.at = min(coming, until) if coming is not None else until
            await self.tick()
            if self.clock.at >= until:
                return

    def said(self, place: str = "front-desk") -> list[str]:
        """The posts in a conversation as plain text, oldest first."""
        return [plain_text(post.card) for post in self.chat.posts if post.place == place]


def text_of(reply: Reply) -> str:
    """A reply as somebody would read it."""
    if isinstance(reply, Form):
        labels = [field.label for field in reply.fields]
        return "\n".join([reply.title, *labels, *reply.errors.values(), plain_line(reply.note)])
    return plain_text(reply)


def press(reply: Reply | Post, label: str) -> Action:
    """The action of the button with that label. Raises LookupError if there is none."""
    card = reply.card if isinstance(reply, Post) else reply
    if isinstance(card, Card):
        for button in card.buttons():
            if button.label == label:
                return button.action
    raise LookupError(f"no button {label!r}")
