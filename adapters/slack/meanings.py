"""What words and openings mean, with what the store and Slack know of channels and user groups."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from adapters.slack.directory import SlackDirectory
from adapters.slack.words import Said, with_groups, with_rooms
from bot.actions import OpenKudos, SayWords
from bot.errors import SendingFault
from bot.models import ConversationKind
from bot.ports import Store, Transaction

ASKED_WITHIN = 0.8
"""Seconds that Slack has to say who is in a user group, of the three until the acknowledgement."""

MOST_GROUPS = 3


class Meanings:
    def __init__(self, store: Store, directory: SlackDirectory) -> None:
        self._store = store
        self._directory = directory

    async def words(self, workspace_id: str, said: Said) -> SayWords:
        """Who is in a group that can't be asked is nobody: its name is left, and the core says so."""
        if said.groups:
            said = with_groups(said, await self._people(workspace_id, said))
        if said.rooms:
            rooms = [room for _, room, _ in said.rooms]
            said = with_rooms(said, await self._store.read(lambda tx: _names(tx, workspace_id, rooms)))
        return SayWords(said.text, said.mentions)

    async def _people(self, workspace_id: str, said: Said) -> dict[str, Sequence[str]]:
        groups = list(dict.fromkeys(group for _, group, _ in said.groups))[:MOST_GROUPS]
        found: dict[str, Sequence[str]] = {}
        with suppress(SendingFault, TimeoutError):
            async with asyncio.timeout(ASKED_WITHIN):
                for group in groups:
                    if (people := await self._directory.group(workspace_id, group)) is not None:
                        found[group] = people
        return found

    async def opening(self, workspace_id: str, opening: OpenKudos) -> OpenKudos:
        """Thanks for a message tell where it is only as far as others may know: the place itself where
        Kindling is, its address where that is public."""
        return await self._store.read(lambda tx: _shareable(tx, workspace_id, opening))


def _names(tx: Transaction, workspace_id: str, rooms: Sequence[str]) -> Mapping[str, str]:
    found = (tx.conversations.find(workspace_id, room) for room in rooms)
    return {room.platform_id: room.name for room in found if room is not None and room.public}


def _shareable(tx: Transaction, workspace_id: str, opening: OpenKudos) -> OpenKudos:
    room = tx.conversations.find(workspace_id, opening.conversation)
    if room is None or room.kind is not ConversationKind.CHANNEL or room.ended is not None:
        return replace(opening, conversation="", message="", link="")
    return opening if room.public else replace(opening, link="")
