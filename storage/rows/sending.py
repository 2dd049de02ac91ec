"""Deliveries and the audit log as rows."""

from __future__ import annotations

from bot.models import Delivery, DeliveryKind, DeliveryState
from bot.ports import Act
from storage.rows.columns import Values
from storage.rows.frozen import maker
from storage.session import Row
from storage.values import instant, mapping, mapping_text, micros, week

# A dictionary is five times as fast as calling the enumeration, and each post is read this way.
_KINDS = {kind.value: kind for kind in DeliveryKind}
_STATES = {state.value: state for state in DeliveryState}

DELIVERY = (
    "key, workspace_id, conversation_id, kind, slot_at, due_at, about, team_id, week, member_id, edits, "
    "revision, state, fence, tries, reason, message_id, sent_at, changed_at"
)
DELIVERY_WIDTH = 19
_delivery = maker(Delivery)


def delivery_of(row: Row) -> Delivery:
    return _delivery(
        row[0],
        row[1],
        row[2],
        _KINDS[row[3]],
        instant(row[4]),
        instant(row[5]),
        mapping(row[6]),
        row[7],
        None if row[8] is None else week(row[8]),
        row[9],
        row[10],
        row[11],
        _STATES[row[12]],
        row[13],
        row[14],
        row[15],
        row[16],
        instant(row[17]),
        instant(row[18]),
    )


def delivery_values(one: Delivery) -> Values:
    return (
        one.key,
        one.workspace_id,
        one.conversation_id,
        one.kind._value_,
        micros(one.slot_at),
        micros(one.due_at),
        mapping_text(one.about),
        one.team_id,
        None if one.week is None else str(one.week),
        one.member_id,
        one.edits,
        one.revision,
        one.state._value_,
        one.fence,
        one.tries,
        one.reason,
        one.message_id,
        micros(one.sent_at),
        micros(one.changed_at),
    )


ACT = "workspace_id, acted_at, name, member_id, team_id, about"


def act_of(row: Row) -> Act:
    workspace_id, acted_at, name, member_id, team_id, about = row
    about = None if about is None else mapping(about)
    return Act(workspace_id, instant(acted_at), name, member_id, team_id, about)


def act_values(one: Act) -> Values:
    about = None if one.about is None else mapping_text(one.about)
    return one.workspace_id, micros(one.at), one.name, one.member_id, one.team_id, about
