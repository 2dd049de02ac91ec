"""A desk to try the outbox at: the real store, clocks to set, and a messenger that does as it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cards import Card
from bot.coach import Coach
from bot.errors import CannotAsk
from bot.models import (
    Conversation,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Platform,
    UnknownOutcome,
)
from bot.outbox import Outbox
from bot.ports import Pace
from storage import open_store
from storage.sqlite import SqliteStore
from tests.databases import new_database
from tests.fake_platform.owing import PlainCoach, delivery, open_workspace

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
QUARANTINE = timedelta(seconds=70)
LEASE = timedelta(seconds=30)


@dataclass
class Clocks:
    """The product's, the machine's and the steady one. The first two can be set; `pass_by` moves all."""

    product: datetime = AT
    machine: datetime = AT
    steady: float = 1000.0

    def now(self) -> datetime:
        return self.product

    def machine_now(self) -> datetime:
        return self.machine

    def steady_now(self) -> float:
        return self.steady

    def pass_by(self, seconds: float) -> None:
        self.product += timedelta(seconds=seconds)
        self.machine += timedelta(seconds=seconds)
        self.steady += seconds


@dataclass
class TellingMessenger:
    """`answers` are what the next calls of a conversation come to, an exception or a gate to wait at."""

    askable: bool = True
    posts: list[tuple[str, str]] = field(default_factory=list)
    edits: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: defaultdict[str, deque[Exception | asyncio.Event]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    landed: dict[str, str] = field(default_factory=dict)
    on_the_way: int = 0
    most_on_the_way: int = 0

    async def send(self, conversation: Conversation, card: Card, key: str, thread: str | None) -> str:
        await self._answer(conversation)
        self.posts.append((conversation.platform_id, key))
        self.landed[key] = f"m-{key}"
        return self.landed[key]

    async def edit(self, conversation: Conversation, message_id: str, card: Card) -> None:
        await self._answer(conversation)
        self.edits.append(("edit", message_id))

    async def delete(self, conversation: Conversation, message_id: str) -> None:
        await self._answer(conversation)
        self.edits.append(("delete", message_id))

    async def look_up(
        self, conversation: Conversation, key: str, since: datetime, thread: str | None
    ) -> str | None:
        if not self.askable:
            raise CannotAsk
        self.asked.append(key)
        return self.landed.get(key)

    async def _answer(self, conversation: Conversation) -> None:
        self.on_the_way += 1
        self.most_on_the_way = max(self.most_on_the_way, self.on_the_way)
        try:
            # One step of the loop, as any request takes.
            await asyncio.sleep(0)
            if self.answers[conversation.platform_id]:
                match self.answers[conversation.platform_id].popleft():
                    case asyncio.Event() as gate:
                        await gate.wait()
                    case Exception() as fault:
                        raise fault
        finally:
            self.on_the_way -= 1


@dataclass
class Desk:
    """Workspaces named W1, W2 … with channels C1, C2 … each."""

    store: SqliteStore
    clocks: Clocks
    chat: TellingMessenger
    coach: Coach
    places: dict[tuple[str, str], Conversation]
    paces: dict[Platform, Pace] = field(default_factory=dict)

    def outbox(self) -> Outbox:
        """A worker of its own: another owner of lanes."""
        return Outbox(
            self.store,
            self.coach,
            {Platform.SLACK: self.chat},
            self.clocks,
            paces=self.paces,
            quarantine=QUARANTINE,
            lease=LEASE,
            machine=self.clocks.machine_now,
            steady=self.clocks.steady_now,
        )

    async def owe(
        self, *keys: str, channel: str = "C1", workspace: str = "W1", kind: DeliveryKind = DeliveryKind.HELLO
    ) -> None:
        place = self.places[workspace, channel]
        owed = [replace(delivery(key, place, self.clocks.now()), kind=kind) for key in keys]
        await self.store.decide(lambda tx: tx.deliveries.owe(owed))

    async def owe_edit(
        self, key: str, edits: str, revision: int = 1, kind: DeliveryKind = DeliveryKind.KUDOS_UPDATE
    ) -> None:
        post = await self.get(edits)
        fresh = delivery(key, next(iter(self.places.values())), self.clocks.now())
        owed = replace(
            fresh,
            workspace_id=post.workspace_id,
            conversation_id=post.conversation_id,
            kind=kind,
            edits=edits,
            revision=revision,
        )
        await self.store.decide(lambda tx: tx.deliveries.owe([owed]))

    async def get(self, key: str) -> Delivery:
        found = await self.store.read(lambda tx: tx.deliveries.get(key))
        assert found is not None
        return found

    async def states(self, *keys: str) -> list[DeliveryState]:
        return [(await self.get(key)).state for key in keys]

    async def save(self, *changed: Delivery) -> None:
        await self.store.decide(lambda tx: tx.deliveries.save(changed))

    async def reason(self, key: str) -> str | None:
        return (await self.get(key)).reason

    def gate(self, channel: str = "C1") -> asyncio.Event:
        """The next request there waits until this is set."""
        gate = asyncio.Event()
        self.chat.answers[channel].append(gate)
        return gate

    def fail(self, *faults: Exception, channel: str = "C1") -> None:
        self.chat.answers[channel].extend(faults)


@asynccontextmanager
async def open_desk(
    folder: Path,
    *,
    workspaces: int = 1,
    channels: int = 3,
    askable: bool = True,
    unknown_outcome: UnknownOutcome = UnknownOutcome.RESEND,
) -> AsyncIterator[Desk]:
    store = open_store(str(new_database(folder)), busy_seconds=0.2)
    names = [f"W{number}" for number in range(1, workspaces + 1)]
    rooms = [f"C{number}" for number in range(1, channels + 1)]
    opened = await store.decide(
        lambda tx: [one for name in names for one in open_workspace(tx, name, rooms, AT, unknown_outcome)]
    )
    places = {(one.workspace_id, one.platform_id): one for one in opened}
    yield Desk(store, Clocks(), TellingMessenger(askable), PlainCoach(), places)
    await store.close()


async def until_on_the_way(desk: Desk, many: int) -> None:
    """Waits until so many requests are on their way."""
    async with asyncio.timeout(10):
        while desk.chat.on_the_way < many:  # noqa: ASYNC110 - the messenger tells nobody
            await asyncio.sleep(0.002)


async def until_sent(desk: Desk, *keys: str) -> None:
    async with asyncio.timeout(10):
        while set(await desk.states(*keys)) != {DeliveryState.SENT}:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.005)


async def drained(outbox: Outbox, times: Iterable[int] = range(2)) -> None:
    """Twice, as what the first settles may set free more."""
    for _ in times:
        await outbox.drain()
