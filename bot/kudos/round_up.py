"""The week's round-up: the thanks that a team gathers, and what came after the third of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import schedule
from bot.cards import Card
from bot.kudos.gathering import about_span, next_span, round_up_key, span_of
from bot.kudos.owed import owe_direct, tell_directly
from bot.kudos.places import back_on, day_ends_at, keeps_private
from bot.kudos.shown import ShownGift, shown_gift
from bot.messages import kudos as words
from bot.messages import translator
from bot.models import Conversation, Delivery, DeliveryKind, Gift, GiftPlace, Receipt, Team, Told, Week
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.tips import Library
from bot.week import weekly
from bot.week.reviews import PAST_USE, Later, Moot

MOST_IN_ROUND_UP = 10


def round_up(tx: Transaction, team: Team, week: Week) -> Delivery | None:
    """The round-up of the thanks that a team gathered in a week that is over; None if it gathered none.

    Not owed yet. It goes in the first working hour of the week after.
    """
    span = next_span(tx, team, week)
    if not tx.gifts.gathered(team.id, *span):
        return None
    at = schedule.first_working_hour(team.timetable, week.plus(1))
    key, where = round_up_key(team, week), team.conversation_id
    post = Delivery(key, team.workspace_id, where, DeliveryKind.ROUND_UP, at, at, about_span(span))
    return replace(post, team_id=team.id, week=week)


def _gathered(tx: Transaction, delivery: Delivery) -> list[Gift]:
    """Those with somebody left to name."""
    team = tx.teams.get(delivery.team_id or 0)
    if team is None or delivery.week is None:
        return []
    found = tx.gifts.gathered(team.id, *span_of(team, delivery))
    return [gift for gift in found if gift.shown_ids]


def _may_stand(tx: Transaction, gift: Gift) -> bool:
    receivers = (tx.members.get(member_id) for member_id in gift.shown_ids)
    return not any(one is None or keeps_private(one) for one in receivers)


def compose(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    team = tx.teams.get(delivery.team_id or 0)
    if team is None or team.ended_at is not None or delivery.week is None:
        return Moot("team-gone")
    if (found := _kept_back(team, delivery, now)) is not None:
        return found
    if not _standing(tx, delivery):
        return Moot("nothing-gathered")
    return Outgoing(delivery, conversation, _card(tx, library, team, delivery, now))


def compose_update(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """A round-up that stands, without what was removed or hidden since."""
    team, post = tx.teams.get(delivery.team_id or 0), tx.deliveries.get(delivery.edits or "")
    if team is None or post is None:
        return Moot("team-gone")
    return Outgoing(delivery, conversation, _card(tx, library, team, delivery, now), edits=post.message_id)


def _card(tx: Transaction, library: Library, team: Team, delivery: Delivery, now: datetime) -> Card:
    gifts = _standing(tx, delivery)
    shown = [_named(shown_gift(tx, library, gift), team, now) for gift in gifts[:MOST_IN_ROUND_UP]]
    return words.round_up_card(translator(team.language), team, shown, len(gifts) - len(shown))


def _standing(tx: Transaction, delivery: Delivery) -> list[Gift]:
    return [gift for gift in _gathered(tx, delivery) if _may_stand(tx, gift)]


def _kept_back(team: Team, delivery: Delivery, now: datetime) -> Later | Moot | None:
    """A round-up is a scheduled post: nothing on a day to skip or in a pause, and never after its week."""
    zone = team.timetable.zone
    day = schedule.local(now, zone).date()
    reason = weekly.hindrance(team, day)
    if reason == weekly.Skipped.PAUSED:
        return Moot(reason)
    until = schedule.week_ends_at(schedule.week_of(delivery.slot_at, zone), zone)
    from_at = day_ends_at(day, zone) if reason == weekly.Skipped.DAY else now
    at = schedule.next_working(team.timetable, max(from_at, delivery.slot_at), zone)
    return Moot(PAST_USE) if at >= until else Later(at) if at > now else None


def _named(shown: ShownGift, team: Team, now: datetime) -> ShownGift:
    """Who is away is named, and told on return."""
    here = {one.id for one in shown.receivers if back_on(one, now, team.timetable.zone) is None}
    return replace(shown, mentioned=shown.mentioned & here)


def sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """Who the round-up does not name is told directly."""
    team = tx.teams.get(delivery.team_id or 0)
    if team is None:
        return
    standing = _standing(tx, delivery)
    for gift in standing[:MOST_IN_ROUND_UP]:
        _tell_absent(tx, gift, team, now)
    for gift in standing[MOST_IN_ROUND_UP:]:
        tell_directly(tx, gift, gift.place, now)
    for gift in _gathered(tx, delivery):
        if not _may_stand(tx, gift):
            tell_directly(tx, gift, GiftPlace.DIRECTLY, now)


def _tell_absent(tx: Transaction, gift: Gift, team: Team, now: datetime) -> None:
    receipts = tuple(
        replace(one, told=Told.DIRECT) if _is_absent(tx, one, team, now) else one for one in gift.receipts
    )
    if receipts != gift.receipts:
        moved = replace(gift, receipts=receipts)
        tx.gifts.save(moved)
        owe_direct(tx, moved, now)


def _is_absent(tx: Transaction, receipt: Receipt, team: Team, now: datetime) -> bool:
    member = tx.members.get(receipt.member_id)
    if member is None or receipt.told is not Told.ROUND_UP:
        return False
    return back_on(member, now, team.timetable.zone) is not None


def lost(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """A round-up that will never stand: each is told directly."""
    for gift in _gathered(tx, delivery):
        tell_directly(tx, gift, gift.place, now)
