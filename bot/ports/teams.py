"""Teams in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.models import (
    Lesson,
    Member,
    Membership,
    Team,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Teams that the clock is to look at now, alike in all it decides by but when they changed last.

    `team` is one of them, `last` its last lesson. `place` is how far they are in their round, as the clock
    said when it planned last; None if anything else was written about their lessons or the teams since.
    `changed_at` is each team's own, by its id.
    """

    team: Team
    last: Lesson | None
    place: str | None
    changed_at: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class DueTeam:
    """A team whose time has come, with what the decision needs: its last lesson, the tips of this round."""

    team: Team
    last: Lesson | None
    had: frozenset[str]


class Teams(Protocol):
    def get(self, team_id: int) -> Team | None: ...

    def of_conversation(self, conversation_id: int) -> Team | None:
        """The team that lives there and has not ended."""

    def named(self, workspace_id: str, name: str) -> Team | None: ...

    def all(self, workspace_id: str | None = None) -> list[Team]:
        """Teams that have not ended, oldest first."""

    def of_member(self, member_id: int) -> list[tuple[Team, Membership]]:
        """The teams a member is in or manages, in the order they joined them."""

    def add(self, team: Team) -> Team:
        """Adds it under a new id (the given one is ignored)."""

    def save(self, team: Team) -> None: ...

    def begin_round(self, team_ids: Sequence[int], in_round: int) -> None:
        """Their programme begins again."""

    def look_at(self, team_id: int, at: datetime | None) -> None:
        """When the clock looks at the team next; None: not before something changes."""

    def due(self, now: datetime, limit: int) -> list[Waiting]:
        """Up to `limit` teams, longest due first."""

    def next_look_at(self, after: datetime) -> datetime | None:
        """When the clock has to look at any team next, for its week or for its summary."""

    def people(self, team_id: int) -> list[tuple[Membership, Member]]:
        """Who is in the team or manages it now, in the order they joined."""

    def memberships(self, team_id: int) -> list[tuple[Membership, Member]]:
        """The same with everybody who left."""

    def managers(self, team_id: int) -> list[Member]:
        """Who manages it now, in the order they joined."""

    def membership(self, team_id: int, member_id: int) -> Membership | None:
        """Also of somebody who left."""

    def receivers(self, team_id: int) -> list[Member]:
        """Who gets this team's ideas directly, in the order they joined: not who has them from another team.

        Whoever is in several channels has them from the team that they joined first.
        """

    def direct_zones(self, team_id: int, *, everybody: bool) -> set[str | None]:
        """Zones of who gets ideas directly: who chose to, or `everybody`, as far as they can be written to.

        None is the team's own. Of thousands in a team this is asked with each change of one.
        """

    def put_membership(self, membership: Membership) -> None: ...
