"""Workspaces, conversations, members and teams as rows."""

from __future__ import annotations

from bot.models import (
    Conversation,
    ConversationKind,
    DeliveryWay,
    Member,
    Membership,
    Platform,
    Team,
    ThanksWay,
    UnknownOutcome,
    Workspace,
)
from storage.rows.columns import Values
from storage.rows.frozen import maker
from storage.session import Row
from storage.values import (
    day,
    day_text,
    days,
    days_text,
    instant,
    micros,
    texts,
    texts_text,
    timetable,
    timetable_values,
)

# A dictionary is five times as fast as calling the enumeration, and 100,000 teams are read this way.
_WAYS = {way.value: way for way in DeliveryWay}
_THANKS = {way.value: way for way in ThanksWay}
_KINDS = {kind.value: kind for kind in ConversationKind}

_PLATFORMS = {platform.value: platform for platform in Platform}
_OUTCOMES = {outcome.value: outcome for outcome in UnknownOutcome}

WORKSPACE = "id, platform, name, created_at, unknown_outcome, ended_at, post_address"
WORKSPACE_WIDTH = 7


def workspace_of(row: Row) -> Workspace:
    platform, outcome = _PLATFORMS[row[1]], _OUTCOMES[row[4]]
    return Workspace(row[0], platform, row[2], instant(row[3]), outcome, instant(row[5]), row[6])


def workspace_values(one: Workspace) -> Values:
    created_at, ended_at = micros(one.created_at), micros(one.ended_at)
    outcome, address = one.unknown_outcome.value, one.post_address
    return one.id, one.platform.value, one.name, created_at, outcome, ended_at, address


CONVERSATION = "id, workspace_id, platform_id, kind, name, public, member_id, ended"
_conversation = maker(Conversation)


def conversation_of(row: Row) -> Conversation:
    return _conversation(row[0], row[1], row[2], _KINDS[row[3]], row[4], bool(row[5]), row[6], row[7])


def conversation_values(one: Conversation) -> Values:
    """All but the id."""
    public = int(one.public)
    return one.workspace_id, one.platform_id, one.kind.value, one.name, public, one.member_id, one.ended


MEMBER = (
    "id, workspace_id, platform_id, name, zone, is_app, is_stranger, is_admin, deactivated_at, direct, "
    "every_other_week, thanks_private, practice_day, stopped_at, paused_until_on, away_until_on"
)
MEMBER_WIDTH = 16


def member_of(row: Row) -> Member:
    return Member(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        bool(row[5]),
        bool(row[6]),
        bool(row[7]),
        instant(row[8]),
        bool(row[9]),
        bool(row[10]),
        bool(row[11]),
        row[12],
        instant(row[13]),
        day(row[14]),
        day(row[15]),
    )


def member_values(one: Member) -> Values:
    """All but the id, and the folded name behind them."""
    return (
        one.workspace_id,
        one.platform_id,
        one.name,
        one.zone,
        int(one.is_app),
        int(one.is_stranger),
        int(one.is_admin),
        micros(one.deactivated_at),
        int(one.direct),
        int(one.every_other_week),
        int(one.thanks_private),
        one.practice_day,
        micros(one.stopped_at),
        day_text(one.paused_until_on),
        day_text(one.away_until_on),
        one.name.casefold(),
    )


TEAM = (
    "id, workspace_id, conversation_id, name, weekday, slot_time, zone, working_days, work_from, work_until, "
    "quiz_after, series, created_at, changed_at, delivery, thanks, language, round, skip_on, paused_at, "
    "paused_until_on, ended_at, direct_zones, summary_due_at, created_by, said_hello_at, kudos_emoji"
)
TEAM_WIDTH = 27


def team_of(row: Row) -> Team:
    return Team(
        row[0],
        row[1],
        row[2],
        row[3],
        timetable(row[4], row[5], row[6], row[7], row[8], row[9], row[10]),
        texts(row[11]),
        instant(row[12]),
        instant(row[13]),
        _WAYS[row[14]],
        _THANKS[row[15]],
        row[16],
        row[17],
        days(row[18]),
        instant(row[19]),
        day(row[20]),
        instant(row[21]),
        texts(row[22]),
        instant(row[23]),
        row[24],
        instant(row[25]),
        row[26],
    )


def team_values(one: Team) -> Values:
    """All but the id, and the folded name behind them."""
    return (
        one.workspace_id,
        one.conversation_id,
        one.name,
        *timetable_values(one.timetable),
        texts_text(one.series),
        micros(one.created_at),
        micros(one.changed_at),
        one.delivery.value,
        one.thanks.value,
        one.language,
        one.round,
        days_text(one.skip_on),
        micros(one.paused_at),
        day_text(one.paused_until_on),
        micros(one.ended_at),
        texts_text(one.direct_zones),
        micros(one.summary_due_at),
        one.created_by,
        micros(one.said_hello_at),
        one.kudos_emoji,
        one.name.casefold(),
    )


MEMBERSHIP = "team_id, member_id, joined_at, left_at, manages, in_channel"
MEMBERSHIP_WIDTH = 6


def membership_of(row: Row) -> Membership:
    team_id, member_id, joined_at, left_at, manages, in_channel = row
    return Membership(
        team_id, member_id, instant(joined_at), instant(left_at), bool(manages), bool(in_channel)
    )


def membership_values(one: Membership) -> Values:
    joined_at, left_at = micros(one.joined_at), micros(one.left_at)
    return one.team_id, one.member_id, joined_at, left_at, int(one.manages), int(one.in_channel)
