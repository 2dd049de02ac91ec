"""Keeps the stored people and places as the platform tells them, so that no decision has to ask it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot import teams
from bot.errors import Unreachable
from bot.models import Conversation, ConversationKind, Team, Workspace
from bot.ports import Directory, Person, Room, Store, Transaction

T = TypeVar("T")


GONE = "gone"
"""Why nothing goes to a channel that the platform does not tell of any more."""

_ALL = 1_000_000
CHUNK = 200
"""People or rooms stored in one decision, so that others can write in between."""


async def follow_directory(store: Store, directory: Directory, workspace: Workspace, now: datetime) -> None:
    """Asks the platform who and what is there and stores it; each team's members are its channel's people."""
    for people in _chunks(await directory.people(workspace)):
        await store.decide(partial(_know_people, workspace=workspace, people=people, now=now), apart=True)
    rooms = await directory.rooms(workspace)
    for some in _chunks(rooms):
        await store.decide(partial(_keep_rooms, workspace=workspace, rooms=some), apart=True)
    told = {room.platform_id for room in rooms}
    await store.decide(partial(_end_gone, workspace=workspace, told=told), apart=True)
    for team, place in await store.read(lambda tx: _team_places(tx, workspace)):
        await _follow_team(store, directory, workspace, team, place, now)


async def follow_room(
    store: Store, directory: Directory, workspace: Workspace, room: str, now: datetime
) -> None:
    """The same for the team in one room (a platform id), if it has one."""
    for team, place in await store.read(lambda tx: _team_places(tx, workspace)):
        if place.platform_id == room:
            await _follow_team(store, directory, workspace, team, place, now)


async def _follow_team(
    store: Store, directory: Directory, workspace: Workspace, team: Team, place: Conversation, now: datetime
) -> None:
    """A channel that can't be looked into any more can't be written to either; the next pass sees others."""
    try:
        inside = await directory.people_in(place)
    except Unreachable as fault:
        code = fault.code
        await store.decide(lambda tx: tx.conversations.end(place.id, code))
        return
    unknown = await store.read(lambda tx: _unknown(tx, workspace, inside))
    strangers = [person for one in unknown if (person := await directory.person(workspace, one)) is not None]
    for some in _chunks(strangers):
        await store.decide(partial(_know_people, workspace=workspace, people=some, now=now), apart=True)
    await store.decide(lambda tx: _follow(tx, team.id, inside, now), apart=True)


def _unknown(tx: Transaction, workspace: Workspace, inside: Sequence[str]) -> list[str]:
    return [one for one in inside if tx.members.find(workspace.id, one) is None]


def _follow(tx: Transaction, team_id: int, inside: Sequence[str], now: datetime) -> None:
    """Looked up again: the team may have changed or ended meanwhile."""
    team = tx.teams.get(team_id)
    if team is not None and team.ended_at is None:
        teams.follow_channel(tx, team, inside, now)


def _know_people(tx: Transaction, workspace: Workspace, people: Sequence[Person], now: datetime) -> None:
    for person in people:
        teams.know_person(tx, workspace.id, person, now)


def _keep_rooms(tx: Transaction, workspace: Workspace, rooms: Sequence[Room]) -> None:
    for room in rooms:
        known = tx.conversations.find(workspace.id, room.platform_id)
        fresh = _place(workspace, room, known)
        if known is None or replace(fresh, id=known.id) != known:
            tx.conversations.put(fresh)


def _end_gone(tx: Transaction, workspace: Workspace, told: Collection[str]) -> None:
    """Channels that were deleted, or that Kindling was taken out of so that it can't see them."""
    for place in tx.conversations.channels(workspace.id, _ALL):
        if place.platform_id not in told:
            tx.conversations.end(place.id, GONE)


def _team_places(tx: Transaction, workspace: Workspace) -> list[tuple[Team, Conversation]]:
    """The teams whose channel can still be written to, each with it."""
    found = ((team, tx.conversations.get(team.conversation_id)) for team in tx.teams.all(workspace.id))
    return [(team, place) for team, place in found if place is not None and place.ended is None]


def _chunks(many: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(many), CHUNK):
        yield many[start : start + CHUNK]


def _place(workspace: Workspace, room: Room, known: Conversation | None) -> Conversation:
    return Conversation(
        0,
        workspace.id,
        room.platform_id,
        ConversationKind.CHANNEL,
        room.name,
        public=room.public,
        ended=_why_ended(room, known),
    )


def _why_ended(room: Room, known: Conversation | None) -> str | None:
    """What was found out by writing there holds until Kindling is in it (again)."""
    if room.archived:
        return "archived"
    return known.ended if known is not None and not room.entered else None
