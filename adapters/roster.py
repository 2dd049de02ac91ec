"""Keeps the stored people and places as the platform tells them, so that no decision has to ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import teams
from bot.models import Conversation, ConversationKind, Workspace
from bot.ports import Directory, Person, Room, Store, Transaction


@dataclass(frozen=True, slots=True)
class Roster:
    """What a platform says at one moment. `inside` has the people of each room by platform id."""

    people: Sequence[Person]
    rooms: Sequence[Room]
    inside: Mapping[str, Sequence[str]]


async def follow_directory(store: Store, directory: Directory, workspace: Workspace, now: datetime) -> None:
    """Asks the platform who and what is there, then stores it in one decision."""
    people = await directory.people(workspace)
    rooms = await directory.rooms(workspace)
    inside = {room.platform_id: await directory.people_in(_place(workspace, room)) for room in rooms}
    roster = Roster(people, rooms, inside)
    await store.decide(lambda tx: keep_roster(tx, workspace, roster, now))


def keep_roster(tx: Transaction, workspace: Workspace, roster: Roster, now: datetime) -> None:
    """People, places, and each team's members: its channel's people."""
    for person in roster.people:
        teams.know_person(tx, workspace.id, person, now)
    for room in roster.rooms:
        place = tx.conversations.put(_place(workspace, room))
        team = tx.teams.of_conversation(place.id)
        if team is not None:
            teams.follow_channel(tx, team, roster.inside[room.platform_id], now)


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
