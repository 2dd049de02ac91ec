"""Records to store: small ones to vary, and whole ones of which every field says something."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.models import (
    Answer,
    Conversation,
    ConversationKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    DeliveryWay,
    Lesson,
    LessonState,
    Member,
    Membership,
    Platform,
    Quiz,
    QuizResult,
    Team,
    ThanksWay,
    Timetable,
    UnknownOutcome,
    Week,
    Workspace,
)
from bot.ports import Store, Transaction

MANY = 200
AT = datetime(2026, 11, 24, 10, 0, 0, 123_456, tzinfo=UTC)
HOUR = timedelta(hours=1)
WEEK = Week(2026, 48)

LINKS = "https://hotel.example/archives/{conversation}/p{digits}"
WORKSPACE = Workspace("W", Platform.SLACK, "Hotel Aurora", AT, UnknownOutcome.HOLD, AT + HOUR, LINKS)
PLACE = Conversation(0, "W", "C1", ConversationKind.CHANNEL, "front-desk", public=False, ended="archived")
MEMBER = Member(
    0,
    "W",
    "U1",
    "Öykü Straße",
    "Europe/Lisbon",
    is_app=True,
    is_stranger=True,
    is_admin=True,
    deactivated_at=AT,
    direct=True,
    every_other_week=True,
    thanks_private=True,
    practice_day=4,
    stopped_at=AT + HOUR,
    paused_until_on=date(2026, 12, 1),
    away_until_on=date(2026, 12, 24),
)
TIMETABLE = Timetable(4, time(20, 30), "Asia/Tokyo", (4, 5, 6), time(8, 15), time.max, None)
TEAM = Team(
    0,
    "W",
    1,
    "Front desk",
    TIMETABLE,
    ("look-up", "retrain-your-brain"),
    AT,
    AT + HOUR,
    DeliveryWay.DIRECT,
    ThanksWay.WEEKLY,
    "pt-BR",
    3,
    (date(2026, 12, 25), date(2027, 1, 1)),
    AT + 2 * HOUR,
    date(2027, 1, 4),
    AT + 3 * HOUR,
    ("Asia/Tokyo", "Europe/Lisbon"),
    AT + 5 * HOUR,
    1,
    AT + 6 * HOUR,
    "raised_hands",
)
LESSON = Lesson(
    1,
    WEEK,
    2,
    LessonState.PLANNED,
    AT,
    "look-up/smile",
    date(2026, 11, 24),
    AT + HOUR,
    AT + 2 * HOUR,
    quiz_planned=True,
    reason="late",
)
RESULT = QuizResult(Week(2026, 49), 9, 7, 5)
QUIZ = Quiz(
    0, 1, WEEK, "look-up/smile", "desk", ("wait", "greet", "call"), AT, AT + HOUR, AT + 80 * HOUR, RESULT
)
DELIVERY = Delivery(
    "tip/2026-W48/1",
    "W",
    1,
    DeliveryKind.TIP,
    AT,
    AT + HOUR,
    {"lesson": 7, "who": "é"},
    1,
    WEEK,
    1,
    "tip/2026-W47/1",
    3,
    DeliveryState.HELD,
    5,
    2,
    "archived",
    "1700.0001",
    AT + 2 * HOUR,
    AT + 3 * HOUR,
)


def unsaid(record: Any) -> list[str]:
    """The fields that have their default value: what a test with this record could not see lost."""
    return [
        field.name
        for field in fields(record)
        if (field.default is not MISSING and getattr(record, field.name) == field.default)
        or (field.default_factory is not MISSING and getattr(record, field.name) == field.default_factory())
    ]


def add_workspace(tx: Transaction, workspace_id: str = "W") -> None:
    tx.workspaces.put(Workspace(workspace_id, Platform.SLACK, "Hotel", AT))


def add_place(tx: Transaction, platform_id: str = "C1", workspace_id: str = "W") -> Conversation:
    return tx.conversations.put(
        Conversation(0, workspace_id, platform_id, ConversationKind.CHANNEL, platform_id)
    )


def add_member(tx: Transaction, name: str = "marta", workspace_id: str = "W", **values: Any) -> Member:
    return tx.members.add(replace(Member(0, workspace_id, name, name.capitalize()), **values))


def add_team(
    tx: Transaction,
    name: str = "Front desk",
    workspace_id: str = "W",
    due_at: datetime | None = None,
    **values: Any,
) -> Team:
    """A team in a channel named like it, that the clock looks at then."""
    place = add_place(tx, name, workspace_id)
    team = Team(0, workspace_id, place.id, name, Timetable(), ("look-up",), AT, AT)
    team = tx.teams.add(replace(team, **values))
    tx.teams.look_at(team.id, due_at)
    return team


def add_front_desk(tx: Transaction) -> Team:
    """Workspace W, the front desk with marta and jonas, its lesson and its quiz."""
    add_workspace(tx)
    team = add_team(tx)
    for name in ("marta", "jonas"):
        tx.teams.put_membership(Membership(team.id, add_member(tx, name).id, AT))
    tx.lessons.put([Lesson(team.id, WEEK, 1, LessonState.PLANNED, AT, "look-up/smile")])
    tx.quizzes.add([new_quiz(team.id)])
    return team


def new_quiz(team_id: int, week: Week = WEEK) -> Quiz:
    return Quiz(0, team_id, week, "look-up/smile", "desk", ("greet", "wait"), AT)


def new_answer(quiz_id: int, member_id: int) -> Answer:
    return Answer(quiz_id, member_id, ("greet",), right=True, answered_at=AT)


def new_delivery(
    key: str, place: int = 1, at: datetime = AT, workspace_id: str = "W", **more: Any
) -> Delivery:
    return replace(Delivery(key, workspace_id, place, DeliveryKind.TIP, at, at), **more)


def count(tx: Transaction) -> int:
    """Reads a number, then writes it one higher: loses some if two do it at once."""
    shown = sum(1 for n in range(MANY * 2) if tx.identities.shown("W", f"count-{n}") is not None)
    tx.identities.keep("W", f"count-{shown}", "", AT)
    return shown + 1


async def counted(store: Store) -> int:
    return (await store.decide(count)) - 1
