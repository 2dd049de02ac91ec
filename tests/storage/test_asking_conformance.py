"""What people's acts ask of a store: what a member was sent, whether they acted, which channels there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.models import Conversation, ConversationKind, DeliveryKind, DeliveryState
from bot.ports import Store, Transaction
from tests.storage.records import AT, add_front_desk, add_member, add_workspace, new_delivery

DAY = timedelta(days=1)


async def test_what_a_member_was_sent_comes_latest_first(store: Store) -> None:
    def owe(tx: Transaction) -> tuple[int, int]:
        add_front_desk(tx)
        ana, li = add_member(tx, "ana"), add_member(tx, "li")
        some = [
            replace(new_delivery(f"tip/{n}/{member.id}"), member_id=member.id, slot_at=AT + n * DAY)
            for n in range(4)
            for member in (ana, li)
        ]
        some[2] = replace(some[2], state=DeliveryState.DEAD, about={"asks": 1})
        tx.deliveries.owe(some)
        tx.deliveries.owe([replace(new_delivery("quiz/9"), kind=DeliveryKind.QUIZ, member_id=ana.id)])
        tx.deliveries.owe([new_delivery("tip/channel")])
        return ana.id, li.id

    ana, _ = await store.decide(owe)
    found = await store.read(lambda tx: tx.deliveries.of_member(ana, DeliveryKind.TIP))
    assert [one.key for one in found] == [f"tip/{n}/{ana}" for n in (3, 2, 1, 0)]
    assert (found[2].state, found[2].about) == (DeliveryState.DEAD, {"asks": 1})
    few = await store.read(lambda tx: tx.deliveries.of_member(ana, DeliveryKind.TIP, 2))
    assert few == found[:2]


async def test_whether_somebody_acted_since(store: Store) -> None:
    def keep(tx: Transaction) -> None:
        add_workspace(tx)
        tx.identities.keep("W", "12/press", "", AT)
        tx.identities.keep("W", "1/press", "", AT - DAY)

    await store.decide(keep)

    async def acted(prefix: str, workspace_id: str = "W", days: int = 0) -> bool:
        since = AT + days * DAY
        return await store.read(lambda tx: tx.identities.any_since(workspace_id, prefix, since))

    assert await acted("12/")
    assert not await acted("12/", days=1)
    assert not await acted("1/")
    assert await acted("1/", days=-1)
    assert not await acted("2/", days=-9)
    assert not await acted("12/", "V")


async def test_channels_that_can_be_written_to(store: Store) -> None:
    def put(tx: Transaction) -> None:
        add_workspace(tx)
        add_workspace(tx, "V")
        for workspace_id, platform_id, name, ended in (
            ("W", "C2", "phones", None),
            ("W", "C1", "Desk", None),
            ("W", "C3", "old", "archived"),
            ("V", "C1", "phones", None),
            ("W", "C4", "phones", None),
        ):
            tx.conversations.put(
                Conversation(0, workspace_id, platform_id, ConversationKind.CHANNEL, name, ended=ended)
            )
        tx.conversations.put(Conversation(0, "W", "D1", ConversationKind.DIRECT, "phones"))

    await store.decide(put)

    async def named(name: str) -> list[str]:
        found = await store.read(lambda tx: tx.conversations.channels_named("W", name))
        return [one.platform_id for one in found]

    every = await store.read(lambda tx: tx.conversations.channels("W"))
    assert [one.platform_id for one in every] == ["C1", "C2", "C4"]
    assert len(await store.read(lambda tx: tx.conversations.channels("W", 2))) == 2
    assert await named("phones") == ["C2", "C4"]
    assert await named("DESK") == ["C1"]
    assert await named("old") == []
