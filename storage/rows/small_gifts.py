"""Small thanks as rows."""

from __future__ import annotations

from bot.models import SmallGift
from storage.rows.columns import Values
from storage.session import Row
from storage.values import day, day_text, instant, micros

SMALL = (
    "id, workspace_id, team_id, giver_id, receiver_id, mark, emoji, public, given_at, changed_at, asked_on, "
    "taken_back_at, declined_at, gift_id"
)
CHANGING = "team_id, emoji, public, given_at, changed_at, asked_on, taken_back_at, declined_at, gift_id"


def small_of(row: Row) -> SmallGift:
    small_id, workspace_id, team_id, giver_id, receiver_id, mark, emoji, public, *times, gift_id = row
    given_at, changed_at, asked_on, taken_back_at, declined_at = times
    return SmallGift(
        small_id,
        workspace_id,
        team_id,
        giver_id,
        receiver_id,
        mark,
        emoji,
        bool(public),
        instant(given_at),
        instant(changed_at),
        day(asked_on),
        instant(taken_back_at),
        instant(declined_at),
        gift_id,
    )


def small_values(one: SmallGift) -> Values:
    """All but the id."""
    who = one.workspace_id, one.team_id, one.giver_id, one.receiver_id, one.mark
    return (*who, *changing_values(one)[1:])


def changing_values(one: SmallGift) -> Values:
    return (
        one.team_id,
        one.emoji,
        int(one.public),
        micros(one.given_at),
        micros(one.changed_at),
        day_text(one.asked_on),
        micros(one.taken_back_at),
        micros(one.declined_at),
        one.gift_id,
    )
