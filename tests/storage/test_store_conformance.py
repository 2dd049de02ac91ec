"""Decisions and questions: every store commits what it answers, together or not at all, for many at once."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.models import Member, Workspace
from bot.ports import Arrival, Store, Transaction
from tests.storage.conftest import OpenStore
from tests.storage.records import (
    AT,
    HOUR,
    MANY,
    add_front_desk,
    add_member,
    add_workspace,
    count,
    counted,
    new_answer,
    new_delivery,
)


class Broken(Exception):
    """A decision went wrong."""


async def test_what_was_decided_is_there_after_closing(open_it: OpenStore) -> None:
    first = open_it()
    await first.decide(add_front_desk)
    await first.close()
    second = open_it()
    assert await second.read(lambda tx: len(tx.teams.all())) == 1
    await second.close()


async def test_a_decision_answers_what_it_returns_and_reads_what_it_wrote(store: Store) -> None:
    def decide(tx: Transaction) -> Member | None:
        add_workspace(tx)
        return tx.members.get(add_member(tx).id)

    found = await store.decide(decide)
    assert found is not None
    assert found.platform_id == "marta"


async def test_read_modify_write_by_many_at_once_loses_nothing(store: Store) -> None:
    numbers = await asyncio.gather(*(store.decide(count) for _ in range(MANY)))
    assert sorted(numbers) == list(range(1, MANY + 1))
    assert await counted(store) == MANY


async def test_many_at_once_answer_a_quiz_once(store: Store) -> None:
    await store.decide(add_front_desk)
    answers = [replace(new_answer(1, 1), choices=(f"choice-{number}",)) for number in range(50)]
    counted = await asyncio.gather(*(store.decide(_adding(answer)) for answer in answers))
    assert counted.count(True) == 1
    first = await store.read(lambda tx: tx.quizzes.answer(1, 1))
    assert first == answers[counted.index(True)]


def _adding(answer: Any) -> Callable[[Transaction], bool]:
    return lambda tx: tx.quizzes.add_answer(answer)


async def test_a_limit_checked_by_twenty_at_once_holds(store: Store) -> None:
    await store.decide(add_front_desk)

    def thank(number: int) -> Callable[[Transaction], bool]:
        def decide(tx: Transaction) -> bool:
            if len(tx.deliveries.find("W")) >= 5:
                return False
            return tx.deliveries.owe([new_delivery(f"thanks/{number}")]) == 1

        return decide

    thanked = await asyncio.gather(*(store.decide(thank(number)) for number in range(20)))
    assert thanked.count(True) == 5
    assert len(await store.read(lambda tx: tx.deliveries.find("W"))) == 5


async def test_a_lane_wanted_by_two_has_one_owner(store: Store) -> None:
    await store.decide(add_workspace)

    def lease(owner: str) -> Callable[[Transaction], int | None]:
        return lambda tx: tx.deliveries.lease("W", owner, AT, AT + HOUR)

    fences = await asyncio.gather(*(store.decide(lease(owner)) for owner in ("one", "two") * 10))
    assert {fences[0], fences[1]} == {1, None}
    assert fences.count(1) == 10


async def test_a_decision_that_fails_leaves_nothing_and_harms_no_other(store: Store) -> None:
    def fail_after_writing(tx: Transaction) -> None:
        count(tx)
        tx.identities.keep("W", "left over", "", AT)
        raise Broken

    decisions = [fail_after_writing if number % 3 == 0 else count for number in range(60)]
    answers = await asyncio.gather(
        *(store.decide(decision) for decision in decisions), return_exceptions=True
    )
    failed = [isinstance(answer, Broken) for answer in answers]
    assert failed == [number % 3 == 0 for number in range(60)]
    assert await store.read(lambda tx: tx.identities.shown("W", "left over")) is None
    assert await counted(store) == 40


async def test_a_database_s_refusal_fails_one_decision_and_harms_no_other(store: Store) -> None:
    await store.decide(add_front_desk)

    def answer_nothing(tx: Transaction) -> None:
        count(tx)
        tx.quizzes.add_answer(new_answer(404, 1))

    decisions = [answer_nothing if number % 2 else count for number in range(20)]
    answers = await asyncio.gather(
        *(store.decide(decision) for decision in decisions), return_exceptions=True
    )
    assert [isinstance(answer, ValueError) for answer in answers] == [bool(n % 2) for n in range(20)]
    assert await counted(store) == 10


async def test_a_savepoint_undoes_its_part_alone(store: Store) -> None:
    def fail_inside(tx: Transaction) -> None:
        with tx.savepoint():
            tx.identities.keep("W", "inner", "", AT)
            with tx.savepoint():
                tx.identities.keep("W", "innermost", "", AT)
            raise Broken

    def decide(tx: Transaction) -> None:
        tx.identities.keep("W", "before", "", AT)
        with tx.savepoint():
            tx.identities.keep("W", "outer", "", AT)
            with pytest.raises(Broken):
                fail_inside(tx)
            tx.identities.keep("W", "after", "", AT)

    await store.decide(decide)
    names = ("before", "outer", "inner", "innermost", "after")
    kept = await store.read(lambda tx: [name for name in names if tx.identities.shown("W", name) is not None])
    assert kept == ["before", "outer", "after"]


async def test_many_parts_that_fail_cost_no_more_than_one_run_again_each(store: Store) -> None:
    ran = Counter[str]()

    def fail_inside(tx: Transaction, name: str) -> None:
        with tx.savepoint():
            tx.identities.keep("W", f"{name} in part", "", AT)
            raise Broken

    def refuse(tx: Transaction, name: str) -> None:
        ran[name] += 1
        tx.identities.keep("W", name, "", AT)
        with pytest.raises(Broken):
            fail_inside(tx, name)

    names = [str(number) for number in range(300)]
    await asyncio.gather(*(store.decide(partial(refuse, name=name)) for name in names))
    kept = await store.read(lambda tx: [tx.identities.shown("W", name) for name in names])
    assert None not in kept
    assert sum(ran.values()) <= 2 * len(names)


async def test_a_transaction_is_over_with_its_decision(store: Store) -> None:
    leaked: list[Transaction] = []

    def leak(tx: Transaction) -> Any:
        leaked.append(tx)
        return tx.identities

    identities = await store.decide(leak)
    await store.read(leak)
    with pytest.raises(ValueError, match="wrong"):
        await store.decide(lambda tx: _leak_and_fail(tx, leaked))
    for tx in leaked:
        with pytest.raises(RuntimeError):
            tx.identities.shown("W", "x")
        with pytest.raises(RuntimeError), tx.savepoint():
            pass
        with pytest.raises(RuntimeError):
            tx.lessons.put([])
    with pytest.raises(RuntimeError):
        identities.keep("W", "x", "", AT)


def _leak_and_fail(tx: Transaction, leaked: list[Transaction]) -> None:
    leaked.append(tx)
    raise ValueError("wrong")


async def test_a_decision_cannot_use_the_store(store: Store) -> None:
    def decide_inside(tx: Transaction) -> None:
        asyncio.run(store.decide(count))

    def read_inside(tx: Transaction) -> None:
        asyncio.run(store.read(count))

    for outer in (store.decide, store.read):
        for inner in (decide_inside, read_inside):
            with pytest.raises(RuntimeError, match="only its own transaction"):
                await outer(inner)
    assert await counted(store) == 0


async def test_a_coroutine_is_no_decision_and_no_question(store: Store) -> None:
    async def decide(tx: Transaction) -> None:
        tx.identities.keep("W", "x", "", AT)

    decision: Callable[[Transaction], object] = decide
    for way in (store.decide, store.read):
        with pytest.raises(RuntimeError, match="plain function"):
            await way(decision)


async def test_a_question_cannot_write(store: Store) -> None:
    await store.decide(add_front_desk)
    for write in (
        count,
        add_workspace,
        lambda tx: tx.deliveries.owe([new_delivery("tip/1")]),
        lambda tx: tx.identities.forget(AT + HOUR),
    ):
        with pytest.raises(RuntimeError, match="tried to write"):
            await store.read(write)
    assert await counted(store) == 0


async def test_a_question_s_fault_is_its_own(store: Store) -> None:
    def fail(tx: Transaction) -> None:
        tx.teams.all()
        raise Broken

    for _ in range(5):
        with pytest.raises(Broken):
            await store.read(fail)
    assert await store.read(lambda tx: tx.teams.all()) == []


async def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    looked, wrote = threading.Event(), threading.Event()

    def look_twice(tx: Transaction) -> tuple[bool, bool]:
        before = tx.identities.shown("W", "count-0") is None
        looked.set()
        assert wrote.wait(10)
        return before, tx.identities.shown("W", "count-0") is None

    reading = asyncio.create_task(store.read(look_twice))
    await asyncio.to_thread(looked.wait, 10)
    await store.decide(count)
    assert await store.read(lambda tx: tx.identities.shown("W", "count-0")) == ""
    wrote.set()
    assert await reading == (True, True)


async def test_readers_see_whole_decisions_only(store: Store) -> None:
    pairs = itertools.count()

    def write_pair(tx: Transaction) -> None:
        number = next(pairs)
        tx.identities.keep("W", f"left-{number}", "", AT)
        tx.identities.keep("W", f"right-{number}", "", AT)

    def is_whole(tx: Transaction) -> bool:
        shown = tx.identities.shown
        sides = [[shown("W", f"{side}-{n}") for n in range(60)] for side in ("right", "left")]
        return sides[0] == sides[1]

    work = [store.decide(write_pair) if number % 2 else store.read(is_whole) for number in range(100)]
    assert False not in await asyncio.gather(*work)


async def test_who_fails_after_writing_takes_nobody_along(store: Store) -> None:
    await store.decide(add_workspace)

    def keep(name: str) -> Callable[[Transaction], None]:
        def decide(tx: Transaction) -> None:
            assert tx.identities.shown("W", name) is None
            tx.identities.keep("W", name, "", AT)
            if name.startswith("broken"):
                raise Broken

        return decide

    names = [f"{'broken' if n % 7 == 3 else 'whole'}-{n}" for n in range(40)]
    outcomes = await asyncio.gather(*(store.decide(keep(name)) for name in names), return_exceptions=True)
    assert [isinstance(one, Broken) for one in outcomes] == [name.startswith("broken") for name in names]
    kept = await store.read(lambda tx: [name for name in names if tx.identities.shown("W", name) is not None])
    assert kept == [name for name in names if name.startswith("whole")]


async def test_who_comes_with_an_act_is_known_in_one_question(store: Store) -> None:
    def decide(tx: Transaction) -> tuple[Workspace, Member]:
        add_workspace(tx)
        member = add_member(tx)
        tx.identities.keep("W", f"{member.id}/press", "shown", AT)
        workspace = tx.workspaces.get("W")
        assert workspace is not None
        return workspace, member

    workspace, member = await store.decide(decide)
    asked = [("W", member.platform_id, "press"), ("W", member.platform_id, "else"), ("W", "nobody", "press")]
    found = await store.read(lambda tx: [tx.identities.arrival(*one) for one in asked])
    assert found == [
        Arrival(workspace, member, "shown"),
        Arrival(workspace, member, None),
        Arrival(workspace, None, None),
    ]
    assert await store.read(lambda tx: tx.identities.arrival("V", member.platform_id, "press")) is None
