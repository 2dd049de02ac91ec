"""Kills the sender again and again under every fault, and counts what became of each delivery."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.models import Conversation, Delivery, DeliveryState, UnknownOutcome
from bot.outbox.outcomes import was_resent
from bot.ports import Transaction
from storage import open_store
from storage.backups import NotABackup, check_backup
from tests.crash.lives import POINTS, Life, Plan, Timing, backup_of
from tests.crash.platforms import CHOICES, Choice
from tests.fake_platform.owing import open_workspace
from tests.fake_platform.process import FakePlatform, Record
from tests.fake_platform.rules import MIX, Fault, Rules

AT_RANDOM = "at random"
ASKED, RESENT, HELD = "can be asked", "can't be asked: resend", "can't be asked: hold"
CLASSES = (ASKED, RESENT, HELD)
CHANNELS = 20
MOST_PASSES = {"owed": 3, "before sent is written": 2, "within a commit": 2, "during backup": 2}
"""How often a life may pass its point, where that is seldom: each turn settles many at once."""


@dataclass(frozen=True)
class Size:
    """`quarantine` in seconds replaces the timing's own: 0 is the one that has to fail."""

    kills: int = 210
    deliveries: int = 10_000
    workspaces: int = 50
    share: float = 0.05
    quarantine: float | None = None
    seed: int = 20261122
    gives_up: float = 240.0


@dataclass
class Tally:
    """What became of the deliveries of one class of workspaces."""

    owed: int = 0
    sent: int = 0
    resent: int = 0
    held: int = 0
    dead: int = 0
    unsettled: int = 0
    lost: int = 0
    doubled: int = 0
    doubled_unlisted: int = 0


@dataclass
class Outcome:
    tallies: dict[str, Tally] = field(default_factory=lambda: {one: Tally() for one in CLASSES})
    kills: Counter[str] = field(default_factory=Counter)
    integrity: str = ""
    backup: str = "none was made"
    seconds: float = 0.0
    requests: int = 0

    @property
    def faults(self) -> list[str]:
        """What was promised and not kept."""
        kept = {
            "integrity_check ok": self.integrity == "ok",
            "the last backup is whole": self.backup in {"none was made", "whole"},
        }
        for name, tally in self.tallies.items():
            kept[f"{name}: nothing lost"] = tally.lost == 0
            kept[f"{name}: everything settled"] = tally.unsettled == 0
            kept[f"{name}: no double that is not listed"] = tally.doubled_unlisted == 0
        kept[f"{ASKED}: nothing doubled"] = self.tallies[ASKED].doubled == 0
        kept[f"{HELD}: nothing doubled"] = self.tallies[HELD].doubled == 0
        return [promise for promise, is_kept in kept.items() if not is_kept]


def class_of(number: int, choice: str = "plain") -> str:
    """Of five workspaces three can be asked, where any can."""
    found = (*CLASSES, ASKED, ASKED)[number % 5]
    return RESENT if found == ASKED and not CHOICES[choice].asks else found


def say_nothing(_line: str) -> None:
    return


def prove(
    file: Path,
    size: Size,
    timing: Timing,
    tell: Callable[[str], None] = say_nothing,
    choice: str = "plain",
) -> Outcome:
    """One whole run, over a fake platform of its own."""
    platform = CHOICES[choice].start()
    began = time.monotonic()
    try:
        places = set_up(file, size, timing, platform, choice)
        plan = Plan(choice, file, platform.address, timing, timing.quarantine, places, ())
        outcome, acknowledged = _kill_again_and_again(plan, size, tell)
        record = platform.record()
    finally:
        platform.stop()
    count(file, acknowledged, record, outcome, choice)
    outcome.seconds = time.monotonic() - began
    return outcome


def set_up(
    file: Path, size: Size, timing: Timing, platform: FakePlatform, choice: str = "plain"
) -> list[Conversation]:
    """Workspaces with their rules, and a database that knows them."""
    chance = random.Random(size.seed)
    names = [f"W{number:02}" for number in range(size.workspaces)]
    channels = [f"C{number:02}" for number in range(CHANNELS)]
    for number, name in enumerate(names):
        faults: dict[Fault, float] = dict.fromkeys(MIX, size.share)
        askable = class_of(number, choice) == ASKED
        rules = Rules(
            askable,
            faults,
            number + size.seed,
            retry_after=0.1,
            late=timing.late,
            stall=timing.timeout + timing.late,
        )
        CHOICES[choice].open(platform, name, channels)
        platform.set_up(name, rules)
        for channel in channels:
            if chance.random() < size.share:
                before = [Fault.NONE] * chance.randint(0, size.deliveries // size.workspaces // CHANNELS)
                platform.script(name, channel, [*before, Fault.ARCHIVE])
    return asyncio.run(_open(file, names, channels, CHOICES[choice]))


async def _open(file: Path, names: list[str], channels: list[str], choice: Choice) -> list[Conversation]:
    store = open_store(str(file))
    opened = await store.decide(lambda tx: _open_all(tx, names, channels))
    await store.decide(lambda tx: choice.install(tx, names))
    await store.close()
    return opened


def _open_all(tx: Transaction, names: list[str], channels: list[str]) -> list[Conversation]:
    """In an order in which neighbours are in different workspaces."""
    at = datetime.now(UTC)
    choices = {HELD: UnknownOutcome.HOLD}
    rooms = [
        open_workspace(tx, name, channels, at, choices.get(class_of(number), UnknownOutcome.RESEND))
        for number, name in enumerate(names)
    ]
    return [room[place] for place in range(len(channels)) for room in rooms]


def _kill_again_and_again(plan: Plan, size: Size, tell: Callable[[str], None]) -> tuple[Outcome, set[str]]:
    """`plan` is what all lives have in common."""
    chance, outcome = random.Random(size.seed), Outcome()
    keys = [str(number) for number in range(size.deliveries)]
    acknowledged: set[str] = set()
    if size.quarantine is not None:
        plan = replace(plan, quarantine=size.quarantine)
    a_life = -(-size.deliveries // size.kills)
    moments = [*POINTS, AT_RANDOM]
    while outcome.kills.total() < size.kills:
        number = outcome.kills.total()
        moment = moments[number % len(moments)]
        mine = [key for key in keys[: (number + 1) * a_life] if key not in acknowledged]
        point = None if moment == AT_RANDOM else moment
        passes = chance.randint(1, MOST_PASSES.get(moment, 6))
        life = Life(replace(plan, keys=mine, point=point, passes=passes))
        ended = life.wait(chance.uniform(0.05, 1.0) if point is None else 2 * plan.timing.lease + 2)
        if not ended:
            life.kill()
        outcome.kills[moment if ended or point is None else AT_RANDOM] += 1
        acknowledged.update(life.acknowledged())
        if outcome.kills.total() % 20 == 0:
            tell(f"{outcome.kills.total()} kills, {len(acknowledged)} owed")
    rest = [key for key in keys if key not in acknowledged]
    last = Life(replace(plan, keys=rest))
    if not last.wait(size.gives_up):
        last.kill()
    acknowledged.update(last.acknowledged())
    return outcome, acknowledged


def count(
    file: Path, acknowledged: set[str], record: Record, outcome: Outcome, choice: str = "plain"
) -> None:
    """Holds the database against what stands on the platform."""
    kept = asyncio.run(_kept(file))
    landed = CHOICES[choice].landed(record, acknowledged | kept.keys())
    archived = set(record.archived)
    for key in acknowledged | kept.keys():
        delivery = kept.get(key)
        place = None if delivery is None else delivery[1]
        number = int(place.workspace_id[1:]) if place is not None else 0
        tally = outcome.tallies[class_of(number, choice)]
        gone = place is not None and (place.workspace_id, place.platform_id) in archived
        _count_one(tally, None if delivery is None else delivery[0], landed[key], gone=gone)
    with closing(sqlite3.connect(file)) as connection:
        outcome.integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
    outcome.requests = record.requests
    outcome.backup = _look_at_backup(backup_of(file))


def _look_at_backup(backup: Path) -> str:
    if not backup.exists():
        return "none was made"
    try:
        check_backup(backup)
    except NotABackup as fault:
        return str(fault)
    return "whole"


def _count_one(tally: Tally, delivery: Delivery | None, landed: int, *, gone: bool) -> None:
    tally.owed += 1
    state = None if delivery is None else delivery.state
    resent = delivery is not None and was_resent(delivery)
    tally.sent += state is DeliveryState.SENT
    tally.resent += resent
    tally.held += state is DeliveryState.HELD
    tally.dead += state is DeliveryState.DEAD
    tally.unsettled += state in {DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.AMBIGUOUS}
    tally.doubled += landed > 1
    tally.doubled_unlisted += landed > 1 and not resent
    said_sent_and_is_not = state is DeliveryState.SENT and landed == 0
    given_up_without_cause = state is DeliveryState.DEAD and not gone
    tally.lost += state is None or said_sent_and_is_not or given_up_without_cause


async def _kept(file: Path) -> dict[str, tuple[Delivery, Conversation]]:
    store = open_store(str(file))

    def everything(tx: Transaction) -> dict[str, tuple[Delivery, Conversation]]:
        found = {}
        for delivery in tx.deliveries.find(limit=1_000_000):
            place = tx.conversations.get(delivery.conversation_id)
            if place is not None:
                found[delivery.key] = (delivery, place)
        return found

    kept = await store.read(everything)
    await store.close()
    return kept
