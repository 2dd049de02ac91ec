"""The way out to Teams, over the fake: one tenant with a team, a channel in it, and two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from adapters.settings import Settings
from adapters.teams.cloud import cloud_of
from adapters.teams.outgoing import Outgoing, outgoing
from bot import teams, workspaces
from bot.cards import Card, Text, Title
from bot.models import Conversation, ConversationKind, Platform, Reference, Workspace
from bot.ports import Person, Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.databases import new_database
from tests.fake_teams.process import FakeTeams, person

AT = datetime(2026, 11, 26, 10, tzinfo=UTC)
TENANT = "11111111-1111-1111-1111-111111111111"
APP = "22222222-2222-2222-2222-222222222222"
TEAM, CHANNEL, PHONES = "19:team@thread.tacv2", "19:desk@thread.tacv2", "19:phones@thread.tacv2"
MARTA, LI = "aaaaaaaa-0000-0000-0000-000000000001", "aaaaaaaa-0000-0000-0000-000000000002"


@dataclass
class StandingClock:
    at: datetime = AT

    def now(self) -> datetime:
        return self.at


@dataclass
class TeamsDesk:
    """`channel` and `other` have a reference, `marta` an id for the bot; `stranger` has neither."""

    fake: FakeTeams
    store: SqliteStore
    way: Outgoing
    channel: Conversation
    other: Conversation
    marta: Conversation
    stranger: Conversation

    async def close(self) -> None:
        await self.way.connector.close()
        await self.store.close()

    def texts(self) -> list[tuple[str, str]]:
        """Where each message stands, and its summary."""
        posts = self.fake.record().posts
        return [(post["channel"], post["activity"]["summary"]) for post in posts if not post["deleted"]]


def card(key: str) -> Card:
    push = f"One small idea for the week. {key}"
    return Card(push, (Title(("Look up",)), Text(("Look up when somebody comes in.",))))


def settings_for(fake: FakeTeams, tenant: str = TENANT, patience: float = 10.0) -> Settings:
    settings = Settings(
        teams_app_id=APP,
        teams_app_password=SecretStr("secret"),
        teams_tenant_id=tenant,
        teams_api_url=fake.address,
    )
    return settings.model_copy(update={"request_timeout": patience})


async def open_desk(fake: FakeTeams, folder: Path, patience: float = 10.0) -> TeamsDesk:
    roster = [person(MARTA, "Marta", TENANT), person(LI, "Li", TENANT)]
    rooms = [{"id": CHANNEL, "name": "Front desk", "type": "standard"}]
    fake.open_tenant(TENANT, members={TEAM: roster}, channels={TEAM: rooms}, blocked=())
    settings = settings_for(fake, patience=patience)
    store = open_store(f"sqlite:///{new_database(folder)}")
    way = outgoing(settings, cloud_of(settings), store, StandingClock())
    places = await store.decide(lambda tx: _settle(tx, fake.service_url(TENANT)))
    return TeamsDesk(fake, store, way, *places)


def _settle(tx: Transaction, url: str) -> tuple[Conversation, Conversation, Conversation, Conversation]:
    workspaces.open_workspace(tx, Workspace(TENANT, Platform.TEAMS, "Hotel Aurora", AT), AT)
    channel, other = (_channel(tx, url, *one) for one in ((CHANNEL, "Front desk"), (PHONES, "Phones")))
    marta = teams.direct_conversation(tx, teams.know_person(tx, TENANT, Person(MARTA, "Marta"), AT))
    tx.references.put(Reference(marta.id, person=f"29:{MARTA}"))
    stranger = teams.direct_conversation(tx, teams.know_person(tx, TENANT, Person("x", "Somebody"), AT))
    return channel, other, marta, stranger


def _channel(tx: Transaction, url: str, address: str, name: str) -> Conversation:
    channel = tx.conversations.put(Conversation(0, TENANT, address, ConversationKind.CHANNEL, name))
    tx.references.put(Reference(channel.id, address, url, group_id=TEAM, added_by=MARTA))
    return channel
