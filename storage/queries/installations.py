"""Installations, and the states they were begun with."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from datetime import datetime

from bot.models import Installation, Platform
from storage.rows.columns import listed, marks, replaced
from storage.rows.installations import INSTALLATION, installation_of, installation_values
from storage.session import Session
from storage.values import micros

_GET = f"SELECT {INSTALLATION} FROM installations WHERE workspace_id = ?"
_OF_PLATFORM = f"""
    SELECT {listed(INSTALLATION, "i")} FROM installations i JOIN workspaces w ON w.id = i.workspace_id
    WHERE w.platform = ? AND w.ended_at IS NULL ORDER BY i.installed_at, i.workspace_id
"""
_EXPIRING = f"""
    SELECT {listed(INSTALLATION, "i")} FROM installations i JOIN workspaces w ON w.id = i.workspace_id
    WHERE w.platform = ? AND w.ended_at IS NULL AND i.expires_at < ? ORDER BY i.expires_at
"""
_PUT = f"""
    INSERT INTO installations ({INSTALLATION}) VALUES ({marks(INSTALLATION)})
    ON CONFLICT (workspace_id) DO UPDATE SET {replaced(INSTALLATION, "workspace_id")}
"""
_REMOVE = "DELETE FROM installations WHERE workspace_id = ?"
_KEEP_STATE = "INSERT INTO install_states (state, until_at) VALUES (?, ?) ON CONFLICT (state) DO NOTHING"
_TAKE_STATE = "DELETE FROM install_states WHERE state = ? AND until_at > ?"
_FORGET_STATES = "DELETE FROM install_states WHERE until_at <= ?"


class InstallationQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, workspace_id: str) -> Installation | None:
        row = self._session.row(_GET, (workspace_id,))
        return installation_of(row) if row else None

    def of_platform(self, platform: Platform) -> list[Installation]:
        return [installation_of(row) for row in self._session.rows(_OF_PLATFORM, (platform.value,))]

    def put(self, installation: Installation) -> None:
        self._session.change(_PUT, installation_values(installation))

    def remove(self, workspace_id: str) -> None:
        self._session.change(_REMOVE, (workspace_id,))

    def expiring(self, platform: Platform, before: datetime) -> list[Installation]:
        rows = self._session.rows(_EXPIRING, (platform.value, micros(before)))
        return [installation_of(row) for row in rows]

    def keep_state(self, state: str, until: datetime) -> None:
        self._session.change(_KEEP_STATE, (state, micros(until)))

    def take_state(self, state: str, now: datetime) -> bool:
        """Those that nobody came back with go too."""
        taken = self._session.change(_TAKE_STATE, (state, micros(now))) == 1
        self._session.change(_FORGET_STATES, (micros(now),))
        return taken
