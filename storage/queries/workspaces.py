"""Workspaces."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from bot.models import UnknownOutcome, Workspace
from storage.rows.columns import marks, replaced
from storage.rows.people import WORKSPACE, workspace_of, workspace_values
from storage.session import Session

_GET = f"SELECT {WORKSPACE} FROM workspaces WHERE id = ?"
_ALL = f"SELECT {WORKSPACE} FROM workspaces ORDER BY created_at, id"
_PUT = f"""
    INSERT INTO workspaces ({WORKSPACE}) VALUES ({marks(WORKSPACE)})
    ON CONFLICT (id) DO UPDATE SET {replaced(WORKSPACE, "id")}
"""
_SET_UNKNOWN_OUTCOME = "UPDATE workspaces SET unknown_outcome = ? WHERE id = ?"


class WorkspaceQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, workspace_id: str) -> Workspace | None:
        row = self._session.row(_GET, (workspace_id,))
        return workspace_of(row) if row else None

    def all(self) -> list[Workspace]:
        return [workspace_of(row) for row in self._session.rows(_ALL)]

    def put(self, workspace: Workspace) -> None:
        self._session.change(_PUT, workspace_values(workspace))

    def set_unknown_outcome(self, workspace_id: str, choice: UnknownOutcome) -> None:
        self._session.change(_SET_UNKNOWN_OUTCOME, (choice.value, workspace_id))
