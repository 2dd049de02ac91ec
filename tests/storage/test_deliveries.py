"""What the outbox asks of the store: what is due and can go, edits, leases, and sending in batches."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.models import Arrived, Conversation, Delivery, DeliveryState
from bot.ports import Transaction
from storage import open_store
from storage.sqlite import SqliteStore
from tests.fake_platform.owing import delivery, open_workspace

T = TypeVar("T")
AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
LEASE = timedelta(seconds=30)
Decide = Callable[[Callable[[Transaction], T]], T]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = open_store(str(tmp_path / "kindling.db"))
    await opened.decide(lambda tx: [open_workspace(tx, one, ["C1", "C2"], AT) for one in ("W1", "W2")])
    yield opened
    await opened.close()


def owed(tx: Transaction, key: str, channel: str = "C1", workspace: str = "W1") -> Delivery:
    place = tx.conversations.find(workspace, channel)
    assert place is not None
    one = delivery(key, place, AT)
    tx.deliveries.owe([one])
    return one


async def test_due_leaves_out_what_goes_to_busy_conversations(store: SqliteStore) -> None:
    def ask(tx: Transaction) -> list[list[str]]:
        first = owed(tx, "a")
        owed(tx, "b", "C2")
        owed(tx, "c")
        busy = [(), (first.conversation_id,), (first.conversation_id, 999)]
        return [[one.key for one, _ in tx.deliveries.due("W1", AT, 10, one)] for one in busy]

    assert await store.decide(ask) == [["a", "b", "c"], ["b"], ["b"]]


async def test_what_is_due_comes_whole_whatever_is_in_it(store: SqliteStore) -> None:
    def ask(tx: Transaction) -> tuple[Delivery, Conversation | None, list[tuple[Delivery, Conversation]]]:
        one = replace(owed(tx, "é 'x' \"y\""), reason="null", about={"n": 2**53 + 1, "é": "\n\t"}, tries=3)
        tx.deliveries.save([one])
        return one, tx.conversations.get(one.conversation_id), tx.deliveries.due("W1", AT, 10)

    one, place, found = await store.decide(ask)
    assert found == [(one, place)]


async def test_workspaces_due_owe_something_that_can_go_now(store: SqliteStore) -> None:
    def ask(tx: Transaction) -> list[list[str]]:
        owed(tx, "a")
        sending = owed(tx, "b", workspace="W2")
        tx.deliveries.start([sending], 1, AT)
        early, late = AT - timedelta(seconds=1), AT
        return [tx.deliveries.workspaces_due(early), tx.deliveries.workspaces_due(late)]

    assert await store.decide(ask) == [[], ["W1"]]


async def test_edits_of_a_post_come_oldest_first(store: SqliteStore) -> None:
    def ask(tx: Transaction) -> list[str]:
        post = owed(tx, "a")
        for revision in (2, 3, 1):
            tx.deliveries.owe([replace(post, key=f"edit/{revision}", edits="a", revision=revision)])
        return [one.key for one in tx.deliveries.edits_of("a")]

    assert await store.decide(ask) == ["edit/1", "edit/2", "edit/3"]


async def test_starting_and_finishing_a_batch_is_what_saving_each_would_be(store: SqliteStore) -> None:
    def change(tx: Transaction) -> tuple[list[Delivery | None], list[Delivery]]:
        both = [owed(tx, "a"), owed(tx, "ä/ö\"'%", "C2")]
        tx.deliveries.start(both, 7, AT)
        started = [tx.deliveries.get(one.key) for one in both]
        arrived = [
            Arrived(one, f"m\u2028{one.key}", AT + timedelta(microseconds=1), reason)
            for one, reason in zip(both, (None, "resent"), strict=True)
        ]
        tx.deliveries.finish(arrived, AT + LEASE)
        kept = [tx.deliveries.get(one.key) for one in both]
        assert kept == [
            replace(
                one.delivery,
                state=DeliveryState.SENT,
                fence=7,
                message_id=one.message_id,
                sent_at=one.at,
                changed_at=AT + LEASE,
                reason=one.reason,
            )
            for one in arrived
        ]
        return started, both

    started, both = await store.decide(change)
    assert started == [replace(one, state=DeliveryState.SENDING, fence=7, changed_at=AT) for one in both]


async def test_nothing_is_started_or_finished_but_what_is_named(store: SqliteStore) -> None:
    def change(tx: Transaction) -> list[str]:
        owed(tx, "a")
        tx.deliveries.start([], 1, AT)
        tx.deliveries.finish([], AT)
        return [one.key for one in tx.deliveries.find("W1", DeliveryState.PENDING)]

    assert await store.decide(change) == ["a"]


@pytest.mark.parametrize(
    ("ahead", "fence"),
    [
        (timedelta(0), None),
        (timedelta(seconds=40), None),
        (timedelta(hours=1), 2),
        (-LEASE, 2),
    ],
)
async def test_a_lease_is_held_until_its_end_unless_that_is_further_than_any_can_be(
    store: SqliteStore, ahead: timedelta, fence: int | None
) -> None:
    def hold(tx: Transaction) -> int | None:
        tx.deliveries.lease("W1", "other", AT + ahead, AT + ahead + LEASE)
        return tx.deliveries.lease("W1", "me", AT, AT + LEASE)

    assert await store.decide(hold) == fence
