"""The Messenger port over Teams: posts, edits and deletions, and direct conversations opened once."""

from __future__ import annotations

from datetime import datetime

from adapters.teams.connector import Connector, Json, conversation_path
from adapters.teams.own_views import posted_view
from adapters.teams.references import References
from adapters.teams.render import card_json, message
from bot.cards import Card
from bot.errors import CannotAsk, Unreachable
from bot.models import Conversation, ConversationKind, Reference

UNKNOWN_ADDRESS = "no-reference"
"""Why nothing goes to a conversation that Teams has told no address of."""

UNDER = ";messageid="
"""Behind a channel's id: the thread of that message."""


class TeamsMessenger:
    """Posts as Kindling. A message's id is Teams', behind that of its thread where it stands in one."""

    def __init__(self, connector: Connector, references: References, app_id: str) -> None:
        self._connector = connector
        self._references = references
        self._app_id = app_id

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:  # noqa: ARG002
        """Teams keeps nothing by which a message could be asked for, so `key` does not leave."""
        reference = await self._reached(conversation)
        root = _root(thread) if conversation.kind is ConversationKind.CHANNEL else None
        path = conversation_path(_address(reference, root), "activities")
        activity = await self._drawn(conversation, card)
        sent = await self._connector.request("POST", reference.service_url or "", path, activity)
        message_id = str(sent.get("id") or "")
        return f"{root}/{message_id}" if root else message_id

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        reference, path, own_id = await self._place_of(conversation, message_id)
        activity = await self._drawn(conversation, card) | {"id": own_id}
        await self._connector.request("PUT", reference.service_url or "", path, activity)

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        reference, path, _ = await self._place_of(conversation, message_id)
        await self._connector.request("DELETE", reference.service_url or "", path)

    async def post(self, service_url: str, address: str, activity: Json) -> None:
        """Where somebody has just said or done something: what answers it is not kept."""
        await self._connector.request("POST", service_url, conversation_path(address, "activities"), activity)

    async def change(self, service_url: str, address: str, message_id: str, activity: Json) -> None:
        """Of what was posted so."""
        path = conversation_path(address, "activities", message_id)
        await self._connector.request("PUT", service_url, path, activity)

    async def write(self, room: Conversation, activity: Json) -> None:
        """To a direct conversation, which is opened if it never was."""
        reference = await self._reached(room)
        await self.post(reference.service_url or "", str(reference.address), activity)

    async def look_up(
        self,
        conversation: Conversation,  # noqa: ARG002
        key: str,  # noqa: ARG002
        since: datetime,  # noqa: ARG002
        thread: str | None,  # noqa: ARG002
    ) -> str | None:
        """Teams lets a bot read no channel's history."""
        raise CannotAsk

    async def _drawn(self, conversation: Conversation, card: Card) -> Json:
        view = posted_view(card)
        refresh = await self._references.refresh(conversation, view) if view is not None else None
        return message(card, card_json(card, refresh))

    async def _place_of(self, conversation: Conversation, message_id: str) -> tuple[Reference, str, str]:
        reference = await self._reached(conversation)
        thread, _, own_id = message_id.rpartition("/")
        return reference, conversation_path(_address(reference, thread), "activities", own_id), own_id

    async def _reached(self, conversation: Conversation) -> Reference:
        """Where to write to. A conversation with a person is opened if it never was, and kept."""
        reference = await self._references.of(conversation)
        if reference is None or reference.service_url is None:
            raise Unreachable(UNKNOWN_ADDRESS)
        if reference.address is not None:
            return reference
        if conversation.kind is not ConversationKind.DIRECT or reference.person is None:
            raise Unreachable(UNKNOWN_ADDRESS)
        return await self._references.opened(conversation, reference, self._open)

    async def _open(self, reference: Reference, workspace_id: str) -> str:
        body: Json = {
            "bot": {"id": f"28:{self._app_id}"},
            "isGroup": False,
            "members": [{"id": reference.person}],
            "tenantId": workspace_id,
            "channelData": {"tenant": {"id": workspace_id}},
        }
        path = "/v3/conversations"
        opened = await self._connector.request("POST", reference.service_url or "", path, body)
        if not isinstance(address := opened.get("id"), str) or not address:
            raise Unreachable(UNKNOWN_ADDRESS)
        return address


def _root(thread: str | None) -> str | None:
    """The thread that a message begins or stands in."""
    return thread.partition("/")[0] if thread else None


def _address(reference: Reference, thread: str | None) -> str:
    return f"{reference.address}{UNDER}{thread}" if thread else str(reference.address)
