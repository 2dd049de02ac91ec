"""Gifts and small thanks in the store."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from bot.models import Gift, Origin, SmallGift


class Gifts(Protocol):
    def get(self, gift_id: int) -> Gift | None: ...

    def of_nonce(self, giver_id: int, nonce: str) -> Gift | None:
        """The gift that this nonce of the giver's made, if it made one."""

    def add(self, gift: Gift) -> Gift:
        """Adds it under a new id (the given one is ignored). Raises ValueError for a nonce used before."""

    def save(self, gift: Gift) -> None:
        """Who gave it, to whom, when and from where never changes; the rest does."""

    def count_on(self, giver_id: int, given_on: date) -> int:
        """How many the giver gave on a day of theirs, undone ones included."""

    def count_announced(self, team_id: int, from_at: datetime, to_at: datetime) -> int:
        """Standing announcements in the team's channel, in threads or not, given in that time."""

    def gathered(self, team_id: int, from_at: datetime, to_at: datetime) -> list[Gift]:
        """Those that wait for the team's round-up, given in that time: standing, earliest first."""

    def of_team(self, team_id: int, from_at: datetime, to_at: datetime) -> list[Gift]:
        """What counts in the team's figures: given in that time, earliest first.

        With the team, neither undone nor removed, and not hidden by every receiver (`shown_ids` are the
        receivers that count). A gift belongs to the one team that it was shared with. Private ones never.
        """

    def latest(self, giver_id: int) -> Gift | None:
        """The last one given, whatever became of it."""

    def given(self, giver_id: int, limit: int) -> list[Gift]:
        """Standing, newest first."""

    def received(self, member_id: int, limit: int) -> list[Gift]:
        """Standing, newest first; those that the receiver hid from others too."""

    def of_message(self, giver_id: int, origin: Origin) -> list[Gift]:
        """Those that the giver gave from this message and that stand, newest first."""

    def count_given(self, giver_id: int, from_at: datetime, to_at: datetime) -> int:
        """Standing, public or not: only for the giver's own eyes."""

    def count_received(self, member_id: int, from_at: datetime, to_at: datetime) -> int:
        """Standing, public or not: only for the receiver's own eyes."""

    def first_direct(self, member_id: int) -> int | None:
        """The id of the first gift that a member was told of directly."""

    def second(self, gift_id: int, member_id: int, at: datetime) -> bool:
        """False, and nothing changed, if the member has seconded it before."""

    def seconders(self, gift_id: int) -> list[int]:
        """Member ids, earliest first."""

    def keep_origin(self, member_id: int, nonce: str, origin: Origin, at: datetime) -> None:
        """Remembers for some days where an open form was opened from. A second time changes nothing."""

    def origin(self, member_id: int, nonce: str) -> Origin | None: ...


class SmallGifts(Protocol):
    """Thanks by reaction. A giver has one a message, whatever becomes of it."""

    def get(self, small_id: int) -> SmallGift | None: ...

    def of_mark(self, giver_id: int, mark: str) -> SmallGift | None: ...

    def add(self, small: SmallGift) -> SmallGift:
        """Adds it under a new id (the given one is ignored). Raises ValueError for a second one a message."""

    def save(self, small: SmallGift) -> None:
        """Who thanked whom for which message never changes; the rest does."""

    def was_asked_on(self, giver_id: int, asked_on: date) -> bool:
        """Whether the giver was asked about any of theirs on a day of theirs."""

    def say_in_words(self, gift: Gift) -> None:
        """A gift given from a message says in words what its giver's small thanks there to a receiver did."""

    def of_team(self, team_id: int, from_at: datetime, to_at: datetime) -> list[datetime]:
        """When each was given that counts in the team's figures, in that time, earliest first.

        Public, standing, and not said in words by a gift that stands.
        """
