"""A delivery can be followed in the log from its decision to the platform's id, and no words get in."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.delivery_log import FollowedStore
from adapters.logs import set_up_logs
from bot.errors import CannotAsk, Refused, Unreachable
from bot.models import Conversation, ConversationKind, Delivery, DeliveryKind, Platform, UnknownOutcome
from bot.outbox import Outbox
from bot.ports import Transaction
from tests.world import MONDAY, World

TYPED = "marzipan-typed-by-a-person"
SECRET = "nougat-nougat-nougat-nougat-nougat-nougat"


@pytest.fixture
def log_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


class FollowedWorld:
    """A world whose store tells; its own `world.store` does not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = FollowedStore(world.store)
        self.outbox = Outbox(
            self.store,
            world.coach,
            {Platform.LOCAL: world.chat},
            world.clock,
            quarantine=timedelta(seconds=70),
            machine=world.clock.now,
            steady=lambda: world.clock.now().timestamp(),
        )

    async def owe(self, *keys: str) -> None:
        def decide(tx: Transaction) -> None:
            place = tx.conversations.put(
                Conversation(0, "local", "front-desk", ConversationKind.CHANNEL, "front-desk")
            )
            team = tx.teams.get(self.world.team_id)
            assert team is not None
            at = self.world.clock.now()
            tx.deliveries.owe(
                [
                    Delivery(key, "local", place.id, DeliveryKind.HELLO, at, at, team_id=team.id)
                    for key in keys
                ]
            )

        await self.store.decide(decide)

    async def tick(self) -> None:
        while await self.store.decide(lambda tx: self.world.coach.tick(tx, self.world.clock.now())):
            pass
        await self.outbox.drain()


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def made(tmp_path: Path) -> FollowedWorld:
    set_up_logs("info")
    return FollowedWorld(await World.make(tmp_path))


async def at_tip_time(tmp_path: Path) -> FollowedWorld:
    followed = await made(tmp_path)
    followed.world.clock.at = MONDAY + timedelta(days=1, hours=1)
    return followed


async def test_a_tip_from_its_decision_to_its_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None
) -> None:
    followed = await at_tip_time(tmp_path)
    await followed.tick()
    [post] = [post for post in followed.world.chat.posts if post.key.startswith("tip/")]
    lines = [line for line in told(capsys) if line.get("key") == post.key]
    assert [line["event"] for line in lines] == ["owed", "sending", "sent"]
    assert lines[-1]["message"] == post.id
    assert {line["workspace"] for line in lines} == {"local"}
    await followed.tick()
    assert [line for line in told(capsys) if line.get("key") == post.key] == []
    await followed.world.close()


async def test_what_is_refused_or_lost_is_told_with_the_platforms_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None
) -> None:
    followed = await at_tip_time(tmp_path)
    followed.world.chat.faults = [Unreachable("is_archived")] * 9
    await followed.tick()
    lost = [line for line in told(capsys) if line["event"] == "dead"]
    assert lost
    assert {(line["level"], line["reason"]) for line in lost} >= {("warning", "is_archived")}
    await followed.world.close()


async def test_nothing_is_told_of_what_is_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None
) -> None:
    followed = await made(tmp_path)

    def undone(tx: Transaction) -> None:
        tip = Delivery("tip/x", "local", 1, DeliveryKind.TIP, MONDAY, MONDAY)
        with suppress(Refused), tx.savepoint():
            tx.deliveries.owe([tip])
            raise Refused("no")
        assert tx.deliveries.get("tip/x") is None
        tx.deliveries.owe([replace(tip, key="tip/y")])

    def failed(tx: Transaction) -> None:
        tx.deliveries.owe([Delivery("tip/z", "local", 1, DeliveryKind.TIP, MONDAY, MONDAY)])
        raise Refused("no")

    await followed.store.decide(undone)
    with pytest.raises(Refused):
        await followed.store.decide(failed)
    await followed.store.decide(undone)
    assert [(line["event"], line["key"]) for line in told(capsys)] == [("owed", "tip/y")]
    await followed.world.close()


async def test_no_word_of_a_person_or_fault_gets_into_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every way of failing that a messenger and a rule have, each saying what was typed."""
    set_up_logs("debug")
    followed = await at_tip_time(tmp_path)
    set_up_logs("debug")
    world = followed.world
    await world.say("marta", f"{TYPED} {SECRET}")
    faults: list[Exception] = [ValueError(f"{TYPED} {SECRET}"), OSError(TYPED)]
    for fault in faults:
        world.chat.faults = [fault]
        await followed.tick()
        world.clock.at += timedelta(minutes=2)
    monkeypatch.setattr(world.chat, "look_up", failing_look_up)
    await followed.tick()

    def compose(*_given: object) -> None:
        raise KeyError(TYPED)

    monkeypatch.setattr(world.coach, "compose", compose)
    await followed.owe("hello/1", "hello/2")
    await followed.tick()
    with pytest.raises(LookupError):
        await followed.store.decide(fail_in_a_decision)
    err = capsys.readouterr().err
    faults_told = [line for line in map(json.loads, err.splitlines()) if "fault" in line]
    assert {"tip", "hello"} <= {line["key"].partition("/")[0] for line in faults_told if "key" in line}
    assert TYPED not in err
    assert SECRET not in err
    await world.close()


async def test_what_is_put_off_is_no_news(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None
) -> None:
    followed = await made(tmp_path)
    await followed.owe("hello/1")
    capsys.readouterr()

    def put_off(tx: Transaction) -> None:
        delivery = tx.deliveries.get("hello/1")
        assert delivery is not None
        tx.deliveries.save([replace(delivery, due_at=MONDAY + timedelta(hours=1))])
        assert tx.deliveries.owe([delivery]) == 0

    await followed.store.decide(put_off)
    assert told(capsys) == []
    await followed.world.close()


async def test_a_decision_that_is_run_twice_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a store does whose batch failed."""
    followed = await made(tmp_path)
    decide = followed.world.store.decide

    async def twice(decision: Callable[[Transaction], None], *, apart: bool = False) -> None:
        def run_twice(tx: Transaction) -> None:
            with suppress(Refused), tx.savepoint():
                decision(tx)
                raise Refused("the batch failed")
            decision(tx)

        await decide(run_twice, apart=apart)

    monkeypatch.setattr(followed.world.store, "decide", twice)
    await followed.owe("hello/1")
    assert [(line["event"], line["key"]) for line in told(capsys)] == [("owed", "hello/1")]
    await followed.world.close()


async def failing_look_up(*_given: object) -> None:
    raise RuntimeError(f"{TYPED} {SECRET}")


def fail_in_a_decision(_tx: Transaction) -> None:
    raise LookupError(TYPED)


async def test_a_post_in_doubt_is_told_to_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], log_as_before: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed = await at_tip_time(tmp_path)

    async def cannot(*_given: object) -> None:
        raise CannotAsk

    def hold(tx: Transaction) -> None:
        workspace = tx.workspaces.get("local")
        assert workspace is not None
        tx.workspaces.put(replace(workspace, unknown_outcome=UnknownOutcome.HOLD))

    await followed.store.decide(hold)
    monkeypatch.setattr(followed.world.chat, "look_up", cannot)
    followed.world.chat.faults = [OSError(TYPED)]
    await followed.tick()
    for _ in range(3):
        followed.world.clock.at += timedelta(seconds=80)
        await followed.tick()
    lines = told(capsys)
    key = next(line["key"] for line in lines if line["event"] == "in doubt")
    events = [line["event"] for line in lines if line.get("key") == key and line["level"] != "error"]
    assert events == ["owed", "sending", "in doubt", "held"]
    await followed.world.close()
