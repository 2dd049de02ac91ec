"""What an operator does to deliveries by hand: one is tried again, or many are doubted after a restore."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import teams
from bot.errors import SetupFault
from bot.models import Delivery, DeliveryKind, DeliveryState, Lesson, LessonState
from bot.outbox import edits
from bot.outbox.outcomes import RESENT
from bot.ports import Act, Transaction
from bot.posts import compose
from bot.tips import Library
from bot.week import weekly
from bot.week.reviews import PAST_USE, Later, Moot

ACT = "redrive"
ALL = 1_000_000
_WAITS_FOR_HAND = {DeliveryState.DEAD, DeliveryState.HELD}


class NothingOfThatKey(SetupFault):
    """No delivery has that key."""

    def __init__(self, key: str) -> None:
        super().__init__(f'Nothing has the key "{key}". All of them: kindling deliveries')


class NotForRedriving(SetupFault):
    """The delivery is sent, or will be tried without anybody's doing."""

    def __init__(self, delivery: Delivery) -> None:
        sent = "was sent already, and is not sent twice."
        if delivery.state is DeliveryState.AMBIGUOUS:
            sent = "may have been sent. Kindling finds out by itself; look again in a few minutes."
        elif delivery.state is not DeliveryState.SENT:
            sent = "is on its way: Kindling tries it by itself."
        super().__init__(f"{delivery.key} {sent} Nothing was changed.")


class PastUse(SetupFault):
    """Nobody has any use for it now, or nobody can be reached with it."""

    def __init__(self, delivery: Delivery, reason: str) -> None:
        why = {
            PAST_USE: "Its time is over.",
            "conversation-ended": "Its conversation can't be written to. Bring it back in the chat first.",
            edits.NEVER_SENT: "The post that it would change was never sent.",
            edits.OVERTAKEN: "A newer change of the same post goes instead.",
        }.get(reason, f"It is no longer wanted ({reason}).")
        super().__init__(f"{delivery.key} is not sent again. {why} Nothing was changed.")


def redrive(tx: Transaction, library: Library, key: str, now: datetime) -> Delivery:
    """A dead or held delivery is pending again, due at once or when the rules allow.

    A held one may stand in its conversation already: it is marked as resent. Raises NothingOfThatKey,
    NotForRedriving or PastUse.
    """
    delivery = tx.deliveries.get(key)
    if delivery is None:
        raise NothingOfThatKey(key)
    if delivery.state not in _WAITS_FOR_HAND:
        raise NotForRedriving(delivery)
    if delivery.reason is not None and delivery.reason.endswith(PAST_USE):
        raise PastUse(delivery, PAST_USE)
    again = _again(delivery, now)
    _take_back_loss(tx, delivery, now)
    tx.deliveries.save([again])
    match _may_go(tx, library, again, now):
        case Moot(reason=reason):
            raise PastUse(delivery, reason)
        case Later(at=at):
            again = replace(again, due_at=at)
            tx.deliveries.save([again])
    tx.audit.add(Act(delivery.workspace_id, now, ACT, team_id=delivery.team_id, about={"key": key}))
    return again


def _again(delivery: Delivery, now: datetime) -> Delivery:
    past = (delivery.reason or "").startswith(RESENT)
    doubtful = (delivery.state is DeliveryState.HELD or past) and delivery.edits is None
    return replace(
        delivery,
        state=DeliveryState.PENDING,
        due_at=now,
        tries=0,
        reason=RESENT if doubtful else None,
    )


def _may_go(tx: Transaction, library: Library, delivery: Delivery, now: datetime) -> Later | Moot | None:
    if delivery.edits is not None and (found := edits.review_edit(tx, delivery, now)) is not None:
        return found
    conversation = tx.conversations.get(delivery.conversation_id)
    if conversation is None:
        raise LookupError(f"no conversation {delivery.conversation_id}")
    composed = compose(tx, library, delivery, conversation, now)
    return composed if isinstance(composed, Later | Moot) else None


def _take_back_loss(tx: Transaction, delivery: Delivery, now: datetime) -> None:
    """With its tip lost a week was skipped; the week has its tip again, and its question follows."""
    if delivery.kind is not DeliveryKind.TIP or delivery.state is not DeliveryState.DEAD:
        return
    if delivery.member_id is not None or delivery.team_id is None or delivery.week is None:
        return
    team, lesson = tx.teams.get(delivery.team_id), tx.lessons.get(delivery.team_id, delivery.week)
    if team is None or lesson is None or not _was_lost(lesson):
        return
    back = replace(lesson, state=LessonState.PLANNED, reason=None)
    tx.lessons.put([replace(back, quiz_at=weekly.first_quiz_at(team, back))])
    teams.refresh(tx, team, now)


def _was_lost(lesson: Lesson) -> bool:
    return lesson.state is LessonState.SKIPPED and lesson.tip_id is not None


def doubt_what_may_be_sent(tx: Transaction, now: datetime, machine_now: datetime) -> int:
    """After a restore: what was meant to go by now may have gone, and the backup can't know.

    It is in doubt like a post whose answer never came: asked for, or sent again or held, as its workspace
    chose. Edits are repeatable. Answers how many that were.
    """
    found = tx.deliveries.find(state=DeliveryState.PENDING, limit=ALL)
    posts = [one for one in found if one.edits is None and one.slot_at <= now]
    doubted = [replace(one, state=DeliveryState.AMBIGUOUS, changed_at=machine_now) for one in posts]
    tx.deliveries.save(doubted)
    return len(doubted)
