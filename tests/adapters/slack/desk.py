"""A workspace on the fake Slack, and Kindling's outgoing half over it, with a real store."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from adapters.sealing import Sealer, Signer
from adapters.slack.calls import Calls
from adapters.slack.clients import Clients, OAuthApp
from adapters.slack.directory import SlackDirectory
from adapters.slack.messenger import SlackMessenger
from bot import teams, workspaces
from bot.cards import Card, plain_text
from bot.models import Conversation, ConversationKind, Installation, Platform, Workspace
from bot.ports import Person, Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.databases import new_database
from tests.fake_slack import FakeSlack, bot_token, channel, person
from tests.fake_slack.workspace import BOT
from tests.world import HandClock

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
KEYS = SecretStr("k" * 32)
APP = OAuthApp("1.2", SecretStr("app secret"))
_numbers = itertools.count(1)


def drawn(card: Card) -> dict[str, Any]:
    """A card as one block of plain text: what is looked at here is the way, not the drawing."""
    text = plain_text(card)
    return {"text": card.push, "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}]}


@dataclass
class Desk:
    """One workspace of its own on the fake Slack: ada and marta in #front-desk, with Kindling."""

    slack: FakeSlack
    store: SqliteStore
    clients: Clients
    calls: Calls
    messenger: SlackMessenger
    directory: SlackDirectory
    clock: HandClock
    workspace: Workspace
    room: Conversation
    direct: Conversation

    @property
    def id(self) -> str:
        return self.workspace.id

    def said(self, address: str) -> list[dict[str, Any]]:
        """The messages in a channel or direct conversation, as marta sees them."""
        return list(self.slack.seen_by(self.id, "UMARTA")["rooms"].get(address, []))

    def asked(self, method: str) -> list[dict[str, Any]]:
        """What a method was called with in this workspace."""
        return [one["arguments"] for one in self.slack.calls(method) if one["workspace"] == self.id]

    async def place(self, channel_id: str, kind: ConversationKind = ConversationKind.CHANNEL) -> Conversation:
        one = Conversation(0, self.id, channel_id, kind, channel_id)
        return await self.store.decide(lambda tx: tx.conversations.put(one))


def settle(tx: Transaction, workspace: Workspace, sealed: str) -> tuple[Conversation, Conversation]:
    installation = Installation(workspace.id, "A1", BOT, AT, installed_by="UADA", sealed_token=sealed)
    workspaces.open_workspace(tx, workspace, AT, installation)
    member = teams.know_person(tx, workspace.id, Person("UMARTA", "Marta"), AT)
    place = Conversation(0, workspace.id, "C1", ConversationKind.CHANNEL, "front-desk")
    return tx.conversations.put(place), teams.direct_conversation(tx, member)


@asynccontextmanager
async def opened_desk(slack: FakeSlack, folder: Path) -> AsyncIterator[Desk]:
    name = f"T{next(_numbers)}"
    slack.open_workspace(
        name,
        people=[person("UADA", "Ada"), person("UMARTA", "Marta", "Europe/Lisbon")],
        channels=[channel("C1", "front-desk", ["UADA", "UMARTA"])],
    )
    store, clock = open_store(str(new_database(folder))), HandClock(AT)
    sealer = Sealer(KEYS, "slack token")
    workspace = Workspace(name, Platform.SLACK, "Hotel", AT)
    sealed = sealer.seal(bot_token(name))
    room, direct = await store.decide(lambda tx: settle(tx, workspace, sealed))
    clients = Clients(store, address=slack.api, timeout=2.0, sealer=sealer, app=APP)
    calls = Calls(clients, store, clock)
    messenger = SlackMessenger(calls, store, Signer(KEYS, "slack delivery"), drawn)
    directory = SlackDirectory(calls, store)
    yield Desk(slack, store, clients, calls, messenger, directory, clock, workspace, room, direct)
    await clients.close()
    await store.close()
