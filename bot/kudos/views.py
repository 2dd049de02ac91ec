"""What one sees of gifts: where one's own went, the thanks received and given, a team's latest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot import schedule
from bot.cards import Card
from bot.context import Context
from bot.errors import NotHere
from bot.kudos.places import is_in_channel
from bot.kudos.shown import ShownGift, shown_gift
from bot.messages import kudos_replies as words
from bot.messages.kudos_replies import Row, Standing
from bot.models import Gift, Member, Team, Told

_MOST_RECEIVED = 10
_MOST_GIVEN = 5
_MOST_OF_TEAM = 10
_MOST_TEAMS = 3
_TEAM_SEES = timedelta(weeks=4)


def own_gift_card(context: Context, gift_id: int) -> Card:
    """Raises NotHere for anybody but the giver."""
    gift = context.tx.gifts.get(gift_id)
    if gift is None or gift.giver_id != context.member.id:
        raise NotHere
    return gift_card(context, gift)


def gift_card(context: Context, gift: Gift) -> Card:
    """The confirmation, for the giver: where it went, and what can still be done; or that it is gone."""
    t = context.t()
    if gift.undone_at is not None:
        return words.taken_back_card(t)
    if gift.removed_at is not None:
        return words.removed_card(t)
    everybody = _members(context, gift.receiver_ids)
    away = [(one, _away_until(context, one)) for one in everybody]
    standing = Standing(
        shown_gift(context.tx, context.library, gift),
        everybody,
        can_undo=context.now < gift.until_at,
        today=context.today,
        outside=_outside(context, gift),
        away=tuple((one, day) for one, day in away if day is not None),
    )
    return words.confirmation_card(t, standing)


def _members(context: Context, ids: Iterable[int]) -> tuple[Member, ...]:
    found = (context.tx.members.get(member_id) for member_id in ids)
    return tuple(member for member in found if member is not None)


def _away_until(context: Context, member: Member) -> date | None:
    """The day somebody away is back. A pause is nobody's business."""
    today = schedule.local(context.now, member.zone or context.zone).date()
    day = member.away_until_on
    return day if day is not None and day > today and member.stopped_at is None else None


def _outside(context: Context, gift: Gift) -> tuple[Member, ...]:
    """Receivers who are told directly of thanks that stand in a channel, since they are not in it."""
    team = context.tx.teams.get(gift.team_id) if gift.team_id is not None and gift.is_public else None
    if team is None:
        return ()
    told = [one.member_id for one in gift.receipts if one.told is Told.DIRECT]
    return _members(context, (one for one in told if not is_in_channel(context.tx, team, one)))


def my_card(context: Context) -> Card:
    tx, me = context.tx, context.member
    received = [_received(context, gift) for gift in tx.gifts.received(me.id, _MOST_RECEIVED)]
    given = [_given(context, gift) for gift in tx.gifts.given(me.id, _MOST_GIVEN)]
    led = [team for team, membership in tx.teams.of_member(me.id) if membership.manages]
    return words.my_kudos_card(context.t(), received, given, led[:_MOST_TEAMS])


def _received(context: Context, gift: Gift) -> Row:
    hidden = context.member.id not in gift.shown_ids
    return _row(context, gift, can=gift.is_public and not hidden, hidden=hidden)


def _given(context: Context, gift: Gift) -> Row:
    return _row(context, gift, can=context.now < gift.until_at)


def _row(context: Context, gift: Gift, *, can: bool, hidden: bool = False) -> Row:
    on = schedule.local(gift.given_at, context.zone).date()
    shown = shown_gift(context.tx, context.library, gift)
    return Row(shown, _members(context, gift.receiver_ids), on, can, hidden)


def team_card(context: Context, team_id: int) -> Card:
    """Raises NotHere for a team that is gone."""
    team = context.tx.teams.get(team_id)
    if team is None:
        raise NotHere
    return words.team_kudos_card(context.t(team), team, _latest(context, team))


def _latest(context: Context, team: Team) -> list[ShownGift]:
    gifts = context.tx.gifts.of_team(team.id, context.now - _TEAM_SEES, context.now + timedelta(seconds=1))
    return [shown_gift(context.tx, context.library, gift) for gift in reversed(gifts[-_MOST_OF_TEAM:])]
