"""What an activity proves of people and places: who is there, and where they are reached. Over a transaction.

Teams gives no list of where Kindling is. What is known of it are these references, each by the last
authenticated word: so every activity may teach one, and taking Kindling out forgets it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from adapters.teams.parse import Spot, Who
from bot import teams, workspaces
from bot.models import Conversation, ConversationKind, Installation, Member, Platform, Reference, Workspace
from bot.ports import Person, Transaction

GENERAL, UNNAMED = "General", "channel"
"""A team's first channel has no name in Teams' payloads and is called what the team is; others' names are not
always told."""

REMOVED, DELETED, ARCHIVED, CHANNEL_DELETED = "removed", "deleted", "archived", "channel-deleted"
"""Why a conversation can't be written to any more."""

SOMEBODY = ""
"""Who added Kindling, where Teams does not tell."""

_NAME = "Microsoft Teams"


@dataclass(frozen=True, slots=True)
class Registration:
    """Kindling's own in Teams: `app_id` is that of the settings."""

    app_id: str

    def installation(self, tenant_id: str, by: str | None, now: datetime) -> Installation:
        return Installation(tenant_id, self.app_id, f"28:{self.app_id}", now, installed_by=by or None)


def know_tenant(tx: Transaction, tenant_id: str, now: datetime) -> None:
    """The tenant that the settings name has a place in the store, before Kindling is added to anything.

    One that Kindling was taken out of stays so until it is added again.
    """
    if tx.workspaces.get(tenant_id) is None:
        tx.workspaces.put(Workspace(tenant_id, Platform.TEAMS, _NAME, now))


def open_tenant(
    tx: Transaction, registration: Registration, tenant_id: str, now: datetime, by: str | None = None
) -> None:
    """Kindling is in the tenant, for the first time or again. `by`: who added it to a team."""
    known = tx.workspaces.get(tenant_id)
    installed = tx.installations.get(tenant_id)
    if known is None or known.ended_at is not None or installed is None:
        workspace = Workspace(tenant_id, Platform.TEAMS, _NAME, now)
        workspaces.open_workspace(tx, workspace, now, registration.installation(tenant_id, by, now))
    elif by and installed.installed_by is None:
        tx.installations.put(replace(installed, installed_by=by))


def meet(tx: Transaction, who: Who, spot: Spot, now: datetime) -> Member:
    """Somebody did something: they are there, in their zone, and known to the bot by this id.

    Who added Kindling to a team is an admin: Teams lets its owners do that, and tells a bot of no owner.
    """
    member = tx.members.find(spot.tenant_id, who.platform_id)
    is_admin = tx.references.is_adder(spot.tenant_id, who.platform_id)
    if member is None:
        person = Person(who.platform_id, who.name or who.platform_id, who.zone, is_admin=is_admin)
        member = teams.know_person(tx, spot.tenant_id, person, now)
    fresh = replace(
        member,
        name=who.name or member.name,
        zone=who.zone or member.zone,
        is_admin=is_admin or member.is_admin,
    )
    if fresh != member:
        tx.members.save(fresh)
    if fresh.zone != member.zone:
        _follow_zone(tx, fresh, now)
    room = tx.conversations.direct(fresh.id) or teams.direct_conversation(tx, fresh)
    _keep_reference(tx, Reference(room.id, service_url=spot.service_url, person=who.person))
    return fresh


def _follow_zone(tx: Transaction, member: Member, now: datetime) -> None:
    """A team looks at its people's zones where ideas go to each of them, and that takes a look at all."""
    for team, _ in tx.teams.of_member(member.id):
        if teams.gets_directly(team, member):
            teams.refresh(tx, team, now)


def learn_chat(tx: Transaction, member: Member, spot: Spot, added_by: str | None = None) -> Conversation:
    """Somebody's chat with Kindling is there, and can be written to."""
    room = teams.direct_conversation(tx, member)
    told = Reference(room.id, spot.address, spot.service_url, added_by=added_by)
    _keep_reference(tx, told)
    return room


def learn_channel(
    tx: Transaction, spot: Spot, channel_id: str, name: str = "", added_by: str | None = None
) -> Conversation:
    """A channel of a team that Kindling is in is there, and can be written to."""
    known = tx.conversations.find(spot.tenant_id, channel_id)
    first = (spot.group_name or GENERAL) if channel_id == spot.group_id else UNNAMED
    called = name or (known.name if known is not None else first)
    room = Conversation(0, spot.tenant_id, channel_id, ConversationKind.CHANNEL, called)
    if known is None or replace(room, id=known.id) != known:
        known = tx.conversations.put(room)
    told = Reference(known.id, channel_id, spot.service_url, group_id=spot.group_id, added_by=added_by)
    _keep_reference(tx, told)
    return known


def _keep_reference(tx: Transaction, told: Reference) -> None:
    """What is told now counts, the rest stays as it was; of who added Kindling, the first."""
    known = tx.references.get(told.conversation_id) or Reference(told.conversation_id)
    fresh = Reference(
        told.conversation_id,
        told.address or known.address,
        told.service_url or known.service_url,
        told.person or known.person,
        told.group_id or known.group_id,
        known.added_by or (known.added_by if told.added_by is None else told.added_by),
    )
    if fresh != known:
        tx.references.put(fresh)


def forget_chat(tx: Transaction, tenant_id: str, platform_id: str, now: datetime) -> None:
    """Somebody took Kindling out of their own apps. Their id for the bot stays theirs."""
    member = tx.members.find(tenant_id, platform_id)
    room = tx.conversations.direct(member.id) if member is not None else None
    if room is None:
        return
    tx.conversations.end(room.id, REMOVED)
    if (known := tx.references.get(room.id)) is not None:
        tx.references.put(replace(known, address=None, added_by=None))
    _end_if_nothing_is_left(tx, tenant_id, now)


def forget_group(tx: Transaction, tenant_id: str, group_id: str, why: str, now: datetime) -> None:
    """Kindling, or the whole team, is gone for good: none of its channels can be written to any more."""
    for reference in tx.references.of_group(tenant_id, group_id):
        tx.conversations.end(reference.conversation_id, why)
        tx.references.forget(reference.conversation_id)
    _end_if_nothing_is_left(tx, tenant_id, now)


def _end_if_nothing_is_left(tx: Transaction, tenant_id: str, now: datetime) -> None:
    """Nobody in the tenant has Kindling any more: that ends its installation, and all sending."""
    if not tx.references.is_added(tenant_id):
        workspaces.end_workspace(tx, tenant_id, now)


def rest_group(tx: Transaction, tenant_id: str, group_id: str, why: str) -> None:
    """The team was put away, and may come back: till then nothing goes there."""
    for reference in tx.references.of_group(tenant_id, group_id):
        room = tx.conversations.get(reference.conversation_id)
        if room is not None and room.ended is None:
            tx.conversations.end(room.id, why)


def wake_group(tx: Transaction, tenant_id: str, group_id: str, why: str) -> None:
    """The team came back, with the channels that were put away with it."""
    for reference in tx.references.of_group(tenant_id, group_id):
        room = tx.conversations.get(reference.conversation_id)
        if room is not None and room.ended == why:
            tx.conversations.put(replace(room, ended=None))


def rest_channel(tx: Transaction, tenant_id: str, channel_id: str) -> None:
    room = tx.conversations.find(tenant_id, channel_id)
    if room is not None:
        tx.conversations.end(room.id, CHANNEL_DELETED)


def member_of(tx: Transaction, tenant_id: str, person: str) -> Member | None:
    """Whom an id for the bot (`29:…`) means."""
    reference = tx.references.of_person(tenant_id, person)
    room = tx.conversations.get(reference.conversation_id) if reference is not None else None
    return tx.members.get(room.member_id) if room is not None and room.member_id is not None else None
