"""Teams that are decided together get what each would get alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NoReturn

from bot import teams
from bot.models import (
    Conversation,
    ConversationKind,
    DeliveryWay,
    Lesson,
    LessonState,
    Membership,
    Team,
    Timetable,
    Week,
)
from bot.ports import Look, Transaction
from bot.week import planning
from tests.world import World, lessons

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SLOT = datetime(2026, 11, 24, 10, tzinfo=UTC)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
WEEKS = 3 * WEEK

# Each is a team of its own beside those that are like all: whatever a week is decided by is varied here.
TIMETABLES: list[dict[str, Any]] = [
    {},
    {"weekday": 2},
    {"at": time(18)},
    {"zone": "Asia/Tokyo"},
    {"working_days": (1, 3)},
    {"work_from": time(11)},
    {"work_until": time(9, 30)},
    {"quiz_after": None},
    {"quiz_after": 0},
]
SETTINGS: list[dict[str, Any]] = [
    {},
    {"series": ("retrain-your-brain", "look-up")},
    {"changed_at": SLOT},
    {"changed_at": SLOT - 3 * WEEK},
    {"changed_at": NOW + DAY},
    {"delivery": DeliveryWay.DIRECT},
    {"round": 2},
    {"skip_on": (date(2026, 11, 26), date(2026, 12, 1))},
    {"paused_at": NOW},
    {"paused_at": NOW, "paused_until_on": date(2026, 12, 3)},
    {"created_by": 1},
    {"created_by": 1, "said_hello_at": NOW},
]
TAUGHT = Lesson(
    0, Week(2026, 47), 1, LessonState.PLANNED, NOW, "", date(2026, 11, 17), SLOT - WEEK, NOW - DAY, True
)
HISTORIES: list[list[dict[str, Any]]] = [
    [],
    [{}],
    [{"quiz_planned": False}],
    [{"quiz_planned": False, "quiz_at": NOW + DAY}],
    [{"quiz_planned": False, "tip_at": NOW - timedelta(hours=1)}],
    [{"tip_on": date(2026, 11, 25)}],
    [{"tip_id": "other"}],
    [{"week": Week(2026, 48)}],
    [{"state": LessonState.SKIPPED, "tip_on": None, "tip_at": None, "quiz_at": None, "quiz_planned": False}],
]


class Undone(Exception):
    """Carries what was found out of a savepoint."""


def settle(tx: Transaction) -> None:
    """Two teams of each kind; some have people who get ideas directly, and a manager."""
    for settings in SETTINGS:
        every_kind(tx, settings, {}, [{}])
    for timetable in TIMETABLES:
        every_kind(tx, {}, timetable, [])
    for history in HISTORIES:
        every_kind(tx, {}, {}, history)
    every_kind(tx, {"series": ("retrain-your-brain", "look-up")}, {}, [])


def every_kind(
    tx: Transaction, settings: dict[str, Any], timetable: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    known = (tx.members.find("local", name) for name in ("marta", "jonas"))
    people = [one for one in known if one is not None]
    for joined in ([], [], people):
        number = len(tx.teams.all())
        name = f"desk-{number}"
        place = tx.conversations.put(Conversation(0, "local", name, ConversationKind.CHANNEL, name))
        plain = Timetable(1, time(10), "UTC")
        team = Team(
            0, "local", place.id, name, replace(plain, **timetable), ("look-up",), NOW, SLOT - 2 * DAY
        )
        changed = team.changed_at - timedelta(minutes=number)
        team = tx.teams.add(replace(team, **{"changed_at": changed, **settings}))
        teach(tx, team, history)
        for member in joined:
            tx.members.save(replace(member, direct=True, zone="Asia/Tokyo"))
            tx.teams.put_membership(Membership(team.id, member.id, NOW, manages=member is joined[0]))
        teams.refresh(tx, team, NOW)
        tx.teams.look_at(team.id, NOW)


def teach(tx: Transaction, team: Team, history: list[dict[str, Any]]) -> None:
    tips = lessons().tips_of(team.series)
    for how in history:
        lesson = replace(TAUGHT, **{**how, "team_id": team.id, "tip_id": tips["tip_id" in how].id})
        had = frozenset([tips[0].id]) if lesson.tip_id == tips[0].id else None
        place = lessons().places_in(team.series).name_of(had) if had else None
        tx.lessons.plan([Look([team.id], [lesson], NOW, place)])


def live(tx: Transaction, limit: int) -> dict[str, object]:
    """Some weeks, planned so many teams at a time; and back to where it began."""
    now = NOW
    try:
        with tx.savepoint():
            while now < NOW + WEEKS:
                while planning.plan_due(tx, lessons(), now, limit):
                    pass
                now = tx.teams.next_look_at(now) or NOW + WEEKS
            undo(found(tx))
    except Undone as undone:
        (kept,) = undone.args
        return dict(kept)


def undo(kept: dict[str, object]) -> NoReturn:
    raise Undone(kept)


def found(tx: Transaction) -> dict[str, object]:
    every = {team.name: team for team in tx.teams.all()}
    return {
        "teams": every,
        "lessons": {name: tx.lessons.of_team(team.id) for name, team in every.items()},
        "quizzes": {
            name: [replace(quiz, id=0) for quiz in tx.quizzes.of_team(team.id)]
            for name, team in every.items()
        },
        "owed": {one.key: replace(one, conversation_id=0) for one in tx.deliveries.find(limit=10_000)},
    }


async def test_together_they_get_what_each_gets_alone(tmp_path: Path) -> None:
    world = await World.make(tmp_path)
    await world.decide(settle)
    waiting = await world.read(lambda tx: [len(one.changed_at) for one in tx.teams.due(NOW, 1_000)])
    assert max(waiting) > 5
    alone = await world.decide(lambda tx: live(tx, 1))
    together = await world.decide(lambda tx: live(tx, 1_000))
    for what, each in together.items():
        assert each == alone[what], what
    await world.close()


async def test_a_slot_counts_for_who_changed_before_it(tmp_path: Path) -> None:
    """Alike but for that: the team that changed after Tuesday's slot waits for the next week's."""
    world = await World.make(tmp_path)

    def plan(tx: Transaction) -> list[int]:
        found = []
        for number, changed_at in enumerate((SLOT - timedelta(hours=1), SLOT, SLOT - timedelta(hours=2))):
            place = Conversation(0, "local", f"desk-{number}", ConversationKind.CHANNEL, "desk")
            conversation = tx.conversations.put(place)
            timetable = Timetable(1, time(10), "UTC")
            desk = Team(0, "local", conversation.id, "desk", timetable, ("look-up",), SLOT, changed_at)
            found.append(tx.teams.add(desk).id)
            tx.teams.look_at(found[-1], NOW)
        planning.plan_due(tx, lessons(), NOW, 10)
        return [len(tx.lessons.of_team(team_id)) for team_id in found]

    assert await world.decide(plan) == [1, 0, 1]
    await world.close()
