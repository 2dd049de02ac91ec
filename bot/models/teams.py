"""People, teams, and who is in which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.models.calendar import Timetable


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

    @property
    def is_named(self) -> bool:
        """Somebody whose name the platform has not told yet goes by their id."""
        return self.name != self.platform_id


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

    `direct_zones` are the zones of the members who get ideas directly; `summary_due_at` is when the week's
    end is looked at next (None: not before something changes).
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
    summary_due_at: datetime | None = None
    created_by: int | None = None
    said_hello_at: datetime | None = None
    kudos_emoji: str | None = None
