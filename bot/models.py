"""Frozen records: what the product knows, in the words of the house.

Instants are aware UTC datetimes (`*_at`), days are dates in the team's or member's zone (`*_on`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week. `str(week)` is its label, for example 2026-W47."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"

    @classmethod
    def of(cls, day: date) -> Week:
        iso = day.isocalendar()
        return cls(iso.year, iso.week)

    @classmethod
    def parse(cls, label: str) -> Week:
        """Raises ValueError for a label that names no ISO week."""
        match = re.fullmatch(r"(\d{4})-W(\d{2})", label, re.ASCII)
        if match is None:
            raise ValueError(f"{label!r} is not a week such as 2026-W47")
        week = cls(int(match[1]), int(match[2]))
        date.fromisocalendar(week.year, week.number, 1)
        return week

    def day(self, weekday: int) -> date:
        """The day of this week; weekday 0 is Monday."""
        return date.fromisocalendar(self.year, self.number, weekday + 1)

    def plus(self, weeks: int) -> Week:
        return Week.of(self.day(0) + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Timetable:
    """When a team's week happens. Weekdays count from Monday = 0; times are local to `zone` (IANA)."""

    weekday: int = 1
    at: time = time(10)
    zone: str = "UTC"
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    work_from: time = time(9)
    work_until: time = time(17)
    quiz_after: int | None = 2


class Platform(StrEnum):
    LOCAL = "local"
    SLACK = "slack"
    TEAMS = "teams"


class UnknownOutcome(StrEnum):
    """What to do with a post whose fate cannot be asked (DESIGN, sending)."""

    RESEND = "resend"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Workspace:
    id: str
    platform: Platform
    name: str
    created_at: datetime
    unknown_outcome: UnknownOutcome = UnknownOutcome.RESEND
    ended_at: datetime | None = None


class ConversationKind(StrEnum):
    CHANNEL = "channel"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a message can go. `platform_id` is the platform's name for it; `ended` why it no longer can."""

    id: int
    workspace_id: str
    platform_id: str
    kind: ConversationKind
    name: str
    public: bool = True
    member_id: int | None = None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace, with what they chose. `zone` is None where the platform does not tell it."""

    id: int
    workspace_id: str
    platform_id: str
    name: str
    zone: str | None = None
    is_app: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    deactivated_at: datetime | None = None
    direct: bool = False
    every_other_week: bool = False
    thanks_private: bool = False
    practice_day: int | None = None
    stopped_at: datetime | None = None
    paused_until_on: date | None = None
    away_until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A member in a team. People of the team's channel, and its managers, who need not be in the channel."""

    team_id: int
    member_id: int
    joined_at: datetime
    left_at: datetime | None = None
    manages: bool = False
    in_channel: bool = True


class DeliveryWay(StrEnum):
    """Where a team's ideas go."""

    CHANNEL = "channel"
    DIRECT = "direct"


class ThanksWay(StrEnum):
    AT_ONCE = "at-once"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Team:
    """A coached group. `changed_at` is the last change of its timetable: earlier slots do not count.

    `direct_zones` are the zones of the members who get ideas directly; `due_at` is when the clock
    looks at the team next (None: not before something changes).
    """

    id: int
    workspace_id: str
    conversation_id: int
    name: str
    timetable: Timetable
    series: tuple[str, ...]
    created_at: datetime
    changed_at: datetime
    delivery: DeliveryWay = DeliveryWay.CHANNEL
    thanks: ThanksWay = ThanksWay.AT_ONCE
    language: str = "en"
    round: int = 1
    skip_on: tuple[date, ...] = ()
    paused_at: datetime | None = None
    paused_until_on: date | None = None
    ended_at: datetime | None = None
    direct_zones: tuple[str, ...] = ()
    due_at: datetime | None = None
    summary_due_at: datetime | None = None
    created_by: int | None = None
    said_hello_at: datetime | None = None
    kudos_emoji: str | None = None


class LessonState(StrEnum):
    """`PLANNED`: owed or sent. `SKIPPED`: this week gets no tip; its tip is not used up."""

    PLANNED = "planned"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a team's week got. `tip_on` is the day on which the tip goes out, in the team's zone then."""

    team_id: int
    week: Week
    round: int
    state: LessonState
    planned_at: datetime
    tip_id: str | None = None
    tip_on: date | None = None
    tip_at: datetime | None = None
    quiz_at: datetime | None = None
    quiz_planned: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class QuizResult:
    """Frozen when the quiz closed, by the time of the answers; managers are in none of the counts.

    `roster` is how many could have answered; `closed_in` is the week whose figures it belongs to.
    """

    closed_in: Week
    roster: int
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """The question of a team's week. `order` holds the choice ids as shown, A first."""

    id: int
    team_id: int
    week: Week
    tip_id: str
    question_id: str
    order: tuple[str, ...]
    planned_at: datetime
    posted_at: datetime | None = None
    closes_at: datetime | None = None
    result: QuizResult | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A member's first answer to a quiz. `choices` are choice ids, sorted."""

    quiz_id: int
    member_id: int
    choices: tuple[str, ...]
    right: bool
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """An answer that counts for nobody but the member. `nonce` tells one attempt from the next."""

    member_id: int
    tip_id: str
    question_id: str
    choices: tuple[str, ...]
    right: bool
    answered_at: datetime
    nonce: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """A private "I'll try this". `tried` is None until they said how it went."""

    team_id: int
    week: Week
    member_id: int
    made_at: datetime
    taken_back_at: datetime | None = None
    tried: bool | None = None


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    AMBIGUOUS = "ambiguous"
    HELD = "held"
    SENT = "sent"
    DEAD = "dead"


class DeliveryKind(StrEnum):
    """What a delivery says; its card is built when it is sent, from this and the ids in `about`."""

    HELLO = "hello"
    TIP = "tip"
    QUIZ = "quiz"
    QUIZ_CLOSED = "quiz-closed"
    PROGRAMME_END = "programme-end"
    SUMMARY = "summary"
    ROUND_UP = "round-up"
    KUDOS = "kudos"
    KUDOS_DIRECT = "kudos-direct"
    KUDOS_UPDATE = "kudos-update"
    KUDOS_DELETE = "kudos-delete"
    WELCOME = "welcome"
    TROUBLE = "trouble"
    STILL_USEFUL = "still-useful"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message owed to a conversation. `key` is unique for ever.

    `slot_at` is when it was meant to go (lateness counts from there), `due_at` when it may go next.
    `edits` is the key of the delivery whose message this one changes or deletes; the `revision` of
    such an edit grows, and the newest wins. `about` holds ids only, never words.
    """

    key: str
    workspace_id: str
    conversation_id: int
    kind: DeliveryKind
    slot_at: datetime
    due_at: datetime
    about: Mapping[str, int | str] = field(default_factory=dict)
    team_id: int | None = None
    week: Week | None = None
    member_id: int | None = None
    edits: str | None = None
    revision: int = 0
    state: DeliveryState = DeliveryState.PENDING
    fence: int = 0
    tries: int = 0
    reason: str | None = None
    message_id: str | None = None
    sent_at: datetime | None = None
    changed_at: datetime | None = None
