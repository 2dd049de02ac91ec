"""Which thanks a round-up has: those given since the one before it.

Not those of the calendar's week alone: a team that moves to another zone has weeks that overlap, or leave a
gap, and one that paused has gathered longer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot import schedule
from bot.models import Delivery, DeliveryKind, Gift, Team, Week
from bot.ports import Transaction

LONGEST = 6
"""Weeks back to which thanks are still gathered."""

_FROM, _UNTIL = "from", "until"


def round_up_key(team: Team, week: Week) -> str:
    return f"{DeliveryKind.ROUND_UP}/{team.id}/{week}"


def next_span(tx: Transaction, team: Team, week: Week) -> tuple[datetime, datetime]:
    """From when until when the round-up of a week gathers."""
    until = schedule.week_ends_at(week, team.timetable.zone)
    for back in range(1, LONGEST + 1):
        if (before := tx.deliveries.get(round_up_key(team, week.plus(-back)))) is not None:
            return span_of(team, before)[1], until
    return until - timedelta(weeks=LONGEST), until


def about_span(span: tuple[datetime, datetime]) -> dict[str, int | str]:
    """What a round-up keeps of its span; week's ends have no fractions of a second."""
    return {_FROM: int(span[0].timestamp()), _UNTIL: int(span[1].timestamp())}


def span_of(team: Team, post: Delivery) -> tuple[datetime, datetime]:
    """The span of a round-up that is owed or was sent; its week where it keeps none."""
    from_at, until = post.about.get(_FROM), post.about.get(_UNTIL)
    if isinstance(from_at, int) and isinstance(until, int):
        return datetime.fromtimestamp(from_at, UTC), datetime.fromtimestamp(until, UTC)
    week, zone = post.week or schedule.week_of(post.slot_at, team.timetable.zone), team.timetable.zone
    return schedule.week_starts_at(week, zone), schedule.week_ends_at(week, zone)


def round_up_of(tx: Transaction, team: Team, gift: Gift) -> Delivery | None:
    """The round-up in which a gathered gift stands, if that is owed already."""
    week = schedule.week_of(gift.given_at, team.timetable.zone)
    for later in range(-1, LONGEST + 1):
        post = tx.deliveries.get(round_up_key(team, week.plus(later)))
        if post is not None:
            from_at, until = span_of(team, post)
            if from_at <= gift.given_at < until:
                return post
    return None
