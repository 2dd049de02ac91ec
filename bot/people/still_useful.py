"""Ideas sent directly to somebody who never presses anything: asked once, then rarer, then stopped.

All of it is decided when a tip is planned. What was asked stands in that tip's `about`, so it is asked only
if that tip is sent. An act of any kind counts as an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import teams
from bot.actions import AnswerUseful
from bot.context import Context
from bot.errors import ActionBroken, NotHere
from bot.models import Delivery, DeliveryKind, DeliveryState, DeliveryWay, Member, Team, Week
from bot.ports import Transaction

ASKS = "asks"
RARER = "rarer"
STOPS = "stops"
SILENT_WEEKS = 6
WEEKS_TO_ANSWER = 2
LAST_WEEK = 8
"""Acts are known for about sixty days: what was asked longer ago decides nothing any more."""

_HISTORY = 60


def weigh(tx: Transaction, team: Team, member: Member, tip: Delivery, now: datetime) -> list[Delivery]:
    """What a member's planned tip becomes: itself, itself with a question or a word, a farewell, nothing."""
    if not member.every_other_week and _acted_since(tx, member, now - _weeks(SILENT_WEEKS)):
        return [tip]
    earlier = [one for one in tx.deliveries.of_member(member.id, tip.kind, _HISTORY) if one.key != tip.key]
    if member.every_other_week and _had_last_week(earlier, tip):
        return []
    return [_weighed(tx, team, member, tip, earlier, now)]


def _weighed(
    tx: Transaction, team: Team, member: Member, tip: Delivery, earlier: Sequence[Delivery], now: datetime
) -> Delivery:
    sent = [one for one in earlier if one.state is DeliveryState.SENT]
    asked = next((one for one in sent if ASKS in one.about), None)
    rarer = next((one for one in sent if RARER in one.about), None)
    if asked is None:
        asks = not member.every_other_week and _is_silent(tx, member, sent)
        return replace(tip, about={ASKS: 1}) if asks else tip
    if rarer is None and not member.every_other_week:
        if _is_unanswered(tx, member, asked, tip, WEEKS_TO_ANSWER):
            _save(tx, replace(member, every_other_week=True), now)
            return replace(tip, about={RARER: 1})
    elif rarer is not None and _is_unanswered(tx, member, rarer, tip, SILENT_WEEKS):
        return _farewell(tx, team, member, tip, now)
    return tip


def _is_silent(tx: Transaction, member: Member, sent: Sequence[Delivery]) -> bool:
    """No act since the first of the last six tips arrived."""
    if len(sent) < SILENT_WEEKS:
        return False
    since = sent[SILENT_WEEKS - 1].sent_at
    return since is not None and not _acted_since(tx, member, since)


def _is_unanswered(tx: Transaction, member: Member, asked: Delivery, tip: Delivery, weeks: int) -> bool:
    if asked.week is None or tip.week is None or asked.sent_at is None:
        return False
    if not asked.week.plus(weeks) <= tip.week <= asked.week.plus(LAST_WEEK):
        return False
    return not _acted_since(tx, member, asked.sent_at)


def _acted_since(tx: Transaction, member: Member, since: datetime) -> bool:
    return tx.identities.any_since(member.workspace_id, f"{member.id}/", since)


def _had_last_week(earlier: Sequence[Delivery], tip: Delivery) -> bool:
    last = tip.week.plus(-1) if tip.week is not None else None
    return any(one.week == last and one.state is not DeliveryState.DEAD for one in earlier)


def _farewell(tx: Transaction, team: Team, member: Member, tip: Delivery, now: datetime) -> Delivery:
    """Stops what comes directly, and says so in the tip's place. What the channel gets stays."""
    changed = replace(member, direct=False, every_other_week=False)
    if team.delivery is DeliveryWay.DIRECT:
        changed = replace(changed, stopped_at=now)
    _save(tx, changed, now)
    key = f"{DeliveryKind.STILL_USEFUL}/{tip.week}/{member.id}"
    return replace(tip, key=key, kind=DeliveryKind.STILL_USEFUL, about={STOPS: 1})


def _save(tx: Transaction, member: Member, now: datetime) -> None:
    tx.members.save(member)
    teams.refresh_teams_of(tx, member, now)


def _weeks(count: int) -> timedelta:
    return timedelta(weeks=count)


def answer(context: Context, action: AnswerUseful) -> Member:
    """Does what the answer says; that it came is known from the act. Raises NotHere if no tip asked."""
    tip = context.tx.deliveries.get(tip_key(action.week, context.member.id))
    if tip is None or ASKS not in tip.about:
        raise NotHere
    if action.how not in {"keep", RARER, "stop"}:
        raise ActionBroken
    member = context.member
    if action.how == "stop":
        member = replace(member, stopped_at=member.stopped_at or context.now)
    else:
        member = replace(member, every_other_week=action.how == RARER)
    if member != context.member:
        _save(context.tx, member, context.now)
    return member


def tip_key(week: Week, member_id: int) -> str:
    """The key of the tip that a member gets directly in a week."""
    return f"{DeliveryKind.TIP}/{week}/{member_id}"
