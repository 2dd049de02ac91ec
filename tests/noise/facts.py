"""What is true of people and teams at a moment, as the year made it so: the core is never asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cards import Card
from bot.models import Timetable


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person. `zone` is None where the platform tells none."""

    name: str
    zone: str | None = None
    stopped: bool = False
    paused_until: date | None = None
    away_until: date | None = None
    private: bool = False
    gone: bool = False

    def is_not_to_be_written_to(self, day: date) -> bool:
        """Whether they have stopped, or pause or are away on that day."""
        pauses = self.paused_until is not None and day < self.paused_until
        return self.stopped or pauses or (self.away_until is not None and day < self.away_until)


@dataclass(frozen=True, slots=True)
class Room:
    """A team, its channel's people, and who leads it from inside or outside.

    `before` are timetables it had, each with the instant it was changed.
    """

    name: str
    people: frozenset[str]
    leaders: frozenset[str]
    timetable: Timetable
    paused: bool = False
    paused_until: date | None = None
    skips: frozenset[date] = frozenset()
    before: tuple[tuple[datetime, Timetable], ...] = ()

    @property
    def zone(self) -> str:
        return self.timetable.zone

    def is_paused(self, day: date) -> bool:
        return self.paused and (self.paused_until is None or day < self.paused_until)


@dataclass(frozen=True, slots=True)
class Facts:
    people: Mapping[str, Somebody]
    rooms: Mapping[str, Room]

    def rooms_of(self, person: str) -> list[Room]:
        return [room for room in self.rooms.values() if person in room.people | room.leaders]

    def zones_of(self, person: str) -> set[str]:
        """Their own, or where none is known those of their teams, or the world's."""
        own = self.people[person].zone
        return {own} if own else {room.zone for room in self.rooms_of(person)} or {"UTC"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A post that reached the chat. `place` is a channel's name, or @ and a person's."""

    at: datetime
    place: str
    key: str
    card: Card
    facts: Facts

    @property
    def person(self) -> str | None:
        return self.place[1:] if self.place.startswith("@") else None


@dataclass(frozen=True, slots=True)
class Thanks:
    """A gift. Its reason begins with "Moment", its number in the log's `thanks` and a colon."""

    reason: str
    at: datetime
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What the store says of a post: its kind, and the room of the team that it is for."""

    kind: str
    room: str | None


@dataclass(frozen=True, slots=True)
class Log:
    """A year as it was heard."""

    sent: list[Sent]
    thanks: list[Thanks]
    owed: Mapping[str, Owed]
    acts: int


def wall(at: datetime, zone: str | None) -> datetime:
    return at.astimezone(ZoneInfo(zone or "UTC"))


def works(timetable: Timetable, at: datetime, zone: str) -> bool:
    """Whether people of that timetable work at that moment, by their own clock."""
    here = wall(at, zone)
    return (
        here.weekday() in timetable.working_days and timetable.work_from <= here.time() < timetable.work_until
    )


def is_at_slot(timetable: Timetable, at: datetime, zone: str, late: timedelta = timedelta(hours=2)) -> bool:
    """Whether the chosen day and time were at most two hours before."""
    here = wall(at, zone)
    days = [(here + timedelta(days=shift)).date() for shift in (-1, 0)]
    starts = [_local(day, timetable.at, zone) for day in days if day.weekday() == timetable.weekday]
    return any(timedelta(0) <= at - start <= late for start in starts)


def _local(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
