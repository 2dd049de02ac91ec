"""A year within the noise budget, over a few seeds; `make noise` does it over many."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Card, Text, Typed
from bot.models import Timetable
from tests.noise.budget import breaches
from tests.noise.facts import Facts, Log, Owed, Room, Sent, Somebody, Thanks
from tests.noise.year import BEGINS, simulate

SEEDS = (1, 3)
"""One more is lived on Slack, in test_slack_year.py."""

TUESDAY = BEGINS + timedelta(days=1, hours=3)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_busy_year_keeps_to_the_budget(seed: int) -> None:
    log = await simulate(seed)
    assert breaches(log) == []
    heard = Counter(log.owed[one.key].kind for one in log.sent)
    assert set(heard) >= {"tip", "quiz", "summary", "round-up", "kudos", "kudos-direct"}
    assert heard["tip"] > 100
    assert heard["kudos-direct"] + heard["kudos"] > 200
    assert log.acts > 800


FACTS = Facts(
    {"ana": Somebody("ana", "UTC"), "li": Somebody("li", "UTC")},
    {"desk": Room("desk", frozenset({"ana", "li"}), frozenset({"li"}), Timetable())},
)


def heard(*sent: Sent, thanks: tuple[Thanks, ...] = ()) -> Log:
    owed = {one.key: Owed(one.key.partition("/")[0], "desk") for one in sent}
    return Log(list(sent), list(thanks), owed, 0)


def post(key: str, place: str = "@ana", days: float = 0, facts: Facts = FACTS, text: str = "") -> Sent:
    card = Card(text, (Text((Typed(text),)),))
    return Sent(TUESDAY + timedelta(days=days), place, key, card, facts)


def told(**changes: object) -> Facts:
    return Facts({**FACTS.people, "ana": replace(FACTS.people["ana"], **changes)}, FACTS.rooms)  # type: ignore[arg-type]


def with_room(**changes: object) -> Facts:
    return Facts(FACTS.people, {"desk": replace(FACTS.rooms["desk"], **changes)})  # type: ignore[arg-type]


def test_the_tip_and_its_question_are_within_the_budget() -> None:
    direct = [post("tip/1"), post("quiz/1", days=2), post("tip/2", days=7)]
    channel = [post(f"{one.key}/c", "desk", days=n * 2) for n, one in enumerate(direct[:2])]
    assert breaches(heard(*direct, *channel, post("round-up/1", "desk", days=6))) == []


TOMORROW = (TUESDAY + timedelta(days=1)).date()
THANKS = Thanks("Moment 0: well done.", TUESDAY, ("ana",))
BREACHES: dict[str, tuple[Log, str]] = {
    "a post sent twice": (heard(post("tip/1"), post("tip/1", days=7)), "sent 2 times"),
    "a third post": (heard(*(post(f"quiz/{n}", "desk", n) for n in range(3))), "3 scheduled posts"),
    "two round-ups": (heard(*(post(f"round-up/{n}", "desk", n) for n in range(2))), "2 round-ups"),
    "two ideas": (heard(post("tip/1"), post("tip/2", days=2)), "2 ideas"),
    "an idea and its farewell": (heard(post("tip/1"), post("still-useful/2", days=2)), "2 ideas"),
    "two questions": (heard(post("quiz/1"), post("quiz/2", days=2)), "2 questions"),
    "a reminder": (heard(post("reminder/1")), "nobody ever gets reminder"),
    "a summary in the channel": (heard(post("summary/1", "desk")), "a channel never gets summary"),
    "at night": (heard(post("summary/1", days=0.5)), "nobody works"),
    "on a Sunday": (heard(post("kudos-direct/1", days=5)), "nobody works"),
    "an idea three hours late at night": (heard(post("tip/1", days=0.5)), "nobody works"),
    "old thanks at night": (
        heard(post("kudos/1", "desk", 0.5, text=THANKS.reason), thanks=(THANKS,)),
        "works",
    ),
    "to who has stopped": (heard(post("kudos-direct/1", facts=told(stopped=True))), "don't want it"),
    "to who pauses": (heard(post("tip/1", facts=told(paused_until=TOMORROW))), "don't want it"),
    "to who is away": (heard(post("summary/1", facts=told(away_until=TOMORROW))), "don't want it"),
    "to who is gone": (heard(post("kudos-direct/1", facts=told(gone=True))), "deactivated"),
    "to who left": (heard(post("tip/1", facts=with_room(people=frozenset({"li"})))), "left the channel"),
    "in a pause": (heard(post("tip/1", "desk", facts=with_room(paused=True))), "the team pauses"),
    "on a day to skip": (
        heard(post("quiz/1", "desk", facts=with_room(skips=frozenset({TUESDAY.date()})))),
        "the team skips",
    ),
    "private thanks in public": (
        heard(post("kudos/1", "desk", facts=told(private=True), text=THANKS.reason), thanks=(THANKS,)),
        "thanked in public",
    ),
    "told twice": (
        heard(*(post(f"kudos-direct/{n}", text=THANKS.reason) for n in range(2)), thanks=(THANKS,)),
        "told 2 times",
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_the_judge_sees(name: str) -> None:
    log, sentence = BREACHES[name]
    found = breaches(log)
    assert found
    assert any(sentence in one for one in found)
