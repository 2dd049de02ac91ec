"""Members."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from dataclasses import replace

from bot.models import Member
from storage.rows.columns import assigned, marks
from storage.rows.people import MEMBER, member_of, member_values
from storage.session import Session

_WITHOUT_ID = MEMBER.removeprefix("id, ") + ", folded_name"

_GET = f"SELECT {MEMBER} FROM members WHERE id = ?"
_FIND = f"SELECT {MEMBER} FROM members WHERE workspace_id = ? AND platform_id = ?"
_NAMED = f"SELECT {MEMBER} FROM members WHERE workspace_id = ? AND folded_name = ? ORDER BY id"
_CALLED = f"""
    SELECT {MEMBER} FROM members WHERE id IN (
        SELECT id FROM members WHERE workspace_id = ? AND folded_name >= ? AND folded_name < ?
        UNION SELECT id FROM members WHERE workspace_id = ? AND lower(platform_id) = ?
    ) ORDER BY id
"""
_ALL = f"SELECT {MEMBER} FROM members WHERE workspace_id = ? ORDER BY id"
_ADMINS = _ALL.replace("WHERE", "WHERE is_admin AND NOT is_app AND")
_ADD = f"""
    INSERT INTO members ({_WITHOUT_ID}) VALUES ({marks(_WITHOUT_ID)})
    ON CONFLICT (workspace_id, platform_id) DO NOTHING RETURNING id
"""
_SAVE = f"UPDATE members SET {assigned(_WITHOUT_ID)} WHERE id = ?"


class MemberQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, member_id: int) -> Member | None:
        row = self._session.row(_GET, (member_id,))
        return member_of(row) if row else None

    def find(self, workspace_id: str, platform_id: str) -> Member | None:
        row = self._session.row(_FIND, (workspace_id, platform_id))
        return member_of(row) if row else None

    def named(self, workspace_id: str, name: str) -> list[Member]:
        rows = self._session.rows(_NAMED, (workspace_id, name.casefold()))
        return [member_of(row) for row in rows]

    def called(self, workspace_id: str, name: str) -> list[Member]:
        """Whose first name it is begins with it and a space; "!" comes behind the space."""
        folded = name.casefold()
        first = ("", "") if " " in folded else (f"{folded} ", f"{folded}!")
        rows = self._session.rows(_CALLED, (workspace_id, *first, workspace_id, folded))
        return [member_of(row) for row in rows]

    def all(self, workspace_id: str) -> list[Member]:
        return [member_of(row) for row in self._session.rows(_ALL, (workspace_id,))]

    def admins(self, workspace_id: str) -> list[Member]:
        return [member_of(row) for row in self._session.rows(_ADMINS, (workspace_id,))]

    def add(self, member: Member) -> Member:
        row = self._session.row(_ADD, member_values(member))
        if row is None:
            raise ValueError(f"{member.platform_id!r} is already a member of {member.workspace_id!r}")
        return replace(member, id=row[0])

    def save(self, member: Member) -> None:
        """Raises LookupError for a member that was never added."""
        if not self._session.change(_SAVE, (*member_values(member), member.id)):
            raise LookupError(f"there is no member {member.id}")
