"""A Slack team with as many people as answer, on the Thursday of its question; and their signed requests."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from adapters.wiring import StandingClock, build
from bot import teams
from bot.actions import AnswerQuiz
from bot.codec import pack
from bot.models import Timetable
from bot.ports import Transaction
from storage import open_store
from tests.adapters.slack.front_desk import DESK, FORM, HOTEL, signed, written
from tests.adapters.slack.recorded import recorded
from tests.bench.ingress.load import Request
from tests.bench.ingress.servers import AT, settings_for
from tests.fake_slack import FakeSlack, channel, person

PRESS_LASTS = 3600.0


def person_id(number: int) -> str:
    return f"U0{number:06}"


def open_desk(slack: FakeSlack, file: Path, people: int) -> str:
    """Answers the packed action of a right answer."""
    persons = [person(person_id(one), f"Person {one}") for one in range(people)]
    rooms = [channel(DESK, "front-desk", [one["id"] for one in persons])]
    slack.open_workspace(HOTEL, name="Hotel", people=persons, channels=rooms)
    return asyncio.run(_settle(slack, file))


async def _settle(slack: FakeSlack, file: Path) -> str:
    settings = settings_for("slack", file, slack.address)
    async with build(settings, local=False, at=AT - timedelta(days=3)) as application:
        await application.settle()

        def add(tx: Transaction) -> None:
            room = tx.conversations.find(HOTEL, DESK)
            assert room is not None
            plan = teams.TeamPlan("Front desk", Timetable(), ("look-up",))
            teams.add_team(tx, application.library, room, plan, application.clock.now())

        await application.store.decide(add)
        await application.follow_channel(HOTEL, DESK)
        assert isinstance(application.clock, StandingClock)
        for at in (AT.replace(day=24, hour=10), AT):
            application.clock._at = at
            await application.make_pass()
        [quiz] = await application.store.read(lambda tx: tx.quizzes.of_team(1))
        assert quiz.posted_at is not None
        return pack(AnswerQuiz(quiz.id, (quiz.order[0],)))


def answers(slack: FakeSlack, packed: str, people: Sequence[int]) -> list[Request]:
    """Each person presses a letter of the question in the channel."""
    found = []
    for one in people:
        about = slack.press(HOTEL, person_id(one), DESK, None, PRESS_LASTS)
        payload = recorded("press", **{"user.id": person_id(one), **about})
        payload["actions"][0] |= {"value": packed, "action_ts": f"1764255000.{one:06}"}
        body, headers = written(payload)
        found.append((body, {**headers, **signed(body)}))
    return found


def commands(slack: FakeSlack, people: Sequence[int]) -> list[Request]:
    found = []
    for one in people:
        about = slack.press(HOTEL, person_id(one), DESK, None, PRESS_LASTS)
        body, _ = written(recorded("command", user_id=person_id(one), text="mine", **about))
        found.append((body, {**FORM, **signed(body)}))
    return found


def answered(file: Path) -> tuple[int, int]:
    """How many answers are stored, and of how many people."""

    async def count() -> tuple[int, int]:
        store = open_store(str(file))
        stored = await store.read(lambda tx: tx.quizzes.answers(1))
        await store.close()
        return len(stored), len({one.member_id for one in stored})

    return asyncio.run(count())
