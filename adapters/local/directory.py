"""The Directory port over the local chat."""

from __future__ import annotations

from adapters.local.chat import Chat
from adapters.local.people import APP_ID, APP_NAME, LocalPerson
from bot.models import Conversation, Workspace
from bot.ports import Person, Room


class LocalDirectory:
    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def people(self, workspace: Workspace) -> list[Person]:  # noqa: ARG002 -- there is one workspace
        """Everybody, and Kindling itself as the app that it is."""
        app = Person(APP_ID, APP_NAME, is_app=True)
        return [*map(_person, self._chat.people()), app]

    async def rooms(self, workspace: Workspace) -> list[Room]:  # noqa: ARG002 -- there is one workspace
        return [Room(place.id, place.name) for place in self._chat.places() if place.kind == "channel"]

    async def people_in(self, conversation: Conversation) -> list[str]:
        return self._chat.people_in(conversation.platform_id)

    async def person(self, workspace: Workspace, platform_id: str) -> Person | None:
        """Everybody is told of by people()."""
        return next((one for one in await self.people(workspace) if one.platform_id == platform_id), None)


def _person(person: LocalPerson) -> Person:
    return Person(person.id, person.name, person.zone, is_admin=person.is_admin)
