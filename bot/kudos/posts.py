"""From what is owed for a gift to its card: built when it is sent, with the rules looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import schedule
from bot.cards import Card
from bot.kudos import round_up as kudos_round_up
from bot.kudos.owed import GIFT, TO_GIVER, tell_directly, tell_giver
from bot.kudos.places import keeps_private, tell_at
from bot.kudos.shown import ShownGift, shown_gift
from bot.messages import Translator, translator
from bot.messages import kudos as words
from bot.models import (
    Conversation,
    Delivery,
    DeliveryKind,
    Gift,
    GiftPlace,
    Member,
    Platform,
    Told,
)
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.tips import Library
from bot.week.reviews import PAST_USE, Later, Moot

_TAKEN_BACK = "taken-back"
_NOW_PRIVATE = "now-private"


def compose(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    """Raises LookupError where the giver is gone."""
    if delivery.kind is DeliveryKind.ROUND_UP:
        return kudos_round_up.compose(tx, library, delivery, conversation, now)
    if delivery.week is not None:
        return kudos_round_up.compose_update(tx, library, delivery, conversation, now)
    gift = _gift_of(tx, delivery)
    if gift is None:
        return Moot(_TAKEN_BACK)
    if delivery.kind is DeliveryKind.KUDOS_DELETE:
        return _deletion(tx, delivery, conversation)
    if not gift.stands or not gift.shown_ids:
        return Moot(_TAKEN_BACK)
    shown = shown_gift(tx, library, gift)
    if delivery.kind is DeliveryKind.KUDOS:
        return _announcement(tx, delivery, conversation, shown, now)
    if delivery.kind is DeliveryKind.KUDOS_DIRECT:
        return _direct(tx, delivery, conversation, shown, now)
    return _update(tx, delivery, conversation, shown)


def _gift_of(tx: Transaction, delivery: Delivery) -> Gift | None:
    gift_id = delivery.about.get(GIFT)
    return tx.gifts.get(gift_id) if isinstance(gift_id, int) else None


def _language(shown: ShownGift) -> Translator:
    return translator(shown.team.language if shown.team is not None else "en")


def _announcement(
    tx: Transaction, delivery: Delivery, conversation: Conversation, shown: ShownGift, now: datetime
) -> Composed:
    """At once, whenever that is, since it answers an act; hours later only while people work."""
    if any(keeps_private(one) for one in shown.receivers):
        return Moot(_NOW_PRIVATE)
    if shown.team is not None and now - delivery.slot_at > schedule.LATE:
        at = schedule.next_working(shown.team.timetable, now)
        if at > now:
            return Later(at)
    return Outgoing(delivery, conversation, _announcement_card(tx, shown), thread=_thread(shown.gift))


def thread_of(tx: Transaction, delivery: Delivery) -> str | None:
    """The message that an announcement belongs under, if any."""
    gift = _gift_of(tx, delivery)
    return None if gift is None else _thread(gift)


def _thread(gift: Gift) -> str | None:
    return gift.origin.message if gift.origin is not None and gift.place is GiftPlace.THREAD else None


def _announcement_card(tx: Transaction, shown: ShownGift) -> Card:
    """On Teams nothing is shown to one person alone before they press, so Undo stands on the card."""
    workspace = tx.workspaces.get(shown.gift.workspace_id)
    undo = workspace is not None and workspace.platform is Platform.TEAMS
    return words.announcement_card(_language(shown), shown, undo=undo)


def _direct(
    tx: Transaction, delivery: Delivery, conversation: Conversation, shown: ShownGift, now: datetime
) -> Composed:
    if delivery.about.get(TO_GIVER):
        return Outgoing(delivery, conversation, words.moved_card(_language(shown), shown))
    receiver = tx.members.get(delivery.member_id or 0)
    if receiver is None or receiver.id not in shown.gift.shown_ids:
        return Moot(_TAKEN_BACK)
    if receiver.stopped_at is not None or receiver.deactivated_at is not None:
        return Moot("not-wanted")
    at = tell_at(tx, receiver, now)
    return Later(at) if at > now else Outgoing(delivery, conversation, _direct_card(tx, shown, receiver))


def _direct_card(tx: Transaction, shown: ShownGift, receiver: Member) -> Card:
    first = tx.gifts.first_direct(receiver.id) == shown.gift.id
    return words.direct_card(_language(shown), shown, receiver, first=first)


def _update(tx: Transaction, delivery: Delivery, conversation: Conversation, shown: ShownGift) -> Composed:
    post = tx.deliveries.get(delivery.edits or "")
    if post is None:
        return Moot("no-post")
    receiver = tx.members.get(delivery.member_id) if delivery.member_id is not None else None
    card = _announcement_card(tx, shown) if receiver is None else _direct_card(tx, shown, receiver)
    return Outgoing(delivery, conversation, card, edits=post.message_id)


def _deletion(tx: Transaction, delivery: Delivery, conversation: Conversation) -> Composed:
    post = tx.deliveries.get(delivery.edits or "")
    if post is None:
        return Moot("no-post")
    return Outgoing(delivery, conversation, words.withdrawn_card(translator("en")), edits=post.message_id)


def sent(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """What follows from a round-up that stands."""
    if delivery.kind is DeliveryKind.ROUND_UP:
        kudos_round_up.sent(tx, delivery, now)


def lost(tx: Transaction, delivery: Delivery, reason: str, now: datetime) -> None:
    """An announcement that will never stand: each is told directly, unless it was taken back or too late."""
    if delivery.kind is DeliveryKind.ROUND_UP:
        kudos_round_up.lost(tx, delivery, now)
        return
    gift = _gift_of(tx, delivery)
    if gift is None or not gift.stands or not gift.shown_ids:
        return
    if reason == PAST_USE:
        receipts = tuple(
            replace(one, told=Told.HOME) if one.told is Told.CHANNEL else one for one in gift.receipts
        )
        tx.gifts.save(replace(gift, place=GiftPlace.UNREACHABLE, receipts=receipts))
    elif reason == _NOW_PRIVATE:
        tell_directly(tx, gift, GiftPlace.DIRECTLY, now)
    else:
        tell_directly(tx, gift, GiftPlace.UNREACHABLE, now)
        tell_giver(tx, gift, now)
