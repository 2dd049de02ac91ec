"""What is owed for a gift: the announcement, direct thanks, and their edits and deletions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot import teams
from bot.kudos.gathering import round_up_of
from bot.kudos.places import tell_at
from bot.models import Delivery, DeliveryKind, DeliveryState, Gift, GiftPlace, Receipt, Told
from bot.ports import Transaction

GIFT = "gift"
TO_GIVER = "to-giver"
_POSTED = {DeliveryState.SENDING, DeliveryState.AMBIGUOUS, DeliveryState.SENT, DeliveryState.HELD}


def post_key(gift: Gift) -> str:
    return f"{DeliveryKind.KUDOS}/{gift.id}"


def owe_posts(tx: Transaction, gift: Gift, now: datetime) -> None:
    """The announcement, unless it gathers or is private, and what each receiver is told directly."""
    team = tx.teams.get(gift.team_id) if gift.team_id is not None else None
    if team is not None and gift.place in {GiftPlace.CHANNEL, GiftPlace.THREAD}:
        about = {GIFT: gift.id}
        where = team.conversation_id
        post = Delivery(post_key(gift), gift.workspace_id, where, DeliveryKind.KUDOS, now, now, about)
        tx.deliveries.owe([replace(post, team_id=team.id)])
    owe_direct(tx, gift, now)


def owe_direct(tx: Transaction, gift: Gift, now: datetime) -> None:
    """What each receiver is told directly, if they were not told so before."""
    tx.deliveries.owe(_direct_posts(tx, gift, now))


def _direct_posts(tx: Transaction, gift: Gift, now: datetime) -> Iterator[Delivery]:
    for receipt in gift.receipts:
        member = tx.members.get(receipt.member_id)
        if receipt.told is not Told.DIRECT or receipt.hidden_at is not None or member is None:
            continue
        at = tell_at(tx, member, now)
        yield Delivery(
            f"{post_key(gift)}/{member.id}",
            gift.workspace_id,
            teams.direct_conversation(tx, member).id,
            DeliveryKind.KUDOS_DIRECT,
            at,
            at,
            {GIFT: gift.id},
            team_id=gift.team_id if gift.is_public else None,
            member_id=member.id,
        )


def edit_posts(tx: Transaction, gift: Gift, now: datetime) -> None:
    """Owes what makes every post of the gift say what it says now, or go if it says nothing any more.

    A post that has not left yet is composed from the gift as it is, and so is an edit that has not.
    """
    gone = not gift.stands or not gift.shown_ids
    for post in _posts(tx, gift):
        if post.state not in _POSTED:
            continue
        edits = tx.deliveries.edits_of(post.key)
        deletes = (gone or _is_hidden(gift, post)) and post.kind is not DeliveryKind.ROUND_UP
        if deletes or not edits or edits[-1].state is not DeliveryState.PENDING:
            revision = max((one.revision for one in edits), default=0) + 1
            tx.deliveries.owe([_edit(post, revision, now, deletes=deletes)])


def _is_hidden(gift: Gift, post: Delivery) -> bool:
    """Whether it tells somebody directly of what they have hidden since."""
    return post.member_id is not None and post.member_id not in gift.shown_ids


def _posts(tx: Transaction, gift: Gift) -> Iterator[Delivery]:
    """Everything that names the gift."""
    keys = [post_key(gift), *(f"{post_key(gift)}/{member_id}" for member_id in gift.receiver_ids)]
    team = tx.teams.get(gift.team_id) if gift.team_id is not None else None
    for key in keys:
        if (post := tx.deliveries.get(key)) is not None:
            yield post
    gathers = gift.place is GiftPlace.ROUND_UP
    if team is not None and gathers and (post := round_up_of(tx, team, gift)) is not None:
        yield post


def _edit(post: Delivery, revision: int, now: datetime, *, deletes: bool) -> Delivery:
    return Delivery(
        f"edit/{post.key}/{revision}",
        post.workspace_id,
        post.conversation_id,
        DeliveryKind.KUDOS_DELETE if deletes else DeliveryKind.KUDOS_UPDATE,
        now,
        now,
        post.about,
        team_id=post.team_id,
        week=post.week,
        member_id=post.member_id,
        edits=post.key,
        revision=revision,
    )


def tell_giver(tx: Transaction, gift: Gift, now: datetime) -> None:
    giver = tx.members.get(gift.giver_id)
    if giver is None:
        return
    where = teams.direct_conversation(tx, giver).id
    key, kind = f"{post_key(gift)}/moved", DeliveryKind.KUDOS_DIRECT
    about = {GIFT: gift.id, TO_GIVER: 1}
    tx.deliveries.owe([Delivery(key, gift.workspace_id, where, kind, now, now, about, member_id=giver.id)])


def tell_directly(tx: Transaction, gift: Gift, place: GiftPlace, now: datetime) -> None:
    """Owes each receiver who was to hear of it in the channel a message of their own."""
    told_here = {Told.CHANNEL, Told.ROUND_UP}
    receipts = tuple(_moved(tx, one) if one.told in told_here else one for one in gift.receipts)
    moved = replace(gift, place=place, receipts=receipts)
    tx.gifts.save(moved)
    owe_direct(tx, moved, now)


def _moved(tx: Transaction, receipt: Receipt) -> Receipt:
    member = tx.members.get(receipt.member_id)
    stopped = member is None or member.stopped_at is not None
    return replace(receipt, told=Told.HOME if stopped else Told.DIRECT)
