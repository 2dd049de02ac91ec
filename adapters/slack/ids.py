"""What Slack's ids are to Kindling."""

from __future__ import annotations

from bot.models import Conversation, ConversationKind


def workspace_id(enterprise: str | None, team: str | None) -> str:
    """Kindling's id of a workspace, from the ids of its enterprise (`E…`) and of its team (`T…`).

    The team's, where there is one: it is unique among all enterprises, and stays when a team becomes part of
    one. An installation for a whole organisation has no team, so the enterprise is its workspace. Raises
    ValueError where there is neither.
    """
    if not (found := team or enterprise):
        raise ValueError("neither an enterprise nor a team")
    return found


def post_address(url: str) -> str:
    """How Slack makes the address of a message, below the one that auth.test gives of the workspace."""
    return f"{url.rstrip('/')}/archives/{{conversation}}/p{{digits}}" if url else ""


def is_organisation(workspace: str) -> bool:
    """Whether Kindling was installed there for a whole organisation."""
    return workspace.startswith("E")


def person_of(conversation: Conversation) -> str | None:
    """Slack's id of who a direct conversation is with; None for a channel."""
    if conversation.kind is not ConversationKind.DIRECT:
        return None
    return conversation.platform_id.removeprefix("@")
