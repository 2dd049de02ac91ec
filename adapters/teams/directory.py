"""The Directory port over Teams: the people and channels of the teams that Kindling was added to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from adapters.logs import logger
from adapters.teams.connector import Connector, conversation_path
from adapters.teams.payloads import name_at
from adapters.teams.references import References
from bot import teams
from bot.errors import Refused, Unreachable
from bot.models import Conversation, ConversationKind, Reference, Workspace
from bot.ports import Clock, Person, Room, Store, Transaction

PAGE = 500
"""The most that Teams gives at once (50 to 500)."""

CHUNK = 200
"""People stored in one decision, so that others can write in between."""

MOST_PAGES = 200
"""A roster that goes on longer is one that never ends."""

GENERAL = "General"
"""What Teams shows for a team's first channel."""

STANDARD = {"standard", None}
"""In private and shared channels no bot can post; older answers name no kind."""

Json = dict[str, Any]
log = logger(__name__)


class TeamsDirectory:
    """What it learns of addresses on the way it keeps, since only an address lets Kindling write first."""

    def __init__(self, store: Store, clock: Clock, connector: Connector, references: References) -> None:
        self._store = store
        self._clock = clock
        self._connector = connector
        self._references = references

    async def people(self, workspace: Workspace) -> list[Person]:
        """Everybody in a team that Kindling is in, each once."""
        url = await self._service_url(workspace.id)
        groups = await self._store.read(lambda tx: tx.references.group_ids(workspace.id))
        found: dict[str, Json] = {}
        for group in groups:
            with _passing_over(group):
                async for one in self._members(url, group):
                    found.setdefault(platform_id_of(one), one)
        return await self._known(workspace.id, found)

    async def _known(self, workspace_id: str, found: dict[str, Json]) -> list[Person]:
        """These members as people, kept with their ids for the bot."""
        adders = await self._store.read(lambda tx: tx.references.adders(workspace_id))
        people = [person_of(one, workspace_id, adders) for one in found.values()]
        ids = {platform_id: str(one.get("id") or "") for platform_id, one in found.items()}
        for start in range(0, len(people), CHUNK):
            some, now = people[start : start + CHUNK], self._clock.now()
            keep = partial(_keep_people, workspace_id=workspace_id, people=some, ids=ids, now=now)
            await self._store.decide(keep, apart=True)
        return people

    async def rooms(self, workspace: Workspace) -> list[Room]:
        """The channels that a bot can post in, of each team that Kindling is in."""
        url = await self._service_url(workspace.id)
        groups = await self._store.read(lambda tx: tx.references.group_ids(workspace.id))
        found: list[Room] = []
        for group in groups:
            with _passing_over(group):
                rooms = await self._rooms_of(url, group)
                keep = partial(_keep_rooms, workspace_id=workspace.id, rooms=rooms, group=group, url=url)
                await self._store.decide(keep, apart=True)
                found += rooms
        return found

    async def _rooms_of(self, url: str, group: str) -> list[Room]:
        """A team's first channel has no name of its own: it is called what the team is."""
        path = f"/v3/teams/{quote(group, safe='')}"
        told = await self._connector.request("GET", url, f"{path}/conversations")
        listed = [one for one in _list(told, "conversations") if one.get("type") in STANDARD]
        first = await self._name(url, path)
        return [Room(str(one.get("id") or ""), str(one.get("name") or "") or first) for one in listed]

    async def _name(self, url: str, path: str) -> str:
        try:
            team = await self._connector.request("GET", url, path)
        except (Unreachable, Refused):
            return GENERAL
        return str(team.get("name") or "") or GENERAL

    async def people_in(self, conversation: Conversation) -> list[str]:
        """Teams tells of a standard channel the same as of its team: everybody in that.

        Who came only now is known from then on, too.
        """
        reference = await self._references.of(conversation)
        if reference is None or reference.address is None or reference.service_url is None:
            return []
        members = self._members(reference.service_url, reference.address)
        found = {platform_id_of(one): one async for one in members}
        await self._known(conversation.workspace_id, found)
        return list(found)

    async def person(self, workspace: Workspace, platform_id: str) -> Person | None:  # noqa: ARG002
        """Who is in a channel is in its team, so people() tells of everybody."""
        return None

    async def name_of(self, service_url: str, address: str, person: str) -> str:
        """That of somebody in a conversation, by their id for the bot; "" where Teams has none."""
        path = conversation_path(address, "members", person)
        return name_at(await self._connector.request("GET", service_url, path), "name")

    async def _members(self, url: str, address: str) -> AsyncIterator[Json]:
        token = ""
        for _ in range(MOST_PAGES):
            path = conversation_path(address, "pagedmembers") + f"?pageSize={PAGE}"
            path += f"&continuationToken={quote(token, safe='')}" if token else ""
            told = await self._connector.request("GET", url, path)
            for one in _list(told, "members"):
                if platform_id_of(one):
                    yield one
            token = str(told.get("continuationToken") or "")
            if not token:
                return

    async def _service_url(self, workspace_id: str) -> str:
        return await self._store.read(lambda tx: tx.references.service_url(workspace_id)) or ""


def platform_id_of(member: Json) -> str:
    """The person's id in Entra, which stays; of who has none, their id for the bot."""
    return str(member.get("aadObjectId") or member.get("objectId") or member.get("id") or "").lower()


def person_of(member: Json, tenant: str, admins: Iterable[str]) -> Person:
    """Guests and people of other tenants are strangers."""
    platform_id = platform_id_of(member)
    home = str(member.get("tenantId") or tenant).lower()
    role = str(member.get("userRole") or "user").lower()
    name = str(member.get("name") or member.get("givenName") or "").strip() or platform_id
    return Person(
        platform_id,
        name,
        is_app=role == "bot",
        is_stranger=role in {"guest", "anonymous"} or home != tenant.lower(),
        is_admin=platform_id in set(admins),
    )


def _list(told: Json, name: str) -> list[Json]:
    many = told.get(name)
    return [one for one in many if isinstance(one, dict)] if isinstance(many, list) else []


@contextmanager
def _passing_over(group: str) -> Iterator[None]:
    """A team that Kindling is not in any more, if Teams failed to tell, hides none of the others."""
    try:
        yield
    except Unreachable as fault:
        log.warning("A team could not be asked who and what is there.", group=group, fault=fault.code)


def _keep_people(
    tx: Transaction, workspace_id: str, people: Iterable[Person], ids: dict[str, str], now: datetime
) -> None:
    """Each person's id for the bot, by which a conversation with them is opened. One that ended stays so."""
    for person in people:
        member = teams.know_person(tx, workspace_id, person, now)
        place = tx.conversations.direct(member.id) or teams.direct_conversation(tx, member)
        known = tx.references.get(place.id) or Reference(place.id)
        if ids[person.platform_id] and known.person != ids[person.platform_id]:
            tx.references.put(replace(known, person=ids[person.platform_id]))


def _keep_rooms(tx: Transaction, workspace_id: str, rooms: Iterable[Room], group: str, url: str) -> None:
    for room in rooms:
        known = tx.conversations.find(workspace_id, room.platform_id)
        place = known or tx.conversations.put(
            Conversation(0, workspace_id, room.platform_id, ConversationKind.CHANNEL, room.name)
        )
        before = tx.references.get(place.id) or Reference(place.id)
        fresh = replace(before, address=room.platform_id, service_url=url, group_id=group)
        if fresh != before:
            tx.references.put(fresh)
