"""What was answered to which event or press, so that a repeated one is answered the same."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from bot.ports import Arrival
from storage.rows.columns import listed
from storage.rows.people import MEMBER, WORKSPACE, WORKSPACE_WIDTH, member_of, workspace_of
from storage.session import Session
from storage.values import micros

_ARRIVAL = f"""
    SELECT {listed(WORKSPACE, "w")}, {listed(MEMBER, "m")}, i.shows FROM workspaces w
    LEFT JOIN members m ON m.workspace_id = w.id AND m.platform_id = ?
    LEFT JOIN identities i ON i.workspace_id = w.id AND i.identity = m.id || '/' || ?
    WHERE w.id = ?
"""
_SHOWN = "SELECT shows FROM identities WHERE workspace_id = ? AND identity = ?"
_KEEP = """
    INSERT INTO identities (workspace_id, identity, shows, kept_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (workspace_id, identity) DO NOTHING
"""
_ANY_SINCE = """
    SELECT 1 FROM identities
    WHERE workspace_id = ? AND identity >= ? AND identity < ? AND kept_at >= ? LIMIT 1
"""
_FORGET = """
    DELETE FROM identities WHERE (workspace_id, identity) IN (
        SELECT workspace_id, identity FROM identities WHERE kept_at < ? ORDER BY kept_at LIMIT ?
    )
"""

# Each act finds its workspace's row, which hardly ever changes.
_workspace = lru_cache(maxsize=256)(workspace_of)


class IdentityQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def arrival(self, workspace_id: str, platform_id: str, identity: str) -> Arrival | None:
        row = self._session.row(_ARRIVAL, (platform_id, identity, workspace_id))
        if row is None:
            return None
        about_member = row[WORKSPACE_WIDTH:-1]
        member = member_of(about_member) if about_member[0] is not None else None
        return Arrival(_workspace(row[:WORKSPACE_WIDTH]), member, row[-1])

    def shown(self, workspace_id: str, identity: str) -> str | None:
        row = self._session.row(_SHOWN, (workspace_id, identity))
        return row[0] if row else None

    def keep(self, workspace_id: str, identity: str, shows: str, at: datetime) -> None:
        """The first that was kept stays."""
        self._session.change(_KEEP, (workspace_id, identity, shows, micros(at)))

    def any_since(self, workspace_id: str, prefix: str, since: datetime) -> bool:
        after = prefix.removesuffix("/") + "0"  # the character that follows the slash
        return self._session.row(_ANY_SINCE, (workspace_id, prefix, after, micros(since))) is not None

    def forget(self, before: datetime, limit: int = 5_000) -> int:
        return self._session.change(_FORGET, (micros(before), limit))
