"""What Slack tells of a workspace, its people and its channels, as it is stored: each event once.

Slack may tell things late, twice, or in another order; a daily pass and the roster's put right what an event
could not say. Edits and deletions of what Kindling posted are told to nobody: whatever edits or deletes such
a post later finds it gone, and that is the end of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from adapters.slack.directory import is_stranger, person_of_user
from adapters.slack.heard import Told
from adapters.slack.payloads import object_at, text_at
from bot import teams, workspaces
from bot.models import Conversation, ConversationKind, Member
from bot.ports import Person, Transaction
from bot.teams import comings

ARCHIVED, GONE, NOT_IN = "is_archived", "channel_not_found", "not_in_channel"
"""Why a channel can't be written to any more, in Slack's own words."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is to be asked of Slack once it is stored, "" where nothing is.

    `follow` is a channel whose people are looked at anew, `entered` one that Kindling came into, invited by
    `inviter`; `newcomer` came into `room`, and nothing is known of them. `ended`: Kindling was taken out of
    the workspace.
    """

    follow: str = ""
    entered: str = ""
    inviter: str = ""
    newcomer: str = ""
    room: str = ""
    ended: bool = False


NOTHING = Aftermath()


def take(tx: Transaction, told: Told, now: datetime) -> Aftermath:
    """The effect of an event, in the transaction that remembers it."""
    taken = TAKEN.get(told.kind)
    workspace = tx.workspaces.get(told.workspace_id)
    if taken is None or workspace is None or workspace.ended_at is not None:
        return NOTHING
    if not workspaces.is_first(tx, told.workspace_id, told.identity, now):
        return NOTHING
    return taken(tx, told, now)


def _know_person(tx: Transaction, told: Told, now: datetime) -> Aftermath:
    user = object_at(told.event, "user")
    if not text_at(user, "id"):
        return NOTHING
    installation = tx.installations.get(told.workspace_id)
    installer = installation.installed_by if installation is not None else None
    stranger = is_stranger(user, told.workspace_id)
    person = person_of_user(user, stranger=stranger, installer=installer)
    teams.know_person(tx, told.workspace_id, person, now)
    return NOTHING


def _joined(tx: Transaction, told: Told, now: datetime) -> Aftermath:
    room, person = text_at(told.event, "channel"), text_at(told.event, "user")
    if person == told.own_person:
        _open(tx, told, room, is_public=text_at(told.event, "channel_type") == "C")
        return Aftermath(follow=room, entered=room, inviter=text_at(told.event, "inviter"))
    member = tx.members.find(told.workspace_id, person)
    if member is None:
        return Aftermath(newcomer=person, room=room)
    comings.joined(tx, told.workspace_id, room, _as_known(member), now)
    return NOTHING


def _as_known(member: Member) -> Person:
    return Person(
        member.platform_id,
        member.name,
        member.zone,
        is_app=member.is_app,
        is_stranger=member.is_stranger,
        is_admin=member.is_admin,
        deactivated=member.deactivated_at is not None,
    )


def _left(tx: Transaction, told: Told, now: datetime) -> Aftermath:
    room, person = text_at(told.event, "channel"), text_at(told.event, "user")
    if person == told.own_person:
        return _end(tx, told, NOT_IN)
    comings.left(tx, told.workspace_id, room, person, now)
    return NOTHING


def _lost(tx: Transaction, told: Told, _now: datetime) -> Aftermath:
    return _end(tx, told, NOT_IN)


def _archived(tx: Transaction, told: Told, _now: datetime) -> Aftermath:
    return _end(tx, told, ARCHIVED)


def _deleted(tx: Transaction, told: Told, _now: datetime) -> Aftermath:
    return _end(tx, told, GONE)


def _end(tx: Transaction, told: Told, why: str) -> Aftermath:
    room = tx.conversations.find(told.workspace_id, text_at(told.event, "channel"))
    if room is not None and room.ended is None:
        tx.conversations.end(room.id, why)
    return NOTHING


def _unarchived(tx: Transaction, told: Told, _now: datetime) -> Aftermath:
    room = text_at(told.event, "channel")
    known = tx.conversations.find(told.workspace_id, room)
    if known is not None:
        tx.conversations.put(replace(known, ended=None))
    return Aftermath(follow=room)


def _named(tx: Transaction, told: Told, _now: datetime) -> Aftermath:
    """Made, or given another name."""
    channel = object_at(told.event, "channel")
    room, name = text_at(channel, "id"), text_at(channel, "name")
    known = tx.conversations.find(told.workspace_id, room)
    if known is not None and name:
        tx.conversations.put(replace(known, name=name))
    elif room and name and told.kind == "channel_created":
        tx.conversations.put(_channel(told.workspace_id, room, name, is_public=True))
    return NOTHING


def _open(tx: Transaction, told: Told, room: str, *, is_public: bool) -> None:
    """It can be written to (again). Until Slack is asked, one that is new is called by its id."""
    known = tx.conversations.find(told.workspace_id, room)
    name = known.name if known is not None else room
    tx.conversations.put(_channel(told.workspace_id, room, name, is_public=is_public))


def _channel(workspace_id: str, room: str, name: str, *, is_public: bool) -> Conversation:
    return Conversation(0, workspace_id, room, ConversationKind.CHANNEL, name, public=is_public)


def _uninstalled(tx: Transaction, told: Told, now: datetime) -> Aftermath:
    workspaces.end_workspace(tx, told.workspace_id, now)
    return Aftermath(ended=True)


def _revoked(tx: Transaction, told: Told, now: datetime) -> Aftermath:
    """Of people's tokens Kindling has none."""
    if not object_at(told.event, "tokens").get("bot"):
        return NOTHING
    return _uninstalled(tx, told, now)


TAKEN: dict[str, Callable[[Transaction, Told, datetime], Aftermath]] = {
    "team_join": _know_person,
    "user_change": _know_person,
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "channel_left": _lost,
    "group_left": _lost,
    "channel_archive": _archived,
    "group_archive": _archived,
    "channel_unarchive": _unarchived,
    "group_unarchive": _unarchived,
    "channel_created": _named,
    "channel_rename": _named,
    "group_rename": _named,
    "channel_deleted": _deleted,
    "group_deleted": _deleted,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
}
"""The events that Kindling listens to, besides what people do."""

ENDING = {kind for kind, taken in TAKEN.items() if taken in {_uninstalled, _revoked}}
"""Those after which all teams of a workspace are at rest."""
