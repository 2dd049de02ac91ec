"""A busy year in a workspace of three teams, made up from a seed, through the real core, store and outbox."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot import teams
from bot.actions import (
    Action,
    AnswerQuiz,
    AwayMe,
    GiveKudos,
    PauseMe,
    PauseTeam,
    ResumeMe,
    ResumeTeam,
    SaveSettings,
    SkipDays,
    StopMe,
    TryTip,
    UndoLatest,
)
from bot.coach import Coach
from bot.models import (
    Conversation,
    ConversationKind,
    DeliveryWay,
    Platform,
    Team,
    ThanksWay,
    Timetable,
    Workspace,
)
from bot.outbox import Outbox
from bot.ports import Person, Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.noise.chat import NoisyChat
from tests.noise.facts import Facts, Log, Owed, Room, Somebody, Thanks
from tests.world import SERIES, HandClock, RecordingChat, World, lessons

BEGINS = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAYS = 365
ACTS_A_WEEK = 22
ZONES = ("Europe/Lisbon", "Europe/Lisbon", "Europe/Berlin", "America/New_York", "Asia/Tokyo", None)
NAMES = (
    "marta", "jonas", "li", "ana", "tunde", "ines", "omar", "sam", "priya",
    "noor", "pavel", "ruth", "kofi", "elif", "hugo", "mei",
)  # fmt: skip


@dataclass
class Year:
    """`facts` is what is true now. Everything that happens is chosen by `chance`."""

    seed: int
    coach: Coach
    store: SqliteStore
    facts: Facts
    chance: random.Random
    clock: HandClock
    world: World = field(init=False)
    chat: NoisyChat = field(init=False)
    platform: Platform = Platform.LOCAL
    ids: dict[str, int] = field(default_factory=dict)
    thanks: list[Thanks] = field(default_factory=list)
    acts: int = 0
    off: bool = False

    def __post_init__(self) -> None:
        """The machine's clock is product time here, so that pauses of the outbox end within the year."""
        self.chat = NoisyChat(self.clock, lambda: self.facts)
        outbox = Outbox(
            self.store,
            self.coach,
            {self.platform: self.chat},
            self.clock,
            machine=self.clock.now,
            steady=self.steady,
        )
        self.world = World(self.store, self.coach, outbox, self.clock, RecordingChat(self.clock))

    def steady(self) -> float:
        """Product time in seconds."""
        return (self.clock.now() - BEGINS).total_seconds()

    @classmethod
    async def make(cls, seed: int, folder: Path, platform: Platform = Platform.LOCAL) -> Year:
        chance = random.Random(seed)
        people = {name: Somebody(name, chance.choice(ZONES)) for name in NAMES}
        clock = HandClock(BEGINS)
        store, coach = open_store(str(folder / "kindling.db")), Coach(lessons())
        year = cls(seed, coach, store, Facts(people, {}), chance, clock, platform)
        await year._settle_in()
        return year

    async def _settle_in(self) -> None:
        """The front desk in its channel, phones directly, returns either way, with people in two of them."""
        workspace = Workspace("local", self.platform, "Local", self.clock.now())
        await self.world.decide(lambda tx: tx.workspaces.put(workspace))
        await self.world.decide(self._know_everybody)
        await self._add("desk", NAMES[:9], ("priya",), DeliveryWay.CHANNEL)
        await self._add("phones", NAMES[6:13], ("sam",), DeliveryWay.DIRECT)
        way = self.chance.choice(list(DeliveryWay))
        await self._add("returns", (*NAMES[12:], "marta"), ("mei", "priya"), way)

    def _know_everybody(self, tx: Transaction) -> None:
        for one in self.facts.people.values():
            person = Person(one.name, one.name.capitalize(), one.zone, is_admin=one.name == "sam")
            teams.know_person(tx, "local", replace(person, deactivated=one.gone), self.clock.now())

    async def _add(self, name: str, people: Sequence[str], leaders: Sequence[str], way: DeliveryWay) -> None:
        timetable, thanks = self._timetable(), self.chance.choice(list(ThanksWay))
        plan = teams.TeamPlan(name.capitalize(), timetable, SERIES, way, thanks)
        now = self.clock.now()

        def add(tx: Transaction) -> int:
            room = Conversation(0, "local", name, ConversationKind.CHANNEL, name)
            team = teams.add_team(tx, self.coach.library, tx.conversations.put(room), plan, now)
            teams.follow_channel(tx, team, people, now)
            for one in leaders:
                leader = tx.members.find("local", one)
                assert leader is not None
                teams.set_manager(tx, team, leader, now, manages=True)
            return team.id

        self.ids[name] = await self.world.decide(add)
        self._set_room(Room(name, frozenset(people), frozenset(leaders), timetable))

    def _timetable(self) -> Timetable:
        """Mostly in working hours, now and then on a weekend, in the evening, or with odd working days."""
        rarely = self.chance.random() < 0.2
        return Timetable(
            weekday=self.chance.randrange(7 if rarely else 5),
            at=time(self.chance.randrange(24) if rarely else self.chance.randrange(9, 17), 30),
            zone=self.chance.choice(["Europe/Lisbon", "America/New_York", "Asia/Tokyo"]),
            working_days=self.chance.choice([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (6, 0, 1, 2, 3), (2, 5)]),
            work_from=time(9),
            work_until=self.chance.choice([time(17), time(13)]),
            quiz_after=self.chance.choice([0, 1, 2, 2, 2, 3, 5, 6, None]),
        )

    def _set_room(self, room: Room) -> None:
        self.facts = replace(self.facts, rooms={**self.facts.rooms, room.name: room})

    def _set(self, who: str, **changes: Any) -> None:
        changed = replace(self.facts.people[who], **changes)
        self.facts = replace(self.facts, people={**self.facts.people, who: changed})

    async def live(self) -> Log:
        """The whole year, and three weeks in which nothing happens any more."""
        for at, happens in sorted(self._plan(), key=lambda one: one[0]):
            await self._wait_until(at)
            await happens()
        await self._wait_until(BEGINS + timedelta(days=DAYS + 21))
        return await self._log()

    def _plan(self) -> list[tuple[datetime, Callable[[], Awaitable[None]]]]:
        plan: list[tuple[datetime, Callable[[], Awaitable[None]]]] = []
        plan += [(self._moment(), self._something) for _ in range(ACTS_A_WEEK * DAYS // 7)]
        for _ in range(4):
            plan += self._trouble(self._breaks_down, self._works_again)
        for _ in range(3):
            plan += self._trouble(self._switched_off, self._switched_on)
        return plan

    def _moment(self) -> datetime:
        day = BEGINS + timedelta(days=self.chance.randrange(DAYS))
        return day.replace(hour=0) + timedelta(seconds=self.chance.randrange(86_400))

    def _trouble(
        self, begins: Callable[[], Awaitable[None]], ends: Callable[[], Awaitable[None]]
    ) -> list[tuple[datetime, Callable[[], Awaitable[None]]]]:
        at = self._moment()
        until = at + timedelta(hours=self.chance.choice([1, 3, 20, 50, 100]))
        looks = [until + timedelta(minutes=minutes) for minutes in (2, 5, 10, 20)]
        return [(at, begins), (until, ends), *((look, self._look) for look in looks)]

    async def _breaks_down(self) -> None:
        self.chat.down = True

    async def _works_again(self) -> None:
        self.chat.down = False

    async def _switched_off(self) -> None:
        self.off = True

    async def _switched_on(self) -> None:
        self.off = False
        await self.world.tick()

    async def _look(self) -> None:
        if not self.off:
            await self.world.tick()

    async def _wait_until(self, at: datetime) -> None:
        if self.off:
            self.clock.at = at
        else:
            await self.world.advance(at)

    async def _something(self) -> None:
        if self.off:
            return
        self.acts += 1
        happenings = (
            (42, self._gives_thanks), (4, self._takes_back), (14, self._answers), (6, self._tries),
            (4, self._pauses), (4, self._goes_away), (3, self._stops), (6, self._is_back),
            (5, self._changes_settings), (3, self._joins_or_leaves), (1, self._is_deactivated),
            (2, self._pauses_team), (2, self._skips_days), (2, self._changes_team), (2, self._asks_once_more),
        )  # fmt: skip
        weights = [weight for weight, _ in happenings]
        await self.chance.choices(happenings, weights)[0][1](self._anybody())

    def _anybody(self) -> str:
        return self.chance.choice([one.name for one in self.facts.people.values() if not one.gone])

    def _room(self) -> Room:
        return self.chance.choice(list(self.facts.rooms.values()))

    def _day(self, longest: int = 25) -> date:
        return self.clock.now().date() + timedelta(days=self.chance.randrange(2, longest))

    async def _act(self, who: str, action: Action) -> None:
        rooms = self.facts.rooms_of(who)
        where = self.chance.choice([None, *(room.name for room in rooms)])
        await self.world.act(who, action, where=where)

    async def _gives_thanks(self, who: str) -> None:
        others = [one.name for one in self.facts.people.values() if one.name != who and not one.gone]
        receivers = tuple(self.chance.sample(others, self.chance.choice([1, 1, 1, 2, 3])))
        reason = f"Moment {len(self.thanks)}: stayed until it was solved."
        self.thanks.append(Thanks(reason, self.clock.now(), receivers))
        where = "only" if self.chance.random() < 0.15 else "team"
        await self._act(who, GiveKudos(f"n{len(self.thanks)}", receivers, (), reason, "", where))

    async def _takes_back(self, who: str) -> None:
        await self._act(who, UndoLatest())

    async def _answers(self, who: str) -> None:
        room = self._room()
        quizzes = await self.world.read(lambda tx: tx.quizzes.of_team(self.ids[room.name]))
        if quizzes:
            quiz = quizzes[-1]
            await self._act(who, AnswerQuiz(quiz.id, (self.chance.choice(quiz.order),)))

    async def _tries(self, who: str) -> None:
        team_id = self.ids[self._room().name]
        last = await self.world.read(lambda tx: tx.lessons.last(team_id))
        if last is not None:
            await self._act(who, TryTip(team_id, last.week))

    async def _pauses(self, who: str) -> None:
        day = self._day()
        self._set(who, paused_until=day, stopped=False)
        await self._act(who, PauseMe(day))

    async def _goes_away(self, who: str) -> None:
        day = self._day()
        self._set(who, away_until=day)
        await self._act(who, AwayMe(day))

    async def _stops(self, who: str) -> None:
        self._set(who, stopped=True)
        await self._act(who, StopMe())

    async def _is_back(self, who: str) -> None:
        self._set(who, stopped=False, paused_until=None, away_until=None)
        await self._act(who, ResumeMe())

    async def _changes_settings(self, who: str) -> None:
        ideas = self.chance.choice(["channel", "direct", "direct", "rarely", "stopped"])
        private = self.chance.random() < 0.3
        self._set(who, stopped=ideas == "stopped", away_until=None, private=private)
        await self._act(who, SaveSettings(ideas, None, "private" if private else "channel"))

    async def _joins_or_leaves(self, who: str) -> None:
        room = self._room()
        self._set_room(replace(room, people=room.people ^ {who}))
        await self.world.decide(self._follow)

    def _follow(self, tx: Transaction) -> None:
        now = self.clock.now()
        for room in self.facts.rooms.values():
            team = tx.teams.get(self.ids[room.name])
            assert team is not None
            teams.follow_channel(tx, team, room.people, now)

    async def _is_deactivated(self, who: str) -> None:
        """Leaves the workspace; who did so before may come back."""
        gone = [one.name for one in self.facts.people.values() if one.gone]
        one = self.chance.choice(gone) if gone and self.chance.random() < 0.5 else who
        if any(one in room.leaders for room in self.facts.rooms.values()):
            return
        self._set(one, gone=not self.facts.people[one].gone)
        rooms = self.facts.rooms.values()
        for room in [room for room in rooms if self.facts.people[one].gone and one in room.people]:
            self._set_room(replace(room, people=room.people - {one}))
        await self.world.decide(self._know_everybody)
        await self.world.decide(self._follow)

    async def _lead(self, room: Room, action: Action) -> None:
        leader = next(one for one in sorted(room.leaders) if not self.facts.people[one].gone)
        await self.world.act(leader, action, where=None)

    async def _pauses_team(self, who: str) -> None:
        room = self._room()
        if room.paused:
            self._set_room(replace(room, paused=False, paused_until=None))
            await self._lead(room, ResumeTeam(self.ids[room.name]))
            return
        day = self._day(40)
        self._set_room(replace(room, paused=True, paused_until=day))
        await self._lead(room, PauseTeam(self.ids[room.name], day))

    async def _skips_days(self, who: str) -> None:
        room = self._room()
        days = {self._day(40) for _ in range(4)}
        self._set_room(replace(room, skips=frozenset(days)))
        written = ", ".join(str(day) for day in sorted(days))
        await self._lead(room, SkipDays(self.ids[room.name], written))

    async def _changes_team(self, who: str) -> None:
        """Another slot, other hours, another zone, the other way of delivery or of thanks."""
        room, library, now = self._room(), self.coach.library, self.clock.now()
        timetable = self._timetable() if self.chance.random() < 0.8 else room.timetable
        ways, thanks = self.chance.choice(list(DeliveryWay)), self.chance.choice(list(ThanksWay))

        def change(tx: Transaction) -> Team:
            team = tx.teams.get(self.ids[room.name])
            assert team is not None
            changed = replace(team, timetable=timetable, delivery=ways, thanks=thanks)
            return teams.change_team(tx, library, team, changed, now)

        before = (*room.before, (now, room.timetable))[-5:]
        self._set_room(replace(room, timetable=timetable, before=before))
        await self.world.decide(change)

    async def _asks_once_more(self, who: str) -> None:
        """Says everything twice: the same act, delivered again, is one act."""
        self.facts = replace(self.facts)
        action = ResumeMe()
        self._set(who, stopped=False, paused_until=None, away_until=None)
        await self.world.act(who, action, identity=f"twice-{self.acts}", where=None)
        await self.world.act(who, action, identity=f"twice-{self.acts}", where=None)

    async def _log(self) -> Log:
        rooms = {number: name for name, number in self.ids.items()}
        found = await self.world.read(lambda tx: tx.deliveries.find(limit=1_000_000))
        owed = {one.key: Owed(str(one.kind), rooms.get(one.team_id or 0)) for one in found}
        return Log(self.chat.sent, self.thanks, owed, self.acts)


async def simulate(seed: int) -> Log:
    """Lives the year of a seed, in memory where there is a folder for that: the disk has no part in it."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="kindling-noise-", dir=where) as folder:
        year = await Year.make(seed, Path(folder))
        try:
            return await year.live()
        finally:
            await year.world.close()
