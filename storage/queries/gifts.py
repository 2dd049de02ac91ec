"""Gifts, who got them, and who seconded them."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.models import WITH_TEAM, Gift, Origin, Receipt, Told
from storage.rows.columns import assigned, listed, marks
from storage.rows.kudos import (
    CHANGING,
    GIFT,
    RECEIPT,
    changing_values,
    gift_of,
    gift_values,
    receipt_of,
    receipt_values,
)
from storage.session import Session
from storage.values import day_text, micros

_ORIGINS_KEPT = timedelta(days=7)
_MOST_OF_MESSAGE = 10
_WITHOUT_ID = GIFT.removeprefix("id, ")
_STANDS = "g.undone_at IS NULL AND g.removed_at IS NULL"
_IN_TIME = "g.team_id = ? AND g.given_at >= ? AND g.given_at < ?"
_PUBLIC = ", ".join(f"'{place.value}'" for place in sorted(WITH_TEAM))
_SHOWN = "EXISTS (SELECT 1 FROM gift_receivers r WHERE r.gift_id = g.id AND r.hidden_at IS NULL)"
_EARLIEST = "ORDER BY g.given_at, g.id"
_NEWEST = "ORDER BY g.given_at DESC, g.id DESC LIMIT ?"

# What stands behind "FROM gifts g"; the receivers are read by the same.
_BY_ID = "WHERE g.id = ?"
_BY_NONCE = "WHERE g.giver_id = ? AND g.nonce = ?"
_GATHERED = f"WHERE {_IN_TIME} AND g.place = 'round-up' AND {_STANDS} {_EARLIEST}"
_OF_TEAM = f"WHERE {_IN_TIME} AND g.place IN ({_PUBLIC}) AND {_STANDS} AND {_SHOWN} {_EARLIEST}"
_LATEST = f"WHERE g.giver_id = ? {_NEWEST}"
_GIVEN = f"WHERE g.giver_id = ? AND {_STANDS} {_NEWEST}"
_OF_MESSAGE = f"""
    WHERE g.giver_id = ? AND g.origin_conversation = ? AND g.origin_message = ? AND {_STANDS} {_NEWEST}
"""
_RECEIVED = f"""
    JOIN gift_receivers m ON m.gift_id = g.id WHERE m.member_id = ? AND {_STANDS} {_NEWEST}
"""

_ADD = f"""
    INSERT INTO gifts ({_WITHOUT_ID}) VALUES ({marks(_WITHOUT_ID)})
    ON CONFLICT (giver_id, nonce) DO NOTHING RETURNING id
"""
_ADD_RECEIPT = f"INSERT INTO gift_receivers ({RECEIPT}) VALUES ({marks(RECEIPT)})"
_SAVE = f"UPDATE gifts SET {assigned(CHANGING)} WHERE id = ?"
_SAVE_RECEIPT = "UPDATE gift_receivers SET told = ?, hidden_at = ? WHERE gift_id = ? AND member_id = ?"
_COUNT_ON = "SELECT count(*) FROM gifts g WHERE g.giver_id = ? AND g.given_on = ?"
_COUNT_ANNOUNCED = f"""
    SELECT count(*) FROM gifts g WHERE {_IN_TIME} AND g.place IN ('channel', 'thread') AND {_STANDS}
"""
_COUNT_GIVEN = f"""
    SELECT count(*) FROM gifts g WHERE g.giver_id = ? AND g.given_at >= ? AND g.given_at < ? AND {_STANDS}
"""
_COUNT_RECEIVED = f"""
    SELECT count(*) FROM gift_receivers m JOIN gifts g ON g.id = m.gift_id
    WHERE m.member_id = ? AND g.given_at >= ? AND g.given_at < ? AND {_STANDS}
"""
_FIRST_DIRECT = "SELECT min(gift_id) FROM gift_receivers WHERE member_id = ? AND told = ?"
_SECOND = """
    INSERT INTO gift_seconds (gift_id, member_id, seconded_at) VALUES (?, ?, ?)
    ON CONFLICT (gift_id, member_id) DO NOTHING
"""
_SECONDERS = "SELECT member_id FROM gift_seconds WHERE gift_id = ? ORDER BY seconded_at, member_id"
_FORGET_ORIGINS = "DELETE FROM gift_origins WHERE opened_at < ?"
_KEEP_ORIGIN = """
    INSERT INTO gift_origins (member_id, nonce, conversation, message, link, opened_at)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (member_id, nonce) DO NOTHING
"""
_ORIGIN = "SELECT conversation, message, link FROM gift_origins WHERE member_id = ? AND nonce = ?"


class GiftQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, gift_id: int) -> Gift | None:
        return self._one(_BY_ID, gift_id)

    def of_nonce(self, giver_id: int, nonce: str) -> Gift | None:
        return self._one(_BY_NONCE, giver_id, nonce)

    def add(self, gift: Gift) -> Gift:
        row = self._session.row(_ADD, gift_values(gift))
        if row is None:
            raise ValueError(f"member {gift.giver_id} has given with this nonce before")
        added = replace(gift, id=row[0])
        receipts = (receipt_values(added.id, place, one) for place, one in enumerate(gift.receipts))
        self._session.change_all(_ADD_RECEIPT, receipts)
        return added

    def save(self, gift: Gift) -> None:
        """Raises LookupError for a gift that was never added."""
        if not self._session.change(_SAVE, (*changing_values(gift), gift.id)):
            raise LookupError(f"there is no gift {gift.id}")
        changed = ((one.told.value, micros(one.hidden_at), gift.id, one.member_id) for one in gift.receipts)
        self._session.change_all(_SAVE_RECEIPT, changed)

    def count_on(self, giver_id: int, given_on: date) -> int:
        return self._count(_COUNT_ON, giver_id, day_text(given_on))

    def count_announced(self, team_id: int, from_at: datetime, to_at: datetime) -> int:
        return self._count(_COUNT_ANNOUNCED, team_id, micros(from_at), micros(to_at))

    def gathered(self, team_id: int, from_at: datetime, to_at: datetime) -> list[Gift]:
        return self._gifts(_GATHERED, (team_id, micros(from_at), micros(to_at)))

    def of_team(self, team_id: int, from_at: datetime, to_at: datetime) -> list[Gift]:
        return self._gifts(_OF_TEAM, (team_id, micros(from_at), micros(to_at)))

    def latest(self, giver_id: int) -> Gift | None:
        return self._one(_LATEST, giver_id, 1)

    def given(self, giver_id: int, limit: int) -> list[Gift]:
        return self._gifts(_GIVEN, (giver_id, limit))

    def received(self, member_id: int, limit: int) -> list[Gift]:
        return self._gifts(_RECEIVED, (member_id, limit))

    def of_message(self, giver_id: int, origin: Origin) -> list[Gift]:
        return self._gifts(_OF_MESSAGE, (giver_id, origin.conversation, origin.message, _MOST_OF_MESSAGE))

    def count_given(self, giver_id: int, from_at: datetime, to_at: datetime) -> int:
        return self._count(_COUNT_GIVEN, giver_id, micros(from_at), micros(to_at))

    def count_received(self, member_id: int, from_at: datetime, to_at: datetime) -> int:
        return self._count(_COUNT_RECEIVED, member_id, micros(from_at), micros(to_at))

    def first_direct(self, member_id: int) -> int | None:
        row = self._session.row(_FIRST_DIRECT, (member_id, Told.DIRECT.value))
        return row[0] if row else None

    def second(self, gift_id: int, member_id: int, at: datetime) -> bool:
        return self._session.change(_SECOND, (gift_id, member_id, micros(at))) == 1

    def seconders(self, gift_id: int) -> list[int]:
        return [member_id for (member_id,) in self._session.rows(_SECONDERS, (gift_id,))]

    def keep_origin(self, member_id: int, nonce: str, origin: Origin, at: datetime) -> None:
        self._session.change(_FORGET_ORIGINS, (micros(at - _ORIGINS_KEPT),))
        values = (member_id, nonce, origin.conversation, origin.message, origin.link, micros(at))
        self._session.change(_KEEP_ORIGIN, values)

    def origin(self, member_id: int, nonce: str) -> Origin | None:
        row = self._session.row(_ORIGIN, (member_id, nonce))
        return Origin(*row) if row else None

    def _one(self, which: str, *values: object) -> Gift | None:
        gifts = self._gifts(which, values)
        return gifts[0] if gifts else None

    def _gifts(self, which: str, values: Sequence[object]) -> list[Gift]:
        rows = self._session.rows(f"SELECT {listed(GIFT, 'g')} FROM gifts g {which}", values)
        if not rows:
            return []
        receipts = self._receipts(which, values)
        return [gift_of(row, tuple(receipts[row[0]])) for row in rows]

    def _receipts(self, which: str, values: Sequence[object]) -> dict[int, list[Receipt]]:
        sql = f"""
            SELECT {listed(RECEIPT, "o")} FROM gift_receivers o
            WHERE o.gift_id IN (SELECT g.id FROM gifts g {which}) ORDER BY o.gift_id, o.position
        """
        found: dict[int, list[Receipt]] = defaultdict(list)
        for row in self._session.rows(sql, values):
            found[row[0]].append(receipt_of(row))
        return found

    def _count(self, sql: str, *values: object) -> int:
        ((count,),) = self._session.rows(sql, values)
        return int(count)
