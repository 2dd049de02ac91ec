"""The noise budget, judged over a year from what reached the chat. It asks the core for no rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from bot.cards import Card, Fields, Line, Mention, Note, Part, Text, Title, plain_text
from bot.models import Timetable
from tests.noise.facts import Log, Room, Sent, Thanks, is_at_slot, wall, works

WEEKLY = {"tip", "quiz", "still-useful"}
"""What comes by the team's timetable."""

SCHEDULED = WEEKLY | {"round-up", "summary", "programme-end"}
THANKS = {"kudos", "kudos-direct"}
ASKED_FOR = {"hello", "question-again"}
DIRECT = {"tip", "quiz", "still-useful", "summary", "programme-end", "kudos-direct", "trouble", "undelivered"}
TWO_HOURS = timedelta(hours=2)
_MOMENT = re.compile(r"Moment (\d+):")
_USUAL = Timetable()


def breaches(log: Log) -> list[str]:
    """Each breach as a sentence; none for a year within the budget."""
    found = [*_repeats(log), *_channels(log), *_people(log), *_told_twice(log)]
    for one in log.sent:
        found += _unwanted(log, one)
        found += _kept_back(log, one)
        found += _out_of_hours(log, one)
        found += _public(log, one)
    return found


def _tell(one: Sent, what: str) -> str:
    return f"{one.key} to {one.place} at {one.at:%a %Y-%m-%d %H:%M} UTC: {what}"


def _kind(log: Log, one: Sent) -> str:
    return log.owed[one.key].kind


def _room(log: Log, one: Sent) -> Room | None:
    name = log.owed[one.key].room
    return one.facts.rooms.get(name) if name is not None else None


def _zones(log: Log, one: Sent) -> set[str]:
    """Where it is heard: by the person's own clock, else by their teams'; or by the channel's."""
    if one.person is not None:
        return one.facts.zones_of(one.person)
    return {one.facts.rooms[one.place].zone}


def _clock(log: Log, one: Sent) -> str:
    """The zone by which a post's week is told: the person's own, else the team's at that moment."""
    room = _room(log, one)
    own = one.facts.people[one.person].zone if one.person is not None else None
    return own or (room.zone if room is not None else "UTC")


def _so_far(log: Log, one: Sent, posts: Iterable[Sent]) -> int:
    """How many posts its place had had in its week, itself included.

    A post's week is told by the clock of its own moment. Where a team has moved to another zone in between,
    two posts are of one week only if both clocks say so.
    """
    heard = [each for each in posts if each.place == one.place and each.at <= one.at]
    return sum(
        all(_week(each, zone) == _week(one, zone) for zone in (_clock(log, one), _clock(log, each)))
        for each in heard
    )


def _week(one: Sent, zone: str) -> tuple[int, int]:
    year, week, _ = wall(one.at, zone).isocalendar()
    return year, week


def _repeats(log: Log) -> Iterator[str]:
    for key, count in Counter(one.key for one in log.sent).items():
        if count > 1:
            yield f"{key} was sent {count} times"


def _channels(log: Log) -> Iterator[str]:
    """In a channel two scheduled posts a week, three with the round-up."""
    unasked = [one for one in log.sent if one.person is None and _kind(log, one) not in THANKS | ASKED_FOR]
    for is_round_up, most in ((True, 1), (False, 2)):
        posts = [one for one in unasked if (_kind(log, one) == "round-up") is is_round_up]
        for one in posts:
            if (count := _so_far(log, one, posts)) > most:
                yield _tell(one, f"{count} {'round-ups' if is_round_up else 'scheduled posts'} in a week")


def _people(log: Log) -> Iterator[str]:
    """A person gets the tip and its question a week, where they get them directly."""
    weekly = [one for one in log.sent if one.person is not None and _kind(log, one) in WEEKLY]
    for is_question in (True, False):
        posts = [one for one in weekly if (_kind(log, one) == "quiz") is is_question]
        for one in posts:
            if (count := _so_far(log, one, posts)) > 1:
                yield _tell(one, f"{count} {'questions' if is_question else 'ideas'} in a week")


def _unwanted(log: Log, one: Sent) -> Iterator[str]:
    """Only what the product knows, to who is there."""
    kind = _kind(log, one)
    if one.person is None:
        if kind not in WEEKLY | THANKS | ASKED_FOR | {"round-up"}:
            yield _tell(one, f"a channel never gets {kind}")
        return
    if kind not in DIRECT:
        yield _tell(one, f"nobody ever gets {kind}")
    if one.facts.people[one.person].gone:
        yield _tell(one, "they are deactivated")
    room = _room(log, one)
    if kind in WEEKLY and room is not None and one.person not in room.people:
        yield _tell(one, "they have left the channel")


def _kept_back(log: Log, one: Sent) -> Iterator[str]:
    """Nothing to who is paused, away or stopped; nothing scheduled of a team that pauses or skips the day."""
    room = _room(log, one)
    zones = _zones(log, one) | ({room.zone} if room is not None else set())
    days = [wall(one.at, zone).date() for zone in zones]
    if one.person is not None:
        somebody = one.facts.people[one.person]
        if all(somebody.is_not_to_be_written_to(day) for day in days):
            yield _tell(one, f"they don't want it: {somebody}")
    if room is not None and _kind(log, one) in SCHEDULED:
        if all(room.is_paused(day) for day in days):
            yield _tell(one, "the team pauses")
        if all(day in room.skips for day in days):
            yield _tell(one, "the team skips this day")


def _out_of_hours(log: Log, one: Sent) -> Iterator[str]:
    """Unasked only while people work, or at the chosen slot and up to two hours after it."""
    kind = _kind(log, one)
    if kind in ASKED_FOR or _is_at_work(log, one):
        return
    if kind in WEEKLY and _is_at_chosen_time(log, one):
        return
    if kind == "quiz" and _was_at_work_lately(log, one):
        return
    if kind == "kudos" and any(one.at - gift.at <= TWO_HOURS for gift in _gifts_in(log, one.card)):
        return
    clocks = ", ".join(f"{wall(one.at, zone):%a %H:%M} in {zone}" for zone in _zones(log, one))
    yield _tell(one, f"nobody works ({clocks})")


def _is_at_work(log: Log, one: Sent) -> bool:
    """In the hours of a team of theirs by their clock; by the team's, for what managers get of a team."""
    room = _room(log, one)
    if room is not None and (one.person is None or _kind(log, one) in {"summary", "programme-end"}):
        return works(room.timetable, one.at, room.zone)
    timetables = [room.timetable for room in one.facts.rooms_of(one.person or "")] or [_USUAL]
    return any(works(timetable, one.at, zone) for timetable in timetables for zone in _zones(log, one))


def _was_at_work_lately(log: Log, one: Sent) -> bool:
    """A question that was meant for working hours, up to two hours late."""
    return any(
        _is_at_work(log, replace(one, at=one.at - timedelta(minutes=late))) for late in range(0, 121, 20)
    )


def _is_at_chosen_time(log: Log, one: Sent) -> bool:
    room = _room(log, one)
    if room is None:
        return False
    lately = [timetable for changed, timetable in room.before if one.at - changed < timedelta(days=8)]
    return any(
        is_at_slot(timetable, one.at, zone)
        for timetable in (room.timetable, *lately)
        for zone in _zones(log, one)
    )


def _gifts_in(log: Log, card: Card) -> list[Thanks]:
    return [log.thanks[int(number)] for number in _MOMENT.findall(plain_text(card))]


def _public(log: Log, one: Sent) -> Iterator[str]:
    """Who has stopped, or keeps thanks private, is thanked in no channel."""
    if one.person is not None or _kind(log, one) not in THANKS | {"round-up"}:
        return
    for gift in _gifts_in(log, one.card):
        for receiver in gift.receivers:
            somebody = one.facts.people[receiver]
            if somebody.stopped or somebody.private:
                yield _tell(one, f"{receiver} is thanked in public: {somebody}")


def _told_twice(log: Log) -> Iterator[str]:
    """A thanks is announced once to the same person."""
    told: Counter[tuple[str, str]] = Counter()
    for one in log.sent:
        if _kind(log, one) not in THANKS | {"round-up"}:
            continue
        for part in one.card.parts:
            for gift in _gifts_in(log, Card("", (part,))):
                told.update((gift.reason, who) for who in gift.receivers if _tells(log, one, part, who))
    for (reason, who), count in told.items():
        if count > 1:
            yield f"{who} was told {count} times: {reason}"


def _tells(log: Log, one: Sent, part: Part, who: str) -> bool:
    """Whether a post with a gift in that part is where that person hears of the gift."""
    if one.person is not None:
        return one.person == who and _kind(log, one) == "kudos-direct"
    parts = [part] if _kind(log, one) == "round-up" else one.card.parts
    inside = {inline.platform_id for each in parts for inline in _line(each) if isinstance(inline, Mention)}
    return who in inside and who in one.facts.rooms[one.place].people


def _line(part: Part) -> Line:
    match part:
        case Text(line=line) | Note(line=line) | Title(line=line):
            return line
        case Fields(facts=facts):
            return tuple(inline for fact in facts for inline in fact.line)
        case _:
            return ()
