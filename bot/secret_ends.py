"""The secret by which a platform is reached ends on a known day: an admin is told before, at most thrice."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot import schedule, teams
from bot.messages import translator
from bot.messages.secret_ends import secret_ends_card
from bot.models import Conversation, Delivery, DeliveryKind, Timetable
from bot.outgoing import Composed, Outgoing
from bot.ports import Transaction
from bot.undelivered import first_admin
from bot.week.reviews import Later, Moot

TOLD_BEFORE = (1, 7, 30)
"""Days before the end; each is told once."""

ENDS = "ends"


def notice(tx: Transaction, workspace_id: str, ends_on: date, now: datetime) -> None:
    """Owes the word to the admin who has been there longest, if it is time for one."""
    left = (ends_on - now.astimezone(UTC).date()).days
    before = next((days for days in TOLD_BEFORE if left <= days), None)
    person = first_admin(tx, workspace_id)
    if before is None or left < 0 or person is None:
        return
    told = Delivery(
        f"{DeliveryKind.EXPIRY}/{workspace_id}/{ends_on}/{before}",
        workspace_id,
        teams.direct_conversation(tx, person).id,
        DeliveryKind.EXPIRY,
        now,
        now,
        about={ENDS: ends_on.isoformat()},
        member_id=person.id,
    )
    tx.deliveries.owe([told])


def compose(tx: Transaction, delivery: Delivery, conversation: Conversation, now: datetime) -> Composed:
    """Goes in working hours, and not when it has come to pass: then it could not arrive."""
    member = tx.members.get(delivery.member_id) if delivery.member_id is not None else None
    ends_on = date.fromisoformat(str(delivery.about[ENDS]))
    left = (ends_on - now.astimezone(UTC).date()).days
    if member is None or member.stopped_at is not None or left < 0:
        return Moot("not-wanted")
    if (at := schedule.next_working(Timetable(zone=member.zone or "UTC"), now)) > now:
        return Later(at)
    return Outgoing(delivery, conversation, secret_ends_card(translator("en"), ends_on, left))
