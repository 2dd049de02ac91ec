"""Who is counted: the people of a team besides its managers, as they stood at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.models import Member, Membership
from bot.ports import Transaction

People = Sequence[tuple[Membership, Member]]
"""A team's people, with everybody who left."""


def counted_ids(
    tx: Transaction, team_id: int, until: datetime, since: datetime | None = None
) -> frozenset[int]:
    """As `counted`, of a team's people as they are stored."""
    return counted(tx.teams.memberships(team_id), until, since)


def counted(people: People, until: datetime, since: datetime | None = None) -> frozenset[int]:
    """The members in the roster at `until`, by what happened before it; with `since`, all the time from then.

    Whoever came later than a question was posted is not counted in its result: others know that they can
    hardly have answered, and that would weigh on everybody else's answer.
    """
    return frozenset(
        member.id for membership, member in people if _was_counted(membership, member, since or until, until)
    )


def _was_counted(membership: Membership, member: Member, since: datetime, until: datetime) -> bool:
    return (
        membership.in_channel
        and not membership.manages
        and membership.joined_at <= since
        and not any(
            at is not None and at < until
            for at in (membership.left_at, member.stopped_at, member.deactivated_at)
        )
        and not member.is_app
        and not member.is_stranger
    )
