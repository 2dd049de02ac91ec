"""What is owed to conversations, and the lanes that it goes through."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.models import Arrived, Conversation, Delivery, DeliveryKind, DeliveryState, Week
from bot.ports import EACH
from storage.rows.columns import FOR_EACH, assigned, for_teams, listed, marks
from storage.rows.people import CONVERSATION, conversation_of
from storage.rows.sending import DELIVERY, DELIVERY_WIDTH, delivery_of, delivery_values
from storage.session import Session
from storage.values import instant, micros

_SAVED = DELIVERY.removeprefix("key, ")
_ALIKE = _SAVED.removeprefix("workspace_id, conversation_id, ").replace("team_id, ", "")

_OWE = f"INSERT INTO deliveries ({DELIVERY}) VALUES ({marks(DELIVERY)}) ON CONFLICT (key) DO NOTHING"
_OWE_EACH = f"""
    INSERT INTO deliveries (key, workspace_id, conversation_id, team_id, {_ALIKE})
    {for_teams(f"key, {_ALIKE}")}
    SELECT
        replace(alike.key, '{EACH}', t.id), t.workspace_id, t.conversation_id, t.id, {listed(_ALIKE, "alike")}
    FROM {FOR_EACH} JOIN teams t ON t.id = team.value WHERE true
    ON CONFLICT (key) DO NOTHING
"""
_GET = f"SELECT {DELIVERY} FROM deliveries WHERE key = ?"
_FIND = f"SELECT {DELIVERY} FROM deliveries"
_OF_WEEK = f"""
    SELECT {DELIVERY} FROM deliveries WHERE team_id = ? AND week = ? AND kind = ? ORDER BY slot_at, id
"""
_OF_MEMBER = f"""
    SELECT {DELIVERY} FROM deliveries WHERE member_id = ? AND kind = ? ORDER BY slot_at DESC, id DESC LIMIT ?
"""
_OF_MESSAGE = f"""
    SELECT {DELIVERY} FROM deliveries WHERE conversation_id = ? AND message_id = ? AND workspace_id = ?
    ORDER BY edits IS NOT NULL, id LIMIT 1
"""
# The states stand here as text, so that the indexes over just these rows can be used; and no order is asked
# for, which would read all that is pending.
_WORKSPACES_OWED = """
    SELECT workspace_id FROM deliveries WHERE state = 'pending' AND due_at <= ?
    UNION
    SELECT workspace_id FROM deliveries WHERE state IN ('sending', 'ambiguous')
"""
_WORKSPACES_DUE = "SELECT DISTINCT workspace_id FROM deliveries WHERE state = 'pending' AND due_at <= ?"
_DUE_WITH_PLACE = f"{listed(DELIVERY, 'd')}, {listed(CONVERSATION, 'c')}"
_DUE = """
    FROM deliveries d JOIN conversations c ON c.id = d.conversation_id
    WHERE d.workspace_id = ? AND d.state = 'pending' AND d.due_at <= ? ORDER BY d.slot_at, d.id LIMIT ?
"""
_DUE_BESIDE = """
    FROM deliveries d JOIN conversations c ON c.id = d.conversation_id
    WHERE d.workspace_id = ? AND d.state = 'pending' AND d.due_at <= ?
    AND d.conversation_id NOT IN (SELECT value FROM json_each(?)) ORDER BY d.slot_at, d.id LIMIT ?
"""
_EDITS_OF = f"SELECT {DELIVERY} FROM deliveries WHERE edits = ? ORDER BY revision, id"
_UNSETTLED = f"""
    SELECT {DELIVERY} FROM deliveries WHERE workspace_id = ? AND state IN ('sending', 'ambiguous')
    AND key NOT IN (SELECT value FROM json_each(?)) ORDER BY slot_at, id
"""
_NEXT_DUE_AT = "SELECT min(due_at) FROM deliveries WHERE state = 'pending' AND due_at > ?"
# One statement for the whole batch: each of its own would let the interpreter go and wait for it again.
_START = """
    UPDATE deliveries SET state = 'sending', fence = ?, changed_at = ?
    WHERE key IN (SELECT value FROM json_each(?))
"""
_FINISH = """
    UPDATE deliveries SET
        state = 'sent',
        message_id = json_extract(new.value, '$[1]'),
        sent_at = json_extract(new.value, '$[2]'),
        reason = json_extract(new.value, '$[3]'),
        changed_at = ?
    FROM json_each(?) AS new WHERE deliveries.key = json_extract(new.value, '$[0]')
"""
_SAVE = f"UPDATE deliveries SET {assigned(_SAVED)} WHERE key = ?"

_LEASE = """
    INSERT INTO lanes (workspace_id, owner, until_at, fence) VALUES (?, ?, ?, 1)
    ON CONFLICT (workspace_id) DO UPDATE SET
        fence = lanes.fence + CASE WHEN lanes.owner = excluded.owner THEN 0 ELSE 1 END,
        owner = excluded.owner,
        until_at = excluded.until_at
    WHERE lanes.owner IS NULL OR lanes.owner = excluded.owner OR lanes.until_at <= ? OR lanes.until_at > ?
    RETURNING fence
"""
_FENCE = "SELECT fence FROM lanes WHERE workspace_id = ?"
_RELEASE = "UPDATE lanes SET owner = NULL WHERE workspace_id = ? AND owner = ?"


class DeliveryQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def owe(self, deliveries: Iterable[Delivery]) -> int:
        return self._session.change_all(_OWE, map(delivery_values, deliveries))

    def owe_each(self, alike: Iterable[tuple[Sequence[int], Delivery]]) -> int:
        rows = []
        for team_ids, one in alike:
            key, _, _, kind, slot_at, due_at, about, _, *rest = delivery_values(one)
            rows.append((team_ids, key, kind, slot_at, due_at, about, *rest))
        return self._session.change(_OWE_EACH, (json.dumps(rows),))

    def get(self, key: str) -> Delivery | None:
        row = self._session.row(_GET, (key,))
        return delivery_of(row) if row else None

    def find(
        self, workspace_id: str | None = None, state: DeliveryState | None = None, limit: int = 1000
    ) -> list[Delivery]:
        """In the order they were meant to go."""
        asked = {"workspace_id": workspace_id, "state": None if state is None else state.value}
        given = {column: value for column, value in asked.items() if value is not None}
        where = f" WHERE {' AND '.join(f'{column} = ?' for column in given)}" if given else ""
        sql = f"{_FIND}{where} ORDER BY slot_at, id LIMIT ?"
        return [delivery_of(row) for row in self._session.rows(sql, (*given.values(), limit))]

    def of_week(self, team_id: int, week: Week, kind: DeliveryKind) -> list[Delivery]:
        rows = self._session.rows(_OF_WEEK, (team_id, str(week), kind.value))
        return [delivery_of(row) for row in rows]

    def of_member(self, member_id: int, kind: DeliveryKind, limit: int = 20) -> list[Delivery]:
        rows = self._session.rows(_OF_MEMBER, (member_id, kind.value, limit))
        return [delivery_of(row) for row in rows]

    def of_message(self, workspace_id: str, conversation_id: int, message_id: str) -> Delivery | None:
        """The delivery that posted the message, rather than one that edited it."""
        row = self._session.row(_OF_MESSAGE, (conversation_id, message_id, workspace_id))
        return delivery_of(row) if row else None

    def workspaces_owed(self, now: datetime) -> list[str]:
        rows = self._session.rows(_WORKSPACES_OWED, (micros(now),))
        return sorted(workspace_id for (workspace_id,) in rows)

    def workspaces_due(self, now: datetime) -> list[str]:
        return [workspace_id for (workspace_id,) in self._session.rows(_WORKSPACES_DUE, (micros(now),))]

    def due(
        self, workspace_id: str, now: datetime, limit: int, busy: Collection[int] = ()
    ) -> list[tuple[Delivery, Conversation]]:
        rest, beside = (_DUE_BESIDE, (json.dumps(list(busy)),)) if busy else (_DUE, ())
        rows = self._session.rows_at_once(_DUE_WITH_PLACE, rest, (workspace_id, micros(now), *beside, limit))
        return [(delivery_of(row), conversation_of(row[DELIVERY_WIDTH:])) for row in rows]

    def edits_of(self, key: str) -> list[Delivery]:
        return [delivery_of(row) for row in self._session.rows(_EDITS_OF, (key,))]

    def unsettled(self, workspace_id: str, besides: Collection[str] = ()) -> list[Delivery]:
        rows = self._session.rows(_UNSETTLED, (workspace_id, json.dumps(list(besides))))
        return [delivery_of(row) for row in rows]

    def next_due_at(self, after: datetime) -> datetime | None:
        ((due_at,),) = self._session.rows(_NEXT_DUE_AT, (micros(after),))
        return instant(due_at)

    def start(self, deliveries: Iterable[Delivery], fence: int, at: datetime) -> None:
        keys = json.dumps([one.key for one in deliveries])
        self._session.change(_START, (fence, micros(at), keys))

    def finish(self, arrived: Iterable[Arrived], at: datetime) -> None:
        rows = [(delivery.key, message, micros(sent), reason) for delivery, message, sent, reason in arrived]
        self._session.change(_FINISH, (micros(at), json.dumps(rows)))

    def save(self, deliveries: Iterable[Delivery]) -> None:
        """Raises LookupError, having saved the others, for one that was never owed."""
        many = [(*values[1:], values[0]) for values in map(delivery_values, deliveries)]
        if self._session.change_all(_SAVE, many) < len(many):
            raise LookupError("a delivery was saved that is not owed")

    def lease(self, workspace_id: str, owner: str, at: datetime, until: datetime) -> int | None:
        longest = until + 2 * (until - at)
        values = (workspace_id, owner, micros(until), micros(at), micros(longest))
        row = self._session.row(_LEASE, values)
        return row[0] if row else None

    def fence(self, workspace_id: str) -> int:
        row = self._session.row(_FENCE, (workspace_id,))
        return row[0] if row else 0

    def release(self, workspace_id: str, owner: str) -> None:
        """Does nothing if another owner has it."""
        self._session.change(_RELEASE, (workspace_id, owner))
