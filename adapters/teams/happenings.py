"""What Teams tells of where Kindling is and who is there, as it is stored: each event once, in any order.

Two events tell the same when Kindling is added or taken out, installationUpdate and conversationUpdate, and
either may come first or alone. So each learns and forgets by itself, and what is said then is owed under one
key. Source of the kinds: learn.microsoft.com, "Conversation events in your Teams bot".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.teams import learning
from adapters.teams.learning import ARCHIVED, DELETED, SOMEBODY, Registration
from adapters.teams.parse import Scope, Spot, Who
from adapters.teams.payloads import Json, id_at, list_at, name_at, object_at
from bot import workspaces
from bot.ports import Transaction
from bot.teams import comings, welcomes


@dataclass(frozen=True, slots=True)
class Told:
    """An event: `who` caused it, where Teams tells; `own_id` is Kindling's among the members."""

    activity: Json
    spot: Spot
    who: Who | None
    own_id: str
    identity: str

    @property
    def by(self) -> str:
        return self.who.platform_id if self.who is not None else SOMEBODY


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is to be done once it is stored.

    `follow`: Teams is to be asked who and what is in the tenant; `rooms`: who is in these channels.
    `refused`: who added Kindling in a channel where it can't be, to be told so.
    """

    follow: bool = False
    rooms: tuple[str, ...] = ()
    refused: Who | None = None


NOTHING = Aftermath()
Change = Callable[[Transaction, Told, Registration, datetime], Aftermath]


def take(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """The effect of an event, in the transaction that remembers it. A second time it has none."""
    change = CHANGES[told.spot.scope].get(_kind_of(told))
    if change is None:
        return NOTHING
    tenant_id = told.spot.tenant_id
    if tx.workspaces.get(tenant_id) is not None and not workspaces.is_first(
        tx, tenant_id, told.identity, now
    ):
        return NOTHING
    return change(tx, told, registration, now)


def greets(told: Told) -> bool:
    """Whether something is said then, to who caused it or naming them."""
    return _kind_of(told) in GREETED[told.spot.scope]


def _kind_of(told: Told) -> str:
    """An upgrade is told as taking Kindling out and adding it, with Kindling there all the while."""
    activity = told.activity
    if id_at(activity, "type") == "installationUpdate":
        return id_at(activity, "action")
    for name in ("membersAdded", "membersRemoved"):
        if ids := {id_at(one, "id") for one in list_at(activity, name)} - {""}:
            return f"own {name}" if told.own_id in ids else name
    return id_at(activity, "channelData", "eventType")


def _added_to_chat(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    _upgraded_in_chat(tx, told, registration, now)
    member = tx.members.find(told.spot.tenant_id, told.by)
    room = tx.conversations.direct(member.id) if member is not None else None
    if member is not None and room is not None:
        welcomes.owe_to_person(tx, member, room, now)
    return NOTHING


def _upgraded_in_chat(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    if told.who is not None:
        learning.open_tenant(tx, registration, told.spot.tenant_id, now)
        member = learning.meet(tx, told.who, told.spot, now)
        learning.learn_chat(tx, member, told.spot, told.by)
    return NOTHING


def _chat_opened(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """It may have been Kindling that opened it, so nobody is greeted."""
    if told.who is not None:
        learning.open_tenant(tx, registration, told.spot.tenant_id, now)
        learning.learn_chat(tx, learning.meet(tx, told.who, told.spot, now), told.spot)
    return NOTHING


def _removed_from_chat(tx: Transaction, told: Told, _own: Registration, now: datetime) -> Aftermath:
    learning.forget_chat(tx, told.spot.tenant_id, told.by, now)
    return NOTHING


def _added_to_group(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """One word in the channel that it was added from, and to nobody in the team besides."""
    spot = told.spot
    after = _upgraded_in_group(tx, told, registration, now)
    if spot.is_closed:
        return after
    by = tx.members.find(spot.tenant_id, told.by)
    room = tx.conversations.find(spot.tenant_id, spot.channel_id)
    if room is not None:
        welcomes.owe_to_channel(tx, room, spot.group_id, by, spot.thread, now)
    return after


def _upgraded_in_group(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """The whole team has Kindling, whichever channel it was added from; in a closed one it can't post."""
    spot = told.spot
    learning.open_tenant(tx, registration, spot.tenant_id, now, told.by)
    for channel_id in dict.fromkeys((spot.group_id, *(() if spot.is_closed else (spot.channel_id,)))):
        name = spot.channel_name if channel_id == spot.channel_id else ""
        learning.learn_channel(tx, spot, channel_id, name, told.by)
    if told.who is not None:
        learning.meet(tx, told.who, spot, now)
    return Aftermath(follow=True, refused=told.who if spot.is_closed else None)


def _removed_from_group(tx: Transaction, told: Told, _own: Registration, now: datetime) -> Aftermath:
    learning.forget_group(tx, told.spot.tenant_id, told.spot.group_id, learning.REMOVED, now)
    return NOTHING


def _people_came(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """The event has ids alone, so Teams is asked. Nobody is greeted."""
    learning.open_tenant(tx, registration, told.spot.tenant_id, now)
    return Aftermath(rooms=tuple(_rooms_with_a_team(tx, told.spot)))


def _rooms_with_a_team(tx: Transaction, spot: Spot) -> list[str]:
    """Everybody in a team is in each of its standard channels."""
    references = tx.references.of_group(spot.tenant_id, spot.group_id)
    rooms = [tx.conversations.get(one.conversation_id) for one in references]
    return [one.platform_id for one in rooms if one is not None and tx.teams.of_conversation(one.id)]


def _people_left(tx: Transaction, told: Told, _own: Registration, now: datetime) -> Aftermath:
    tenant_id = told.spot.tenant_id
    for one in list_at(told.activity, "membersRemoved"):
        member = learning.member_of(tx, tenant_id, id_at(one, "id"))
        platform_id = member.platform_id if member is not None else id_at(one, "aadObjectId").lower()
        for room in _rooms_with_a_team(tx, told.spot):
            comings.left(tx, tenant_id, room, platform_id, now)
    return NOTHING


def _channel_named(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """Made, renamed, or brought back."""
    channel = object_at(told.activity, "channelData", "channel")
    if not told.spot.is_closed and (channel_id := id_at(channel, "id")):
        learning.open_tenant(tx, registration, told.spot.tenant_id, now)
        learning.learn_channel(tx, told.spot, channel_id, name_at(channel, "name"))
    return NOTHING


def _channel_deleted(tx: Transaction, told: Told, _own: Registration, _now: datetime) -> Aftermath:
    learning.rest_channel(tx, told.spot.tenant_id, told.spot.channel_id)
    return NOTHING


def _group_named(tx: Transaction, told: Told, registration: Registration, now: datetime) -> Aftermath:
    """A team's first channel is called what the team is."""
    learning.open_tenant(tx, registration, told.spot.tenant_id, now)
    learning.learn_channel(tx, told.spot, told.spot.group_id, told.spot.group_name)
    return NOTHING


def _group_rests(why: str) -> Change:
    def change(tx: Transaction, told: Told, _own: Registration, _now: datetime) -> Aftermath:
        learning.rest_group(tx, told.spot.tenant_id, told.spot.group_id, why)
        return NOTHING

    return change


def _group_wakes(why: str) -> Change:
    def change(tx: Transaction, told: Told, _own: Registration, _now: datetime) -> Aftermath:
        learning.wake_group(tx, told.spot.tenant_id, told.spot.group_id, why)
        return Aftermath(follow=True)

    return change


def _group_gone(tx: Transaction, told: Told, _own: Registration, now: datetime) -> Aftermath:
    learning.forget_group(tx, told.spot.tenant_id, told.spot.group_id, DELETED, now)
    return NOTHING


GREETED: Mapping[Scope, frozenset[str]] = {
    Scope.PERSONAL: frozenset({"add"}),
    Scope.CHANNEL: frozenset({"add", "own membersAdded"}),
    Scope.ELSEWHERE: frozenset(),
}
CHANGES: Mapping[Scope, Mapping[str, Change]] = {
    Scope.PERSONAL: {
        "add": _added_to_chat,
        "add-upgrade": _upgraded_in_chat,
        "remove": _removed_from_chat,
        "own membersAdded": _chat_opened,
        "membersAdded": _chat_opened,
        "own membersRemoved": _removed_from_chat,
    },
    Scope.CHANNEL: {
        "add": _added_to_group,
        "add-upgrade": _upgraded_in_group,
        "remove": _removed_from_group,
        "own membersAdded": _added_to_group,
        "own membersRemoved": _removed_from_group,
        "membersAdded": _people_came,
        "membersRemoved": _people_left,
        "channelCreated": _channel_named,
        "channelRenamed": _channel_named,
        "channelRestored": _channel_named,
        "channelDeleted": _channel_deleted,
        "teamArchived": _group_rests(ARCHIVED),
        "teamUnarchived": _group_wakes(ARCHIVED),
        "teamDeleted": _group_rests(DELETED),
        "teamRestored": _group_wakes(DELETED),
        "teamHardDeleted": _group_gone,
        "teamRenamed": _group_named,
    },
    Scope.ELSEWHERE: {},
}
"""The events that Kindling listens to. Teams adds new ones at any time."""
