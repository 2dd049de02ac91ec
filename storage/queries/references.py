"""Where platforms reach conversations."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

import json
from collections.abc import Collection

from bot.models import Reference
from storage.rows.columns import listed, marks, replaced
from storage.rows.installations import REFERENCE, reference_of, reference_values
from storage.session import Session

_GET = f"SELECT {REFERENCE} FROM conversation_references WHERE conversation_id = ?"
_OF_ALL = "FROM conversation_references WHERE conversation_id IN (SELECT value FROM json_each(?))"
_AT = f"""
    SELECT {listed(REFERENCE, "r")} FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.address = ? ORDER BY r.conversation_id DESC LIMIT 1
"""
_OF_PERSON = f"""
    SELECT {listed(REFERENCE, "r")} FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.person = ? ORDER BY r.conversation_id DESC LIMIT 1
"""
_SERVICE_URL = """
    SELECT r.service_url FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.service_url IS NOT NULL ORDER BY r.conversation_id DESC LIMIT 1
"""
_OF_GROUP = f"""
    SELECT {listed(REFERENCE, "r")} FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.group_id = ? ORDER BY r.conversation_id
"""
_GROUPS = """
    SELECT DISTINCT r.group_id FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.group_id IS NOT NULL AND c.ended IS NULL ORDER BY r.group_id
"""
_ADDERS = """
    SELECT DISTINCT r.added_by FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.group_id IS NOT NULL AND r.added_by <> ''
"""
# Few have added it, and many are reached: a cross join is not turned round.
_IS_ADDER = """
    SELECT 1 FROM conversation_references r CROSS JOIN conversations c
    WHERE r.added_by = ? AND r.group_id IS NOT NULL AND c.id = r.conversation_id AND c.workspace_id = ?
    LIMIT 1
"""
_IS_ADDED = """
    SELECT 1 FROM conversation_references r
    JOIN conversations c ON c.id = r.conversation_id
    WHERE c.workspace_id = ? AND r.added_by IS NOT NULL LIMIT 1
"""
_PUT = f"""
    INSERT INTO conversation_references ({REFERENCE}) VALUES ({marks(REFERENCE)})
    ON CONFLICT (conversation_id) DO UPDATE SET {replaced(REFERENCE, "conversation_id")}
"""
_FORGET = "DELETE FROM conversation_references WHERE conversation_id = ?"


class ReferenceQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, conversation_id: int) -> Reference | None:
        return self._one(_GET, conversation_id)

    def of_all(self, conversation_ids: Collection[int]) -> list[Reference]:
        asked = json.dumps(list(conversation_ids))
        return list(map(reference_of, self._session.rows_at_once(REFERENCE, _OF_ALL, (asked,))))

    def put(self, reference: Reference) -> None:
        self._session.change(_PUT, reference_values(reference))

    def forget(self, conversation_id: int) -> None:
        self._session.change(_FORGET, (conversation_id,))

    def at(self, workspace_id: str, address: str) -> Reference | None:
        return self._one(_AT, workspace_id, address)

    def of_person(self, workspace_id: str, person: str) -> Reference | None:
        return self._one(_OF_PERSON, workspace_id, person)

    def service_url(self, workspace_id: str) -> str | None:
        row = self._session.row(_SERVICE_URL, (workspace_id,))
        return row[0] if row else None

    def of_group(self, workspace_id: str, group_id: str) -> list[Reference]:
        return [reference_of(row) for row in self._session.rows(_OF_GROUP, (workspace_id, group_id))]

    def group_ids(self, workspace_id: str) -> list[str]:
        return [row[0] for row in self._session.rows(_GROUPS, (workspace_id,))]

    def adders(self, workspace_id: str) -> set[str]:
        return {row[0] for row in self._session.rows(_ADDERS, (workspace_id,))}

    def is_adder(self, workspace_id: str, platform_id: str) -> bool:
        return self._session.row(_IS_ADDER, (platform_id, workspace_id)) is not None

    def is_added(self, workspace_id: str) -> bool:
        return self._session.row(_IS_ADDED, (workspace_id,)) is not None

    def _one(self, sql: str, *values: object) -> Reference | None:
        row = self._session.row(sql, values)
        return reference_of(row) if row else None
