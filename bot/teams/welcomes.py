"""The first word where Kindling was added: to one person in their chat, or to a channel, and once.

It answers what somebody just did, so it goes at any hour, and not at all when a day has passed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import talk
from bot.cards import Mention
from bot.context import Context
from bot.messages import translator
from bot.messages.welcome import added_card
from bot.models import Conversation, Delivery, DeliveryKind, Member
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.tips import Library
from bot.week.reviews import PAST_USE, Later, Moot

USEFUL_FOR = timedelta(days=1)
NAME_AWAITED = timedelta(seconds=20)
"""A platform may tell who added Kindling by id alone; the name comes with the roster."""

BY, THREAD = "by", "thread"


def owe_to_person(tx: Transaction, member: Member, room: Conversation, now: datetime) -> None:
    """Once, however often they add it."""
    key = f"{DeliveryKind.WELCOME}/{member.id}"
    welcome = Delivery(key, member.workspace_id, room.id, DeliveryKind.WELCOME, now, now, member_id=member.id)
    tx.deliveries.owe([welcome])


def owe_to_channel(
    tx: Transaction, room: Conversation, once_for: str, by: Member | None, thread: str, now: datetime
) -> None:
    """Once for what Kindling was added to. `thread`: the message in which that was done, "" if in none."""
    about: dict[str, int | str] = {} if by is None else {BY: by.id}
    if thread:
        about[THREAD] = thread
    key = f"{DeliveryKind.WELCOME}/{room.workspace_id}/{once_for}"
    kind = DeliveryKind.WELCOME
    tx.deliveries.owe([Delivery(key, room.workspace_id, room.id, kind, now, now, about=about)])


def compose(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    if now - delivery.slot_at > USEFUL_FOR:
        return Moot(PAST_USE)
    if delivery.member_id is None and tx.teams.of_conversation(conversation.id) is not None:
        return Moot("has-a-team")
    by = tx.members.get(delivery.member_id or int(delivery.about.get(BY, 0)))
    named_at = delivery.slot_at + NAME_AWAITED
    if by is not None and not by.is_named and now < named_at:
        return Later(named_at)
    if delivery.member_id is not None:
        return _to_person(tx, library, delivery, conversation, now)
    added_by = Mention(by.platform_id, by.name) if by is not None and by.is_named else None
    card = added_card(translator("en"), conversation.platform_id, added_by)
    thread = delivery.about.get(THREAD)
    return Outgoing(delivery, conversation, card, thread=str(thread) if thread else None)


def _to_person(
    tx: Transaction, library: Library, delivery: Delivery, conversation: Conversation, now: datetime
) -> Composed:
    member = tx.members.get(delivery.member_id or 0)
    workspace = tx.workspaces.get(delivery.workspace_id)
    if member is None or workspace is None or member.stopped_at is not None:
        return Moot("not-wanted")
    context = Context(tx, library, workspace, member, conversation.platform_id, delivery.key, now)
    return Outgoing(delivery, conversation, talk.help_card(context))
