"""The audit log."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from bot.ports import Act
from storage.rows.columns import marks
from storage.rows.sending import ACT, act_of, act_values
from storage.session import Session

_ADD = f"INSERT INTO acts ({ACT}) VALUES ({marks(ACT)})"
_OF_WORKSPACE = f"SELECT {ACT} FROM acts WHERE workspace_id = ? ORDER BY acted_at DESC, id DESC LIMIT ?"


class AuditQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, act: Act) -> None:
        self._session.change(_ADD, act_values(act))

    def of_workspace(self, workspace_id: str, limit: int = 100) -> list[Act]:
        return [act_of(row) for row in self._session.rows(_OF_WORKSPACE, (workspace_id, limit))]
