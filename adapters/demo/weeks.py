"""What happens in each week before a demo opens. Pure: the same weeks and seed, the same acts.

The people have habits. Most answer most weeks, Tunde misses every other one, Omar stops for a while and comes
back, and now and then somebody is away. The last week is the one that the demo opens in: four have
answered its question, two of them rightly, so that the next answer decides what the summary will say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random

from adapters.demo.acts import Act, Answers, Deed, GoesAway, Returns, Seconds, Stops, Thanks, Tries, Writes
from adapters.demo.reasons import LATELY, MESSAGES, REASONS, Reason
from bot import schedule
from bot.models import Week

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
OPENS_AT = time(10, 12)
"""On Thursday, twelve minutes after the question was posted."""

_TRAVELLERS = ("ines", "sam", "li")
_AWAY_EVERY, _AWAY_FIRST = 7, 4
_STOPS_IN, _RETURNS_IN = 1, 3
_ONLY_THEM_EVERY = 5
_FEWEST_WEEKS_FOR_STOPPING = 4
_FIRST_ANSWERS = ((2, "jonas", False), (4, "ana", True), (7, "ines", False), (9, "li", True))
"""Minutes after ten, by whom, and whether it was right."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How often somebody answers, is right, resolves to try a tip, and thanks: of one."""

    answers: float
    right: float
    tries: float
    thanks: float


HABITS = {
    "marta": Habit(0.9, 0.7, 0.4, 0.3),
    "jonas": Habit(0.8, 0.6, 0.3, 0.4),
    "li": Habit(0.7, 0.7, 0.5, 0.5),
    "ana": Habit(0.95, 0.7, 0.6, 0.6),
    "tunde": Habit(0.45, 0.6, 0.1, 0.2),
    "ines": Habit(0.65, 0.5, 0.3, 0.3),
    "omar": Habit(0.55, 0.5, 0.2, 0.2),
    "sam": Habit(0.6, 0.65, 0.2, 0.2),
    "priya": Habit(0.5, 0.8, 0.1, 0.35),
}
"""By the ids of the nine people of the local chat."""


class History:
    """The acts of `count` weeks before `opening`, and of that week up to when the demo opens."""

    def __init__(self, opening: Week, count: int, zone: str, seed: int = 1) -> None:
        self.opening = opening
        self.count = count
        self._zone = zone
        self._chance = Random(seed)  # noqa: S311 - a story, not a secret
        reasons, messages = list(REASONS), list(MESSAGES)
        self._chance.shuffle(reasons)
        self._reasons = cycle(reasons)
        self._messages = cycle(messages)
        self._given = 0

    @property
    def first(self) -> Week:
        return self.opening.plus(-self.count)

    @property
    def question_at(self) -> datetime:
        return self._at(self.opening, THURSDAY, time(10))

    @property
    def opens_at(self) -> datetime:
        return self._at(self.opening, THURSDAY, OPENS_AT)

    def weeks(self) -> Iterator[list[Act]]:
        """Week by week, each in the order of its acts. Of no weeks there is nothing at all."""
        if not self.count:
            return
        for place in range(self.count):
            yield sorted(self._week(self.first.plus(place), place), key=lambda act: act.at)
        yield sorted(self._opening_week(), key=lambda act: act.at)

    def _at(self, week: Week, weekday: int, at: time) -> datetime:
        return schedule.to_utc(week.day(weekday), at, self._zone)

    def _some_time(self, week: Week, weekday: int, first: int, last: int) -> datetime:
        """On that day between two hours."""
        minutes = self._chance.randrange((last - first) * 60)
        return self._at(week, weekday, time(first)) + timedelta(minutes=minutes, seconds=minutes % 53)

    def _week(self, week: Week, place: int) -> Iterator[Act]:
        away, stopped = self._away(place), self._is_stopped(place)
        yield from self._standing(week, place, away)
        for who, habit in HABITS.items():
            if who != away and not (who == "omar" and stopped):
                yield from self._learning(week, who, habit)
        yield from self._thanking(week, away)
        writer = self._chance.choice([who for who in HABITS if who != away])
        yield Act(self._some_time(week, MONDAY, 9, 16), writer, Writes(next(self._messages)))

    def _away(self, place: int) -> str | None:
        later, rest = divmod(place - _AWAY_FIRST, _AWAY_EVERY)
        return _TRAVELLERS[later % len(_TRAVELLERS)] if rest == 0 else None

    def _is_stopped(self, place: int) -> bool:
        return self.count >= _FEWEST_WEEKS_FOR_STOPPING and _STOPS_IN <= place < _RETURNS_IN

    def _standing(self, week: Week, place: int, away: str | None) -> Iterator[Act]:
        """Who leaves for a while, and who comes back."""
        if away is not None:
            back_on = week.plus(1).day(MONDAY)
            yield Act(self._at(week, MONDAY, time(9, 5)), away, GoesAway(back_on))
        if self.count >= _FEWEST_WEEKS_FOR_STOPPING and place in {_STOPS_IN, _RETURNS_IN}:
            deed: Deed = Stops() if place == _STOPS_IN else Returns()
            yield Act(self._at(week, TUESDAY, time(9, 40)), "omar", deed)

    def _learning(self, week: Week, who: str, habit: Habit) -> Iterator[Act]:
        tries = self._chance.random() < habit.tries
        answers = self._chance.random() < habit.answers
        rightly = self._chance.random() < habit.right
        tried = self._chance.random() < 0.7 if tries else None  # noqa: PLR2004 - most do what they meant to
        if tries:
            yield Act(self._some_time(week, TUESDAY, 11, 16), who, Tries(week))
        if answers:
            weekday = self._chance.choice((THURSDAY, THURSDAY, THURSDAY, FRIDAY))
            yield Act(self._some_time(week, weekday, 11, 17), who, Answers(week, rightly, tried))

    def _thanking(self, week: Week, away: str | None) -> Iterator[Act]:
        for who, habit in HABITS.items():
            if who != away and self._chance.random() < habit.thanks:
                weekday = self._chance.choice((MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY))
                yield from self._gift(who, self._some_time(week, weekday, 9, 16), away)

    def _gift(self, giver: str, at: datetime, away: str | None) -> Iterator[Act]:
        reason = next(self._reasons)
        others = [who for who in HABITS if who not in {giver, away}]
        receivers = tuple(self._chance.sample(others, reason.people))
        self._given += 1
        thanks = _thanks(f"gift-{self._given}", receivers, reason)
        if self._given % _ONLY_THEM_EVERY == 0:
            yield Act(at, giver, replace(thanks, only_them=True))
            return
        yield Act(at, giver, thanks)
        watchers = [who for who in others if who not in receivers]
        for who in self._chance.sample(watchers, self._chance.choice((0, 0, 1, 2))):
            later = timedelta(minutes=self._chance.randrange(4, 50))
            yield Act(at + later, who, Seconds(giver, thanks.name))

    def _opening_week(self) -> Iterator[Act]:
        week = self.opening
        yield Act(self._at(week, TUESDAY, time(11, 20)), "ana", Tries(week))
        yield Act(self._at(week, TUESDAY, time(14, 5)), "li", Tries(week))
        writers = ("ana", "sam", "jonas")
        cot, rain, beside = LATELY
        yield from self._seconded(self._at(week, TUESDAY, time(15, 20)), "ana", ("li",), cot, ("omar", "sam"))
        yield from self._seconded(
            self._at(week, WEDNESDAY, time(12, 45)), "jonas", ("marta",), rain, ("ines",)
        )
        private = replace(_thanks("gift-private", ("marta",), beside), only_them=True)
        yield Act(self._at(week, MONDAY, time(11, 30)), "priya", private)
        message = next(self._messages)
        yield Act(self._at(week, WEDNESDAY, time(16, 10)), self._chance.choice(writers), Writes(message))
        for minute, who, rightly in (
            (2, "jonas", False),
            (4, "ana", True),
            (7, "ines", False),
            (9, "li", True),
        ):
            tried = True if who in {"ana", "li"} else None
            yield Act(self._at(week, THURSDAY, time(10, minute)), who, Answers(week, rightly, tried))

    def _seconded(
        self, at: datetime, giver: str, receivers: tuple[str, ...], reason: Reason, seconders: tuple[str, ...]
    ) -> Iterator[Act]:
        self._given += 1
        thanks = _thanks(f"gift-{self._given}", receivers, reason)
        yield Act(at, giver, thanks)
        for place, who in enumerate(seconders, 1):
            yield Act(at + timedelta(minutes=9 * place), who, Seconds(giver, thanks.name))


def _thanks(name: str, receivers: tuple[str, ...], reason: Reason) -> Thanks:
    return Thanks(name, receivers, reason.text, reason.behaviour)
