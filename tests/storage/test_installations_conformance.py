"""Installations, their states, and references: every store keeps them and finds them again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.models import Installation, Platform, Reference, Workspace
from bot.ports import Store, Transaction
from tests.storage.records import AT, HOUR, add_place, add_workspace, unsaid

INSTALLATION = Installation(
    "W", "A1", "U0", AT, ("chat:write", "commands"), "U1", "sealed", "sealed again", AT + HOUR, AT
)
REFERENCE = Reference(1, "D1", "https://smba.example/emea", "29:marta", "19:front-desk", "sam")


@pytest.mark.parametrize("record", [INSTALLATION, REFERENCE])
def test_whole_records_say_something_in_every_field(record: object) -> None:
    assert unsaid(record) == []


async def test_an_installation_comes_back_whole_is_replaced_and_removed(store: Store) -> None:
    await store.decide(add_workspace)
    await store.decide(lambda tx: tx.installations.put(INSTALLATION))
    assert await store.read(lambda tx: tx.installations.get("W")) == INSTALLATION
    plain = Installation("W", "A1", "U0", AT)
    await store.decide(lambda tx: tx.installations.put(plain))
    assert await store.read(lambda tx: tx.installations.get("W")) == plain
    await store.decide(lambda tx: tx.installations.remove("W"))
    assert await store.read(lambda tx: tx.installations.get("W")) is None


async def test_installations_of_a_platform_are_those_of_its_living_workspaces(store: Store) -> None:
    def put(tx: Transaction) -> None:
        for name, platform, ended_at in (
            ("W", Platform.SLACK, None),
            ("gone", Platform.SLACK, AT),
            ("T", Platform.TEAMS, None),
        ):
            tx.workspaces.put(Workspace(name, platform, name, AT, ended_at=ended_at))
            tx.installations.put(replace(INSTALLATION, workspace_id=name))
        tx.workspaces.put(Workspace("early", Platform.SLACK, "early", AT))
        tx.installations.put(
            replace(INSTALLATION, workspace_id="early", installed_at=AT - HOUR, expires_at=AT + 2 * HOUR)
        )

    await store.decide(put)
    found = await store.read(lambda tx: tx.installations.of_platform(Platform.SLACK))
    assert [one.workspace_id for one in found] == ["early", "W"]
    soon = await store.read(lambda tx: tx.installations.expiring(Platform.SLACK, AT + 2 * HOUR))
    assert [one.workspace_id for one in soon] == ["W"]
    later = await store.read(lambda tx: tx.installations.expiring(Platform.SLACK, AT + 3 * HOUR))
    assert [one.workspace_id for one in later] == ["W", "early"]


async def test_a_state_is_taken_once_and_in_time(store: Store) -> None:
    def keep(tx: Transaction) -> None:
        tx.installations.keep_state("mine", AT + HOUR)
        tx.installations.keep_state("mine", AT + 9 * HOUR)
        tx.installations.keep_state("late", AT)

    await store.decide(keep)
    assert not await store.decide(lambda tx: tx.installations.take_state("theirs", AT))
    assert not await store.decide(lambda tx: tx.installations.take_state("late", AT))
    assert await store.decide(lambda tx: tx.installations.take_state("mine", AT))
    assert not await store.decide(lambda tx: tx.installations.take_state("mine", AT))


async def test_a_reference_is_found_by_conversation_address_and_person(store: Store) -> None:
    def put(tx: Transaction) -> Reference:
        add_workspace(tx)
        add_workspace(tx, "V")
        place = add_place(tx, "@marta")
        elsewhere = add_place(tx, "@marta", "V")
        tx.references.put(Reference(elsewhere.id, "D1", None, "29:marta"))
        tx.references.put(Reference(place.id))
        whole = replace(REFERENCE, conversation_id=place.id)
        tx.references.put(whole)
        return whole

    whole = await store.decide(put)
    assert await store.read(lambda tx: tx.references.get(whole.conversation_id)) == whole
    assert await store.read(lambda tx: tx.references.at("W", "D1")) == whole
    assert await store.read(lambda tx: tx.references.at("W", "D2")) is None
    assert await store.read(lambda tx: tx.references.of_person("W", "29:marta")) == whole
    assert await store.read(lambda tx: tx.references.of_person("W", "29:li")) is None
    await store.decide(lambda tx: tx.references.forget(whole.conversation_id))
    assert await store.read(lambda tx: tx.references.get(whole.conversation_id)) is None


async def test_the_references_of_many_conversations_are_found_together(store: Store) -> None:
    def put(tx: Transaction) -> list[Reference]:
        add_workspace(tx)
        rooms = [add_place(tx, name) for name in ("first", "second", "third")]
        references = [replace(REFERENCE, conversation_id=rooms[0].id), Reference(rooms[1].id)]
        for one in references:
            tx.references.put(one)
        return [*references, Reference(rooms[2].id)]

    first, second, unknown = await store.decide(put)
    ids = [second.conversation_id, unknown.conversation_id, first.conversation_id]
    found = await store.read(lambda tx: tx.references.of_all(ids))
    assert {one.conversation_id: one for one in found} == {
        first.conversation_id: first,
        second.conversation_id: second,
    }
    assert await store.read(lambda tx: tx.references.of_all(ids[:1])) == [second]
    assert await store.read(lambda tx: tx.references.of_all([])) == []


async def test_references_know_the_group_that_a_channel_belongs_to_and_who_added_kindling(
    store: Store,
) -> None:
    def put(tx: Transaction) -> None:
        add_workspace(tx)
        add_workspace(tx, "V")
        for name, group_id, added_by in (
            ("general", "desk", "sam"),
            ("coaching", "desk", None),
            ("ops", "ops", ""),
            ("put away", "past", "ana"),
            ("@li", None, "li"),
        ):
            tx.references.put(Reference(add_place(tx, name).id, name, None, None, group_id, added_by))
        tx.references.put(Reference(add_place(tx, "other", "V").id, "other", None, None, "desk", None))
        tx.conversations.end(add_place(tx, "put away").id, "archived")

    await store.decide(put)
    desk = await store.read(lambda tx: tx.references.of_group("W", "desk"))
    assert [one.address for one in desk] == ["general", "coaching"]
    assert await store.read(lambda tx: tx.references.group_ids("W")) == ["desk", "ops"]
    assert await store.read(lambda tx: tx.references.adders("W")) == {"ana", "sam"}
    asked = [("W", "ana"), ("W", "li"), ("V", "ana")]
    assert await store.read(lambda tx: [tx.references.is_adder(*one) for one in asked]) == [
        True,
        False,
        False,
    ]
