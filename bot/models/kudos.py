"""Kudos: what somebody thanked others for, and where it went."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class GiftPlace(StrEnum):
    """Where a gift went, and why there. Only the first three are with the team, and in any figure.

    `ROUND_UP`: gathered for the week's round-up. `ONLY`: the giver chose so. `DIRECTLY`: to each directly,
    since one of them keeps thanks private or has stopped, which nobody is told. `NO_TEAM`: no receiver is
    in a team. `UNREACHABLE`: the team's channel could not be written to.
    """

    CHANNEL = "channel"
    THREAD = "thread"
    ROUND_UP = "round-up"
    ONLY = "only"
    DIRECTLY = "directly"
    NO_TEAM = "no-team"
    UNREACHABLE = "unreachable"


WITH_TEAM = frozenset({GiftPlace.CHANNEL, GiftPlace.THREAD, GiftPlace.ROUND_UP})


class Told(StrEnum):
    """How a receiver hears of it: once. `HOME`: not at all, it waits in their home."""

    CHANNEL = "channel"
    ROUND_UP = "round-up"
    DIRECT = "direct"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receiver's side of a gift. Who hid theirs is named nowhere any more."""

    member_id: int
    told: Told
    hidden_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """The message that a gift was given from: platform ids, and a link that people of the place can open."""

    conversation: str
    message: str
    link: str = ""

    @property
    def mark(self) -> str:
        """Tells the message from every other, and nothing of it to who reads the database."""
        return hashlib.blake2b(f"{self.conversation}/{self.message}".encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Gift:
    """`nonce` makes the same gift delivered twice one gift of its giver's.

    `given_on` and `until_at` are the day of giving in the giver's zone, and its end: until then it can be
    undone. `team_id` is the team it was shared with or meant for.
    """

    id: int
    workspace_id: str
    giver_id: int
    receipts: tuple[Receipt, ...]
    reason: str
    place: GiftPlace
    given_at: datetime
    given_on: date
    until_at: datetime
    nonce: str
    behaviour: str | None = None
    team_id: int | None = None
    origin: Origin | None = None
    undone_at: datetime | None = None
    removed_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Neither undone by its giver nor removed by a manager."""
        return self.undone_at is None and self.removed_at is None

    @property
    def is_public(self) -> bool:
        return self.place in WITH_TEAM

    @property
    def receiver_ids(self) -> tuple[int, ...]:
        """Everybody thanked, in the order the giver named them."""
        return tuple(one.member_id for one in self.receipts)

    @property
    def shown_ids(self) -> tuple[int, ...]:
        """The receivers who did not hide theirs."""
        return tuple(one.member_id for one in self.receipts if one.hidden_at is None)


@dataclass(frozen=True, slots=True)
class SmallGift:
    """A thank-you by reaction: the team's emoji under somebody's message in the team's channel.

    `mark` is the message's (`Origin.mark`); nothing of it is kept. `public` is False where the receiver kept
    thanks private then. `changed_at` is the platform's instant of the last event about it. `asked_on` is the
    giver's day on which they were asked about it. `gift_id` is a gift that says the same in words.
    """

    id: int
    workspace_id: str
    team_id: int
    giver_id: int
    receiver_id: int
    mark: str
    emoji: str
    public: bool
    given_at: datetime
    changed_at: datetime
    asked_on: date | None = None
    taken_back_at: datetime | None = None
    declined_at: datetime | None = None
    gift_id: int | None = None

    @property
    def stands(self) -> bool:
        """The reaction is there, and its giver did not say that it is not to count."""
        return self.taken_back_at is None and self.declined_at is None
