"""Keeps the stored people and places as the platform tells them, so that no decision has to ask it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from bot import teams
from bot.models import Conversation, ConversationKind, Team, Workspace
from bot.ports import Directory, Person, Room, Store, Transaction

T = TypeVar("T")


CHUNK = 200
"""People or rooms stored in one decision, so that others can write in between."""


async def follow_directory(store: Store, directory: Directory, workspace: Workspace, now: datetime) -> None:
    """Asks the platform who and what is there and stores it; each team's members are its channel's people."""
    for people in _chunks(await directory.people(workspace)):
        await store.decide(partial(_know_people, workspace=workspace, people=people, now=now))
    for rooms in _chunks(await directory.rooms(workspace)):
        await store.decide(partial(_keep_rooms, workspace=workspace, rooms=rooms))
    for team, place in await store.read(lambda tx: _team_places(tx, workspace)):
        await _follow_team(store, directory, team, place, now)


async def follow_room(
    store: Store, directory: Directory, workspace: Workspace, room: str, now: datetime
) -> None:
    """The same for the team in one room (a platform id), if it has one."""
    for team, place in await store.read(lambda tx: _team_places(tx, workspace)):
        if place.platform_id == room:
            await _follow_team(store, directory, team, place, now)


async def _follow_team(
    store: Store, directory: Directory, team: Team, place: Conversation, now: datetime
) -> None:
    inside = await directory.people_in(place)
    await store.decide(lambda tx: _follow(tx, team.id, inside, now))


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
        tx.conversations.put(_place(workspace, room))


def _team_places(tx: Transaction, workspace: Workspace) -> list[tuple[Team, Conversation]]:
    """The teams whose channel can still be written to, each with it."""
    found = ((team, tx.conversations.get(team.conversation_id)) for team in tx.teams.all(workspace.id))
    return [(team, place) for team, place in found if place is not None and place.ended is None]


def _chunks(many: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(many), CHUNK):
        yield many[start : start + CHUNK]


def _place(workspace: Workspace, room: Room) -> Conversation:
    ended = "archived" if room.archived else None
    return Conversation(
        0,
        workspace.id,
        room.platform_id,
        ConversationKind.CHANNEL,
        room.name,
        public=room.public,
        ended=ended,
    )
