"""Teams and who is in them."""

# ruff: noqa: S608 - only names of columns are put into statements; values are bound.

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.models import Member, Membership, Team
from bot.ports import Waiting
from storage.rows.columns import assigned, listed, marks, replaced
from storage.rows.learning import LESSON, lesson_of
from storage.rows.people import (
    MEMBER,
    MEMBERSHIP,
    MEMBERSHIP_WIDTH,
    TEAM,
    TEAM_WIDTH,
    member_of,
    membership_of,
    membership_values,
    team_of,
    team_values,
)
from storage.session import Row, Session
from storage.values import instant, micros

_WITHOUT_ID = TEAM.removeprefix("id, ") + ", folded_name"
_LESSON_AT = TEAM_WIDTH
_PLACE_AT = _LESSON_AT + LESSON.count(",") + 1

_GET = f"SELECT {TEAM} FROM teams WHERE id = ?"
_OF_CONVERSATION = f"SELECT {TEAM} FROM teams WHERE conversation_id = ? AND ended_at IS NULL"
_NAMED = f"""
    SELECT {TEAM} FROM teams WHERE workspace_id = ? AND folded_name = ? AND ended_at IS NULL
    ORDER BY id LIMIT 1
"""
_ALL = f"SELECT {TEAM} FROM teams WHERE ended_at IS NULL ORDER BY id"
_ALL_OF_WORKSPACE = f"SELECT {TEAM} FROM teams WHERE workspace_id = ? AND ended_at IS NULL ORDER BY id"
_OF_MEMBER = f"""
    SELECT {listed(TEAM, "t")}, {listed(MEMBERSHIP, "m")}
    FROM memberships m JOIN teams t ON t.id = m.team_id
    WHERE m.member_id = ? AND m.left_at IS NULL AND t.ended_at IS NULL
    ORDER BY m.joined_at, t.id
"""
_ADD = f"""
    INSERT INTO teams ({_WITHOUT_ID}) VALUES ({marks(_WITHOUT_ID)})
    ON CONFLICT (conversation_id) WHERE ended_at IS NULL DO NOTHING RETURNING id
"""
_ADD_LOOK = "INSERT INTO looks (team_id) VALUES (?)"
_SAVE = f"UPDATE teams SET {assigned(_WITHOUT_ID)} WHERE id = ?"
_FORGET_PLACE = "UPDATE looks SET place = NULL WHERE team_id = ? AND place IS NOT NULL"
_BEGIN_ROUND = "UPDATE teams SET round = ? WHERE id IN (SELECT value FROM json_each(?))"
_LOOK_AT = "UPDATE looks SET due_at = ? WHERE team_id = ?"
# All that the clock decides by: whatever it looks at in a team or its last lesson has to stand here.
_STANDING = (
    listed(
        "weekday, slot_time, zone, working_days, work_from, work_until, quiz_after, series, delivery, round, "
        "skip_on, paused_until_on, direct_zones",
        "t",
    )
    + ", t.paused_at IS NULL, t.said_hello_at IS NULL, t.created_by IS NULL, k.place, "
    + listed("week, tip_id, tip_on, tip_at, quiz_at, quiz_planned", "l")
)
_LOOKED_AT = """
    FROM looks k JOIN teams t ON t.id = k.team_id
    LEFT JOIN lessons l ON l.week = k.week AND l.team_id = k.team_id
"""
_DUE = f"""
    SELECT t.id, t.changed_at, {_STANDING} {_LOOKED_AT}
    WHERE k.due_at <= ? AND t.ended_at IS NULL ORDER BY k.due_at LIMIT ?
"""
_DUE_WHOLE = f"""
    SELECT {listed(TEAM, "t")}, {listed(LESSON, "l")}, k.place {_LOOKED_AT}
    WHERE k.team_id IN (SELECT value FROM json_each(?))
"""
_NEXT_LOOK_AT = """
    SELECT min(at) FROM (
        SELECT (
            SELECT k.due_at FROM looks k JOIN teams t ON t.id = k.team_id
            WHERE k.due_at > ? AND t.ended_at IS NULL ORDER BY k.due_at LIMIT 1
        ) AS at
        UNION ALL
        SELECT min(summary_due_at) AS at FROM teams WHERE summary_due_at > ? AND ended_at IS NULL
    ) AS looks
"""
_MEMBERSHIPS = f"""
    SELECT {listed(MEMBERSHIP, "m")}, {listed(MEMBER, "p")}
    FROM memberships m JOIN members p ON p.id = m.member_id
    WHERE m.team_id = ? ORDER BY m.joined_at, m.member_id
"""
_PEOPLE = _MEMBERSHIPS.replace("WHERE m.team_id = ?", "WHERE m.team_id = ? AND m.left_at IS NULL")
_MANAGERS = f"""
    SELECT {listed(MEMBER, "p")} FROM memberships m JOIN members p ON p.id = m.member_id
    WHERE m.team_id = ? AND m.manages AND m.left_at IS NULL ORDER BY m.joined_at, m.member_id
"""
_MEMBERSHIP = f"SELECT {MEMBERSHIP} FROM memberships WHERE team_id = ? AND member_id = ?"
_DIRECTLY = """
    FROM memberships m JOIN members p ON p.id = m.member_id
    WHERE m.team_id = ? AND m.left_at IS NULL AND NOT p.is_app AND NOT p.is_stranger
        AND p.deactivated_at IS NULL AND p.stopped_at IS NULL
"""
_DIRECT_ZONES = f"SELECT DISTINCT p.zone {_DIRECTLY} AND (p.direct OR ?)"
_RECEIVERS = f"""
    SELECT {listed(MEMBER, "p")} {_DIRECTLY} AND m.team_id = (
        SELECT t.id FROM memberships o JOIN teams t ON t.id = o.team_id
        WHERE o.member_id = p.id AND o.left_at IS NULL AND o.in_channel AND t.ended_at IS NULL
            AND (p.direct OR t.delivery = 'direct')
        ORDER BY o.joined_at, t.id LIMIT 1
    ) ORDER BY m.joined_at, m.member_id
"""
_PUT_MEMBERSHIP = f"""
    INSERT INTO memberships ({MEMBERSHIP}) VALUES ({marks(MEMBERSHIP)})
    ON CONFLICT (team_id, member_id) DO UPDATE SET {replaced(MEMBERSHIP, "team_id, member_id")}
"""


class TeamQueries:
    __slots__ = ("_session",)

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, team_id: int) -> Team | None:
        return self._one(_GET, team_id)

    def of_conversation(self, conversation_id: int) -> Team | None:
        return self._one(_OF_CONVERSATION, conversation_id)

    def named(self, workspace_id: str, name: str) -> Team | None:
        """Without regard to case; the oldest that has not ended, should there be several."""
        return self._one(_NAMED, workspace_id, name.casefold())

    def all(self, workspace_id: str | None = None) -> list[Team]:
        if workspace_id is None:
            return [team_of(row) for row in self._session.rows(_ALL)]
        return [team_of(row) for row in self._session.rows(_ALL_OF_WORKSPACE, (workspace_id,))]

    def of_member(self, member_id: int) -> list[tuple[Team, Membership]]:
        rows = self._session.rows(_OF_MEMBER, (member_id,))
        return [(team_of(row), membership_of(row[TEAM_WIDTH:])) for row in rows]

    def add(self, team: Team) -> Team:
        """Raises ValueError if a team that has not ended lives in that conversation."""
        row = self._session.row(_ADD, team_values(team))
        if row is None:
            raise ValueError(f"conversation {team.conversation_id} has a team already")
        self._session.change(_ADD_LOOK, row)
        return replace(team, id=row[0])

    def save(self, team: Team) -> None:
        """Raises LookupError for a team that was never added."""
        if not self._session.change(_SAVE, (*team_values(team), team.id)):
            raise LookupError(f"there is no team {team.id}")
        self._session.change(_FORGET_PLACE, (team.id,))

    def begin_round(self, team_ids: Sequence[int], in_round: int) -> None:
        self._session.change(_BEGIN_ROUND, (in_round, json.dumps(team_ids)))

    def look_at(self, team_id: int, at: datetime | None) -> None:
        self._session.change(_LOOK_AT, (micros(at), team_id))

    def due(self, now: datetime, limit: int) -> list[Waiting]:
        """Reads of each only what tells them apart; whole is one of those that are alike."""
        alike: dict[Row, dict[int, datetime]] = {}
        for row in self._session.rows(_DUE, (micros(now), limit)):
            alike.setdefault(row[2:], {})[row[0]] = instant(row[1])
        firsts = [next(iter(changed_at)) for changed_at in alike.values()]
        whole = {row[0]: row for row in self._session.rows(_DUE_WHOLE, (json.dumps(firsts),))}
        return [
            _waiting(whole[first], changed_at)
            for first, changed_at in zip(firsts, alike.values(), strict=True)
        ]

    def next_look_at(self, after: datetime) -> datetime | None:
        ((at,),) = self._session.rows(_NEXT_LOOK_AT, (micros(after), micros(after)))
        return instant(at)

    def people(self, team_id: int) -> list[tuple[Membership, Member]]:
        return self._people(_PEOPLE, team_id)

    def memberships(self, team_id: int) -> list[tuple[Membership, Member]]:
        return self._people(_MEMBERSHIPS, team_id)

    def managers(self, team_id: int) -> list[Member]:
        return [member_of(row) for row in self._session.rows(_MANAGERS, (team_id,))]

    def membership(self, team_id: int, member_id: int) -> Membership | None:
        row = self._session.row(_MEMBERSHIP, (team_id, member_id))
        return membership_of(row) if row else None

    def receivers(self, team_id: int) -> list[Member]:
        return [member_of(row) for row in self._session.rows(_RECEIVERS, (team_id,))]

    def direct_zones(self, team_id: int, *, everybody: bool) -> set[str | None]:
        return {zone for (zone,) in self._session.rows(_DIRECT_ZONES, (team_id, everybody))}

    def put_membership(self, membership: Membership) -> None:
        self._session.change(_PUT_MEMBERSHIP, membership_values(membership))

    def _one(self, sql: str, *values: object) -> Team | None:
        row = self._session.row(sql, values)
        return team_of(row) if row else None

    def _people(self, sql: str, team_id: int) -> list[tuple[Membership, Member]]:
        rows = self._session.rows(sql, (team_id,))
        return [(membership_of(row[:MEMBERSHIP_WIDTH]), member_of(row[MEMBERSHIP_WIDTH:])) for row in rows]


def _waiting(row: Row, changed_at: dict[int, datetime]) -> Waiting:
    last = None if row[_LESSON_AT] is None else lesson_of(row[_LESSON_AT:_PLACE_AT])
    return Waiting(team_of(row), last, row[_PLACE_AT], changed_at)
