"""Small thanks: one a giver and message."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.models import Gift, SmallGift
from storage.rows.columns import assigned, marks
from storage.rows.small_gifts import CHANGING, SMALL, changing_values, small_of, small_values
from storage.session import Session
from storage.values import day_text, instant, micros

_WITHOUT_ID = SMALL.removeprefix("id, ")
_GET = f"SELECT {SMALL} FROM small_gifts WHERE id = ?"
_OF_MARK = f"SELECT {SMALL} FROM small_gifts WHERE giver_id = ? AND mark = ?"
_ADD = f"""
    INSERT INTO small_gifts ({_WITHOUT_ID}) VALUES ({marks(_WITHOUT_ID)})
    ON CONFLICT (giver_id, mark) DO NOTHING RETURNING id
"""
_SAVE = f"UPDATE small_gifts SET {assigned(CHANGING)} WHERE id = ?"
_ASKED = "SELECT 1 FROM small_gifts WHERE giver_id = ? AND asked_on = ? LIMIT 1"
_SAY = """
    UPDATE small_gifts SET gift_id = ? WHERE giver_id = ? AND mark = ?
    AND receiver_id IN (SELECT r.member_id FROM gift_receivers r WHERE r.gift_id = ?)
"""
_OF_TEAM = """
    SELECT s.given_at FROM small_gifts s
    WHERE s.team_id = ? AND s.given_at >= ? AND s.given_at < ? AND s.public = 1
    AND s.taken_back_at IS NULL AND s.declined_at IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM gifts g WHERE g.id = s.gift_id AND g.undone_at IS NULL AND g.removed_at IS NULL
    )
    ORDER BY s.given_at
"""


class SmallGiftQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, small_id: int) -> SmallGift | None:
        row = self._session.row(_GET, (small_id,))
        return small_of(row) if row else None

    def of_mark(self, giver_id: int, mark: str) -> SmallGift | None:
        row = self._session.row(_OF_MARK, (giver_id, mark))
        return small_of(row) if row else None

    def add(self, small: SmallGift) -> SmallGift:
        row = self._session.row(_ADD, small_values(small))
        if row is None:
            raise ValueError(f"member {small.giver_id} has thanked for this message before")
        return replace(small, id=row[0])

    def save(self, small: SmallGift) -> None:
        """Raises LookupError for one that was never added."""
        if not self._session.change(_SAVE, (*changing_values(small), small.id)):
            raise LookupError(f"there are no small thanks {small.id}")

    def was_asked_on(self, giver_id: int, asked_on: date) -> bool:
        return self._session.row(_ASKED, (giver_id, day_text(asked_on))) is not None

    def say_in_words(self, gift: Gift) -> None:
        if gift.origin is not None:
            self._session.change(_SAY, (gift.id, gift.giver_id, gift.origin.mark, gift.id))

    def of_team(self, team_id: int, from_at: datetime, to_at: datetime) -> list[datetime]:
        rows = self._session.rows(_OF_TEAM, (team_id, micros(from_at), micros(to_at)))
        return [instant(given_at) for (given_at,) in rows]
