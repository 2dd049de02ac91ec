"""What somebody missed while they were away, and what stands above the next idea."""

from __future__ import annotations

from itertools import takewhile

from bot.cards import Card, Mention, Part, Typed
from bot.context import Context
from bot.messages import Translator
from bot.messages import people as words
from bot.messages import useful as useful_words
from bot.models import Delivery, DeliveryKind, DeliveryState, Lesson, Team, Week
from bot.people.still_useful import ASKS, RARER
from bot.ports import Transaction
from bot.tips import UnknownTip

AWAY = "away"
"""Why a tip was not sent: its member was away, or had paused."""

_HISTORY = 60


def parts_above(
    t: Translator, tx: Transaction, team: Team, lesson: Lesson, delivery: Delivery
) -> tuple[Part, ...]:
    """What a directly sent idea is introduced by: the very first, one after some missed, one that asks."""
    if delivery.member_id is None:
        return ()
    earlier = _earlier(tx, delivery.member_id, lesson.week)
    if not any(one.state is DeliveryState.SENT for one in earlier):
        added_by = tx.members.get(team.created_by) if team.created_by is not None else None
        person = (Mention(added_by.platform_id, added_by.name),) if added_by is not None else ()
        return words.welcome_parts(t, person, (Typed(team.name),))
    if ASKS in delivery.about:
        return useful_words.still_useful_parts(t, lesson)
    if RARER in delivery.about:
        return useful_words.rarer_parts(t)
    missed = _missed(earlier)
    return words.missed_parts(t, lesson, len(missed)) if missed else ()


def _earlier(tx: Transaction, member_id: int, week: Week) -> list[Delivery]:
    found = tx.deliveries.of_member(member_id, DeliveryKind.TIP, _HISTORY)
    return [one for one in found if one.week is not None and one.week < week]


def _missed(earlier: list[Delivery]) -> list[Delivery]:
    """Those not sent since the last that was, because the member was away. Newest first."""
    since = takewhile(lambda one: one.state is not DeliveryState.SENT, earlier)
    return [one for one in since if one.reason == AWAY]


def catch_up(context: Context, team_id: int, week: Week) -> Card:
    """The ideas missed before the one of that week, oldest first."""
    t, missed = context.t(context.tx.teams.get(team_id)), []
    for one in reversed(_missed(_earlier(context.tx, context.member.id, week))):
        if one.week is None or one.team_id is None:
            continue
        lesson = context.tx.lessons.get(one.team_id, one.week)
        if lesson is None or lesson.tip_id is None:
            continue
        try:
            missed.append((lesson, context.library.tip(lesson.tip_id).title))
        except UnknownTip:
            continue
    return words.catch_up_card(t, missed) if missed else words.nothing_missed_card(t)
