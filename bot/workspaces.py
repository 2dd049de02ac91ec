"""A workspace's life: Kindling comes into it, leaves it, and may come back; and each event counts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot import teams
from bot.models import Conversation, ConversationKind, Installation, Workspace
from bot.ports import Transaction


def open_workspace(
    tx: Transaction, workspace: Workspace, now: datetime, installation: Installation | None = None
) -> Workspace:
    """Kindling is there (again): its teams go on from now, with what they had. Twice changes nothing."""
    known = tx.workspaces.get(workspace.id)
    fresh = workspace if known is None else _told_again(known, workspace)
    if fresh != known:
        tx.workspaces.put(fresh)
    if installation is not None:
        tx.installations.put(installation)
    if known is not None and known.ended_at is not None:
        for team in tx.teams.all(workspace.id):
            teams.refresh(tx, replace(team, changed_at=now), now)
    return fresh


def _told_again(known: Workspace, told: Workspace) -> Workspace:
    address = told.post_address or known.post_address
    return replace(known, name=told.name, post_address=address, ended_at=None)


def address_of_post(workspace: Workspace, conversation: Conversation, message_id: str) -> str:
    """Where people can open a message of a channel; empty where the platform has no addresses."""
    if conversation.kind is not ConversationKind.CHANNEL:
        return ""
    digits = "".join(filter(str.isdigit, message_id))
    return workspace.post_address.format(conversation=conversation.platform_id, digits=digits)


def end_workspace(tx: Transaction, workspace_id: str, now: datetime) -> None:
    """Kindling was taken out: nothing is sent or planned any more, and its token is forgotten.

    Teams and what they learnt stay, for a workspace that comes back. A second time changes nothing.
    """
    workspace = tx.workspaces.get(workspace_id)
    if workspace is None:
        return
    tx.installations.remove(workspace_id)
    if workspace.ended_at is not None:
        return
    tx.workspaces.put(replace(workspace, ended_at=now))
    for team in tx.teams.all(workspace_id):
        tx.teams.save(replace(team, summary_due_at=None))
        tx.teams.look_at(team.id, None)


def is_first(tx: Transaction, workspace_id: str, identity: str, now: datetime) -> bool:
    """Whether an event is seen for the first time; from now on it is not.

    For what the platform tells rather than what a person does: that goes through Coach.act.
    """
    kept_as = f"event/{identity}"
    if tx.identities.shown(workspace_id, kept_as) is not None:
        return False
    tx.identities.keep(workspace_id, kept_as, "", now)
    return True
