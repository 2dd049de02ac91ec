"""Conversations: channels and direct ones."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

from bot.models import Conversation
from storage.rows.columns import marks, replaced
from storage.rows.people import CONVERSATION, conversation_of, conversation_values
from storage.session import Session

_WITHOUT_ID = CONVERSATION.removeprefix("id, ")

_GET = f"SELECT {CONVERSATION} FROM conversations WHERE id = ?"
_FIND = f"SELECT {CONVERSATION} FROM conversations WHERE workspace_id = ? AND platform_id = ?"
_DIRECT = f"""
    SELECT {CONVERSATION} FROM conversations WHERE member_id = ? AND kind = 'direct'
    ORDER BY ended IS NOT NULL, id DESC LIMIT 1
"""
_CHANNELS = f"""
    SELECT {CONVERSATION} FROM conversations
    WHERE workspace_id = ? AND kind = 'channel' AND ended IS NULL ORDER BY name, id LIMIT ?
"""
_CHANNELS_NAMED = f"""
    SELECT {CONVERSATION} FROM conversations
    WHERE workspace_id = ? AND kind = 'channel' AND ended IS NULL AND lower(name) = lower(?) ORDER BY id
"""
_PUT = f"""
    INSERT INTO conversations ({_WITHOUT_ID}) VALUES ({marks(_WITHOUT_ID)})
    ON CONFLICT (workspace_id, platform_id) DO UPDATE SET {replaced(_WITHOUT_ID, "workspace_id, platform_id")}
    RETURNING {CONVERSATION}
"""
_END = "UPDATE conversations SET ended = ? WHERE id = ?"


class ConversationQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, conversation_id: int) -> Conversation | None:
        return self._one(_GET, conversation_id)

    def find(self, workspace_id: str, platform_id: str) -> Conversation | None:
        return self._one(_FIND, workspace_id, platform_id)

    def direct(self, member_id: int) -> Conversation | None:
        """The newest that can still be written to, else the newest."""
        return self._one(_DIRECT, member_id)

    def channels(self, workspace_id: str, limit: int = 200) -> list[Conversation]:
        return [conversation_of(row) for row in self._session.rows(_CHANNELS, (workspace_id, limit))]

    def channels_named(self, workspace_id: str, name: str) -> list[Conversation]:
        return [conversation_of(row) for row in self._session.rows(_CHANNELS_NAMED, (workspace_id, name))]

    def put(self, conversation: Conversation) -> Conversation:
        (row,) = self._session.rows(_PUT, conversation_values(conversation))
        return conversation_of(row)

    def end(self, conversation_id: int, why: str) -> None:
        self._session.change(_END, (why, conversation_id))

    def _one(self, sql: str, *values: object) -> Conversation | None:
        row = self._session.row(sql, values)
        return conversation_of(row) if row else None
