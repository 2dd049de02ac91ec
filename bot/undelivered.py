"""What was held or refused for good: an admin of the workspace is told, once, and once a day at the most."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot import schedule, teams
from bot.messages import translator
from bot.messages.undelivered import undelivered_card
from bot.models import Conversation, Delivery, DeliveryKind, DeliveryState, Member, Timetable
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.week.reviews import Later, Moot

SINCE = "since"
"""The instant from which on the notice counts, of the machine's clock, in seconds."""

_ALL = 100_000


def notice(tx: Transaction, lost: Delivery, now: datetime) -> None:
    """Owes the word to an admin, unless one that counts this too is still to be sent."""
    if lost.kind is DeliveryKind.UNDELIVERED or not _counts(lost):
        return
    today = now.astimezone(UTC).date()
    for day in (today, today + timedelta(days=1)):
        told = tx.deliveries.get(_key(lost, day))
        if told is None:
            _owe(tx, lost, day, now)
            return
        if told.state is DeliveryState.PENDING:
            return


def _counts(lost: Delivery) -> bool:
    """What can't be reached any more is told to its team's manager instead."""
    if lost.state is DeliveryState.HELD:
        return True
    return lost.state is DeliveryState.DEAD and "refused: " in (lost.reason or "")


def _key(lost: Delivery, day: date) -> str:
    return f"{DeliveryKind.UNDELIVERED}/{lost.workspace_id}/{day}"


def _owe(tx: Transaction, lost: Delivery, day: date, now: datetime) -> None:
    person = first_admin(tx, lost.workspace_id)
    if person is None:
        return
    timetable = Timetable(zone=person.zone or "UTC")
    at = schedule.next_working(timetable, max(now, datetime.combine(day, time(), UTC)))
    since = int((lost.changed_at or now).timestamp())
    notice = Delivery(
        _key(lost, day),
        lost.workspace_id,
        teams.direct_conversation(tx, person).id,
        DeliveryKind.UNDELIVERED,
        at,
        at,
        about={SINCE: since},
        member_id=person.id,
    )
    tx.deliveries.owe([notice])


def first_admin(tx: Transaction, workspace_id: str) -> Member | None:
    """The admin who has been there longest."""
    there = tx.members.admins(workspace_id)
    return next((one for one in there if one.stopped_at is None and one.deactivated_at is None), None)


def compose(tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime) -> Composed:
    """Goes in working hours, and only about what is still held or given up."""
    member = tx.members.get(delivery.member_id) if delivery.member_id is not None else None
    if member is None or member.stopped_at is not None:
        return Moot("not-wanted")
    if (at := schedule.next_working(Timetable(zone=member.zone or "UTC"), now)) > now:
        return Later(at)
    since = datetime.fromtimestamp(int(delivery.about[SINCE]), UTC)
    held, refused = (
        sum(1 for one in tx.deliveries.find(delivery.workspace_id, state, _ALL) if _is_news(one, since))
        for state in (DeliveryState.HELD, DeliveryState.DEAD)
    )
    if not held and not refused:
        return Moot("settled")
    return Outgoing(delivery, conversation, undelivered_card(translator("en"), held, refused))


def _is_news(one: Delivery, since: datetime) -> bool:
    return _counts(one) and one.changed_at is not None and one.changed_at >= since
