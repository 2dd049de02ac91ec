"""What the proof is run against: a platform at the network, and the messenger that posts to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from pydantic import SecretStr

from adapters.sealing import Sealer, Signer
from adapters.slack.calls import Calls
from adapters.slack.clients import Clients
from adapters.slack.messenger import SlackMessenger
from adapters.slack.render import message_of
from adapters.teams.cloud import Cloud, is_on_this_machine
from adapters.teams.connector import Connector
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.references import References
from adapters.teams.tokens import Tokens
from adapters.wire import Wire
from bot.cards import Card
from bot.models import Conversation, Installation, Reference
from bot.ports import Messenger, Store, Transaction
from tests.fake_platform.messenger import At, FakeMessenger, traces
from tests.fake_platform.process import FakePlatform, Record
from tests.fake_slack import FakeSlack, bot_token, channel
from tests.fake_slack.workspace import BOT
from tests.fake_teams.process import FakeTeams


class Choice(Protocol):
    """One of the platforms, by the name under which its figures are told. `asks`: some can be asked."""

    asks: bool

    def start(self) -> FakePlatform: ...

    def open(self, platform: FakePlatform, workspace: str, channels: Sequence[str]) -> None:
        """Makes the workspace at the network."""

    def install(self, tx: Transaction, workspaces: Iterable[str]) -> None:
        """Stores what the messenger needs to post there."""

    def sender(
        self, address: str, within: float, store: Store, at: At | None
    ) -> AbstractAsyncContextManager[Messenger]:
        """A messenger that waits so many seconds for an answer, and tells which point each post passes."""

    def landed(self, record: Record, keys: Iterable[str]) -> Counter[str]:
        """How often each delivery stands there."""


class Plain:
    """A platform of our own with a protocol of its own: what is looked at is the outbox."""

    asks = True

    def start(self) -> FakePlatform:
        return FakePlatform.fork()

    def open(self, platform: FakePlatform, workspace: str, channels: Sequence[str]) -> None:
        """It has every channel that is named."""

    def install(self, tx: Transaction, workspaces: Iterable[str]) -> None:
        """Nothing is needed."""

    def sender(
        self, address: str, within: float, store: Store, at: At | None
    ) -> AbstractAsyncContextManager[Messenger]:
        return FakeMessenger(address, within, at)

    def landed(self, record: Record, keys: Iterable[str]) -> Counter[str]:
        return Counter(record.keys())


KEYS = SecretStr("a key of thirty-two characters...")
SEALER, SIGNER = Sealer(KEYS, "slack token"), Signer(KEYS, "slack delivery")


class Slack:
    """Slack's API, spoken by the real SDK; posts are found again by their metadata."""

    asks = True

    def start(self) -> FakePlatform:
        return FakeSlack.fork()

    def open(self, platform: FakePlatform, workspace: str, channels: Sequence[str]) -> None:
        assert isinstance(platform, FakeSlack)
        platform.open_workspace(workspace, channels=[channel(one, one.lower()) for one in channels])

    def install(self, tx: Transaction, workspaces: Iterable[str]) -> None:
        for name in workspaces:
            sealed = SEALER.seal(bot_token(name))
            tx.installations.put(Installation(name, "A1", BOT, datetime.now(UTC), sealed_token=sealed))

    @asynccontextmanager
    async def sender(
        self, address: str, within: float, store: Store, at: At | None
    ) -> AsyncIterator[Messenger]:
        clients = Clients(store, address=f"{address}/api/", timeout=within, sealer=SEALER)
        messenger = SlackMessenger(Calls(clients, store, MachineClock()), store, SIGNER, message_of)
        if at is None:
            yield messenger
        else:
            points = traces(at)
            points.freeze()
            clients.session().trace_configs.append(points)
            yield Watched(messenger, at)
        await clients.close()

    def landed(self, record: Record, keys: Iterable[str]) -> Counter[str]:
        marks = {SIGNER.mark(key): key for key in keys}
        return Counter(marks.get(mark, mark) for mark in record.keys())  # noqa: SIM118 - it is no dict


class Teams:
    """Teams' connector, which nobody can ask: a post is told by the key that its push sentence ends with."""

    asks = False

    def __init__(self) -> None:
        self._address = ""

    def start(self) -> FakePlatform:
        started = FakeTeams.fork()
        self._address = started.address
        return started

    def open(self, platform: FakePlatform, workspace: str, channels: Sequence[str]) -> None:
        assert isinstance(platform, FakeTeams)
        platform.open_tenant(workspace)

    def install(self, tx: Transaction, workspaces: Iterable[str]) -> None:
        for name in workspaces:
            for room in tx.conversations.channels(name, limit=100_000):
                url = f"{self._address}/smba/{name}"
                tx.references.put(Reference(room.id, room.platform_id, url))

    @asynccontextmanager
    async def sender(
        self, address: str, within: float, store: Store, at: At | None
    ) -> AsyncIterator[Messenger]:
        cloud = Cloud("", f"{address}/tenant/oauth2/v2.0/token", is_on_this_machine)
        handed_over = None if at is None else partial(at, "request sent")
        connector = Connector(cloud, within, Wire(within, handed_over))
        connector.use(Tokens(f"{address}/tenant/oauth2/v2.0/token", "app", KEYS, connector.session))
        messenger = TeamsMessenger(connector, References(store), "app")
        yield messenger if at is None else Watched(messenger, at, keyed=True)
        await connector.close()

    def landed(self, record: Record, keys: Iterable[str]) -> Counter[str]:
        return Counter(record.keys())


CHOICES: Mapping[str, Choice] = {"plain": Plain(), "slack": Slack(), "teams": Teams()}


class MachineClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Watched:
    """A messenger's posts with the points around them. `keyed`: each says its key."""

    def __init__(self, messenger: Messenger, at: Callable[[str], None], *, keyed: bool = False) -> None:
        self._messenger = messenger
        self._at = at
        self._keyed = keyed
        self.edit, self.delete, self.look_up = messenger.edit, messenger.delete, messenger.look_up

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        self._at("sending committed")
        if self._keyed:
            card = replace(card, push=f"{card.push} {key}")
        message = await self._messenger.send(conversation, card, key, thread)
        self._at("accepted")
        return message
