"""Deliveries, lanes, identities and the audit log: every store owes once and keeps the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.models import DeliveryKind, DeliveryState, Team
from bot.ports import EACH, Act, Store, Transaction
from tests.storage.records import (
    AT,
    DELIVERY,
    HOUR,
    WEEK,
    add_front_desk,
    add_place,
    add_team,
    add_workspace,
    new_delivery,
    unsaid,
)

SENDING, AMBIGUOUS, SENT = DeliveryState.SENDING, DeliveryState.AMBIGUOUS, DeliveryState.SENT
MINUTE = timedelta(minutes=1)


def add_places(tx: Transaction) -> None:
    """Conversation 1 of workspace W, and 2 of workspace V."""
    for workspace_id in ("W", "V"):
        add_workspace(tx, workspace_id)
        add_place(tx, "C1", workspace_id)


async def test_a_delivery_comes_back_whole(store: Store) -> None:
    await store.decide(add_front_desk)
    assert await store.decide(lambda tx: tx.deliveries.owe([DELIVERY])) == 1
    assert await store.read(lambda tx: tx.deliveries.get(DELIVERY.key)) == DELIVERY
    assert await store.read(lambda tx: tx.deliveries.find()) == [DELIVERY]
    assert await store.read(lambda tx: tx.deliveries.get("no such key")) is None


async def test_a_key_is_owed_once_for_ever(store: Store) -> None:
    await store.decide(add_places)
    first = new_delivery("tip/1", state=SENT)
    assert await store.decide(lambda tx: tx.deliveries.owe([first, new_delivery("tip/1")])) == 1
    again = [new_delivery("tip/2"), new_delivery("tip/1"), new_delivery("tip/3")]
    assert await store.decide(lambda tx: tx.deliveries.owe(again)) == 2
    assert await store.decide(lambda tx: tx.deliveries.owe([])) == 0
    assert await store.read(lambda tx: tx.deliveries.get("tip/1")) == first


async def test_what_is_owed_may_be_looked_up_while_it_is_owed(store: Store) -> None:
    def owe(tx: Transaction) -> int:
        add_places(tx)
        wanted = (1, 2)
        found = (tx.conversations.get(place) for place in wanted)
        return tx.deliveries.owe(
            new_delivery(f"tip/{one.id}", one.id, workspace_id=one.workspace_id) for one in found if one
        )

    assert await store.decide(owe) == 2
    keys = await store.read(lambda tx: [one.key for one in tx.deliveries.find()])
    assert keys == ["tip/1", "tip/2"]


async def test_a_delivery_is_saved_whole_or_was_never_owed(store: Store) -> None:
    await store.decide(add_front_desk)
    await store.decide(lambda tx: tx.deliveries.owe([new_delivery(DELIVERY.key)]))
    await store.decide(lambda tx: tx.deliveries.save([DELIVERY]))
    assert await store.read(lambda tx: tx.deliveries.get(DELIVERY.key)) == DELIVERY
    with pytest.raises(LookupError):
        await store.decide(lambda tx: tx.deliveries.save([new_delivery("never owed")]))


async def test_deliveries_are_found_by_workspace_and_state(store: Store) -> None:
    def owe(tx: Transaction) -> None:
        add_places(tx)
        tx.deliveries.owe(
            [
                new_delivery("w2", at=AT + HOUR),
                new_delivery("w1"),
                new_delivery("w3", at=AT + 2 * HOUR, state=SENT),
                new_delivery("v1", 2, workspace_id="V", state=SENT),
            ]
        )

    def keys(tx: Transaction) -> list[list[str]]:
        find = tx.deliveries.find
        found = [find("W"), find("W", SENT), find(state=SENT), find(limit=2), find()]
        return [[one.key for one in deliveries] for deliveries in found]

    await store.decide(owe)
    assert await store.read(keys) == [
        ["w1", "w2", "w3"],
        ["w3"],
        ["v1", "w3"],
        ["w1", "v1"],
        ["w1", "v1", "w2", "w3"],
    ]


async def test_teams_are_owed_alike_each_in_its_conversation(store: Store) -> None:
    def owe(tx: Transaction) -> tuple[list[Team], list[int]]:
        add_workspace(tx)
        add_workspace(tx, "V")
        teams = [add_team(tx, "Till"), add_team(tx, "Bar", "V"), add_team(tx, "Desk")]
        ids = [team.id for team in teams]
        tip = new_delivery(f"tip/{EACH}", place=0, workspace_id="", about={"n": 7}, week=WEEK)
        quiz = replace(tip, key=f"quiz/{EACH}", kind=DeliveryKind.QUIZ, about={}, due_at=AT + HOUR)
        counts = [
            tx.deliveries.owe_each([(ids[:1], tip)]),
            tx.deliveries.owe_each([(ids, tip), (ids[1:], quiz)]),
        ]
        return teams, counts

    (till, bar, desk), counts = await store.decide(owe)
    assert counts == [1, 4]
    found = {one.key: one for one in await store.read(lambda tx: tx.deliveries.find())}
    places = [
        (kind, team) for kind, teams in (("tip", (till, bar, desk)), ("quiz", (bar, desk))) for team in teams
    ]
    assert found == {
        f"{kind}/{team.id}": new_delivery(
            f"{kind}/{team.id}",
            team.conversation_id,
            workspace_id=team.workspace_id,
            kind=DeliveryKind(kind),
            due_at=AT if kind == "tip" else AT + HOUR,
            about={"n": 7} if kind == "tip" else {},
            team_id=team.id,
            week=WEEK,
        )
        for kind, team in places
    }


async def test_a_week_s_deliveries_are_found_by_kind(store: Store) -> None:
    def owe(tx: Transaction) -> int:
        team_id = add_front_desk(tx).id
        tip = new_delivery("tip", team_id=team_id, week=WEEK)
        others = [
            replace(tip, key="later", slot_at=AT + HOUR, state=SENT),
            replace(tip, key="quiz", kind=DeliveryKind.QUIZ),
            replace(tip, key="next week", week=WEEK.plus(1)),
            replace(tip, key="no team", team_id=None),
        ]
        tx.deliveries.owe([*others, tip])
        return team_id

    team_id = await store.decide(owe)
    found = await store.read(lambda tx: tx.deliveries.of_week(team_id, WEEK, DeliveryKind.TIP))
    assert [one.key for one in found] == ["tip", "later"]


async def test_a_message_leads_to_the_delivery_that_posted_it(store: Store) -> None:
    def owe(tx: Transaction) -> None:
        add_places(tx)
        edit = new_delivery("edit/tip/1", edits="tip", message_id="1700.1", state=SENT)
        elsewhere = new_delivery("other", 2, workspace_id="V", message_id="1700.1")
        tx.deliveries.owe([edit, new_delivery("tip", message_id="1700.1", state=SENT), elsewhere])

    await store.decide(owe)
    found = await store.read(lambda tx: tx.deliveries.of_message("W", 1, "1700.1"))
    assert found is not None
    assert found.key == "tip"
    assert await store.read(lambda tx: tx.deliveries.of_message("V", 1, "1700.1")) is None
    assert await store.read(lambda tx: tx.deliveries.of_message("W", 1, "1700.2")) is None


async def test_due_is_what_is_pending_in_the_order_meant(store: Store) -> None:
    def owe(tx: Transaction) -> None:
        add_places(tx)
        tx.deliveries.owe(
            [
                new_delivery("second", at=AT + MINUTE),
                new_delivery("put off, but meant first", due_at=AT + HOUR),
                new_delivery("also second", at=AT + MINUTE),
                new_delivery("later", at=AT + HOUR + MINUTE),
                new_delivery("sent", state=SENT),
                new_delivery("elsewhere", 2, workspace_id="V"),
            ]
        )

    await store.decide(owe)

    def due(tx: Transaction, at: datetime, limit: int = 10) -> list[str]:
        found = tx.deliveries.due("W", at, limit)
        assert all(place == tx.conversations.get(one.conversation_id) for one, place in found)
        return [one.key for one, _ in found]

    assert await store.read(lambda tx: due(tx, AT)) == []
    assert await store.read(lambda tx: due(tx, AT + MINUTE)) == ["second", "also second"]
    assert await store.read(lambda tx: due(tx, AT + HOUR, 2)) == ["put off, but meant first", "second"]


async def test_workspaces_owe_what_is_due_or_in_doubt(store: Store) -> None:
    def owe(tx: Transaction) -> None:
        for place, workspace_id in enumerate(("pending", "later", "sending", "ambiguous", "sent"), 1):
            add_workspace(tx, workspace_id)
            add_place(tx, "C1", workspace_id)
            at = AT + HOUR if workspace_id == "later" else AT
            state = DeliveryState.PENDING if workspace_id == "later" else DeliveryState(workspace_id)
            tx.deliveries.owe(
                new_delivery(f"{workspace_id}/{number}", place, at, workspace_id=workspace_id, state=state)
                for number in range(3)
            )

    await store.decide(owe)
    assert await store.read(lambda tx: tx.deliveries.workspaces_owed(AT - MINUTE)) == ["ambiguous", "sending"]
    assert await store.read(lambda tx: tx.deliveries.workspaces_owed(AT + HOUR)) == [
        "ambiguous",
        "later",
        "pending",
        "sending",
    ]


async def test_unsettled_is_what_is_sending_or_ambiguous(store: Store) -> None:
    def owe(tx: Transaction) -> None:
        add_places(tx)
        states = list(DeliveryState)
        tx.deliveries.owe(new_delivery(state, state=state) for state in states)
        tx.deliveries.owe([new_delivery("elsewhere", 2, workspace_id="V", state=SENDING)])

    await store.decide(owe)
    unsettled = await store.read(lambda tx: tx.deliveries.unsettled("W"))
    assert {one.state for one in unsettled} == {SENDING, AMBIGUOUS}
    assert len(unsettled) == 2
    besides = await store.read(lambda tx: tx.deliveries.unsettled("W", ["sending", "pending", "é\"'"]))
    assert [one.state for one in besides] == [AMBIGUOUS]


async def test_the_next_delivery_due_is_the_first_after_an_instant(store: Store) -> None:
    def owe(tx: Transaction) -> None:
        add_places(tx)
        tx.deliveries.owe(
            [
                new_delivery("sent", at=AT + MINUTE, state=SENT),
                new_delivery("later", at=AT + 2 * HOUR),
                new_delivery("elsewhere", 2, AT + HOUR, workspace_id="V"),
            ]
        )

    await store.decide(owe)
    due = await store.read(lambda tx: [tx.deliveries.next_due_at(AT + hours * HOUR) for hours in range(3)])
    assert due == [AT + HOUR, AT + 2 * HOUR, None]


async def test_a_lane_has_one_owner_and_a_fence_that_grows(store: Store) -> None:
    await store.decide(add_places)
    assert await store.read(lambda tx: tx.deliveries.fence("W")) == 0

    async def take(owner: str, minutes: int) -> int | None:
        at = AT + minutes * MINUTE
        return await store.decide(lambda tx: tx.deliveries.lease("W", owner, at, at + 10 * MINUTE))

    assert await take("one", 0) == 1
    assert await take("two", 5) is None
    assert await take("one", 8) == 1
    assert await take("two", 17) is None
    assert await take("two", 18) == 2
    assert await take("one", 19) is None
    assert await store.read(lambda tx: tx.deliveries.fence("W")) == 2
    assert await store.read(lambda tx: tx.deliveries.fence("V")) == 0


async def test_only_its_owner_releases_a_lane(store: Store) -> None:
    await store.decide(add_places)

    async def take(owner: str) -> int | None:
        return await store.decide(lambda tx: tx.deliveries.lease("W", owner, AT, AT + HOUR))

    assert await take("one") == 1
    await store.decide(lambda tx: tx.deliveries.release("W", "two"))
    assert await take("two") is None
    await store.decide(lambda tx: tx.deliveries.release("W", "one"))
    assert await take("two") == 2
    await store.decide(lambda tx: tx.deliveries.release("W", "two"))
    assert await take("two") == 3


async def test_an_identity_shows_what_it_was_first_answered_with(store: Store) -> None:
    def keep(tx: Transaction) -> list[str | None]:
        tx.identities.keep("W", "event-1", "[1]", AT)
        tx.identities.keep("W", "event-1", "[2]", AT)
        tx.identities.keep("W", "event-2", "", AT)
        shown = tx.identities.shown
        return [shown("W", "event-1"), shown("W", "event-2"), shown("V", "event-1")]

    assert await store.decide(keep) == ["[1]", "", None]


async def test_old_identities_are_forgotten(store: Store) -> None:
    def keep(tx: Transaction) -> int:
        for minutes in range(4):
            tx.identities.keep("W", f"event-{minutes}", "", AT + minutes * MINUTE)
            tx.identities.keep("V", f"event-{minutes}", "", AT + 2 * MINUTE)
        return tx.identities.forget(AT + 2 * MINUTE, 1)

    assert await store.decide(keep) == 1
    kept = await store.read(lambda tx: [tx.identities.shown("W", f"event-{one}") for one in range(4)])
    assert kept == [None, "", "", ""]
    assert await store.decide(lambda tx: tx.identities.forget(AT + 2 * MINUTE)) == 1
    kept = await store.read(lambda tx: [tx.identities.shown("W", f"event-{one}") for one in range(4)])
    assert kept == [None, None, "", ""]


async def test_the_audit_log_is_newest_first(store: Store) -> None:
    acts = [
        Act("W", AT, "team-added", 7, 3, {"weekday": "tue"}),
        Act("W", AT + HOUR, "team-paused"),
        Act("V", AT, "team-added"),
        Act("W", AT + HOUR, "team-resumed"),
    ]
    assert unsaid(acts[0]) == []

    def log(tx: Transaction) -> None:
        for act in acts:
            tx.audit.add(act)

    await store.decide(log)
    assert await store.read(lambda tx: tx.audit.of_workspace("W")) == [acts[3], acts[1], acts[0]]
    assert await store.read(lambda tx: tx.audit.of_workspace("W", limit=1)) == [acts[3]]
