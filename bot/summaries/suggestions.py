"""The one thing a manager can do this week: of six, the first that is true. Pure, over what may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import pairwise

from bot import schedule
from bot.models import Timetable
from bot.summaries.figures import QuestionFigure, Summary
from bot.summaries.guard import FEWEST, ROSTER_FOR_ACCURACY, Share, Shown
from bot.tips import Behaviour, Tip


@dataclass(frozen=True, slots=True)
class Moment:
    """An hour of the team's week in which people answer. Monday is 0."""

    weekday: int
    hour: int


@dataclass(frozen=True, slots=True)
class MoveIt:
    """Fewer and fewer took part: the slot may be a bad one."""

    moment: Moment


@dataclass(frozen=True, slots=True)
class ReadItOut:
    """A question that most missed."""

    question: QuestionFigure


@dataclass(frozen=True, slots=True)
class LookForIt:
    """Something that was taught, and that no thanks has named yet."""

    behaviour: Behaviour


@dataclass(frozen=True, slots=True)
class LookRound:
    """Fewer than half were thanked lately."""


@dataclass(frozen=True, slots=True)
class ThankSomebody:
    """The manager has thanked nobody lately."""


@dataclass(frozen=True, slots=True)
class NothingNeeded:
    """`tip` is the next one, if there is one."""

    tip: Tip | None


Suggestion = MoveIt | ReadItOut | LookForIt | LookRound | ThankSomebody | NothingNeeded


@dataclass(frozen=True, slots=True)
class Facts:
    """What a suggestion hangs on: the last week's summary, and the four weeks up to its end.

    `taught` are these weeks' behaviours, latest first; `named` those that their thanks named; `given` how
    many thanks of theirs were the manager's.
    """

    summary: Summary
    timetable: Timetable
    moment: Moment | None
    taught: Sequence[Behaviour]
    named: frozenset[str]
    given: int
    next_tip: Tip | None


def suggestion(facts: Facts) -> Suggestion:
    """The first of the six that is true."""
    summary = facts.summary
    if facts.moment is not None and fell(summary) and not _is_slot(facts.moment, facts.timetable):
        return MoveIt(facts.moment)
    missed = summary.most_missed
    if missed is not None and missed.text is not None and _fewer_than_half(missed.right):
        return ReadItOut(missed)
    for behaviour in facts.taught:
        if behaviour.id not in facts.named:
            return LookForIt(behaviour)
    if _fewer_than_half(summary.thanks.coverage):
        return LookRound()
    return NothingNeeded(facts.next_tip) if facts.given else ThankSomebody()


def fell(summary: Summary) -> bool:
    """Whether fewer took part than the week before, and in that fewer than in the one before it."""
    shown = [point.took_part for point in summary.trend[-3:]]
    levels = [one.level for one in shown if one is not None]
    return len(levels) == len(shown) and all(a > b for a, b in pairwise(levels))


def _is_slot(moment: Moment, timetable: Timetable) -> bool:
    return (moment.weekday, moment.hour) == (timetable.weekday, timetable.at.hour)


def _fewer_than_half(shown: Shown | None) -> bool:
    return shown is not None and shown.word in {Share.FEWER, Share.FEW}


def best_moment(answers: Iterable[tuple[int, datetime]], roster: int, timetable: Timetable) -> Moment | None:
    """The working hour in which the most people answered, if five did, in a team of eight; else None.

    `answers` are member ids of the roster and instants. In a smaller team an hour of five would say that
    nearly everybody answered.
    """
    people: dict[Moment, set[int]] = {}
    for member_id, at in answers:
        wall = schedule.local(at, timetable.zone)
        if schedule.is_working(timetable, at):
            people.setdefault(Moment(wall.weekday(), wall.hour), set()).add(member_id)
    best = max(people, key=lambda one: (len(people[one]), -one.weekday, -one.hour), default=None)
    if best is None or roster < ROSTER_FOR_ACCURACY or len(people[best]) < FEWEST:
        return None
    return best


def slot_time(moment: Moment) -> time:
    return time(moment.hour)
