"""Edits and deletions of posts: the newest wins, and none goes before its post's fate is known."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.models import Delivery, DeliveryKind, DeliveryState
from bot.outbox.outcomes import UNSURE
from bot.ports import Transaction
from bot.week.reviews import Later, Moot

LOOK_AGAIN = timedelta(seconds=5)
"""How soon an edit looks again whether its post's fate is known."""

HELD_AGAIN = timedelta(minutes=5)
"""The same for a post that waits for the operator."""

TAKEN_BACK = "taken back"
NEVER_SENT = "never-sent"
OVERTAKEN = "overtaken"


def deletes(delivery: Delivery) -> bool:
    return delivery.kind is DeliveryKind.KUDOS_DELETE


def review_edit(tx: Transaction, edit: Delivery, now: datetime) -> Later | Moot | None:
    """Whether an edit or a deletion may go now: None says yes."""
    post = tx.deliveries.get(edit.edits or "")
    if post is None or post.state is DeliveryState.DEAD:
        return Moot(NEVER_SENT)
    if _is_overtaken(tx, edit):
        return Moot(OVERTAKEN)
    match post.state:
        case DeliveryState.SENT:
            return None
        case DeliveryState.HELD:
            return Later(now + HELD_AGAIN)
        case _:
            return Later(now + LOOK_AGAIN)


def unsent_post(tx: Transaction, edit: Delivery) -> Delivery | None:
    """The post that a deletion ends before it was sent: then both have ended. None for any other edit."""
    post = tx.deliveries.get(edit.edits or "") if deletes(edit) else None
    return post if post is not None and post.state is DeliveryState.PENDING else None


def _is_overtaken(tx: Transaction, edit: Delivery) -> bool:
    """An edit that may still land is repeated even so: with what is true by then, it has the last word."""
    newer = [
        one
        for one in tx.deliveries.edits_of(edit.edits or "")
        if one.state is not DeliveryState.DEAD and (one.revision, one.key) > (edit.revision, edit.key)
    ]
    return any(map(deletes, newer)) or (bool(newer) and edit.reason != UNSURE)
