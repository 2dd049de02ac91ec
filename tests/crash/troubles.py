"""What a machine does to a sender, one trouble at a time: every delivery is accounted for after each."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from tests.crash.lives import Life, Plan, Timing
from tests.crash.proof import Outcome, Size, count, set_up
from tests.fake_platform.process import FakePlatform

SIZE = Size(deliveries=120, workspaces=5)
HOUR = 3600.0
GIVES_UP = 60.0
Lives = Callable[[Plan], list[Life]]


@dataclass(frozen=True)
class Trouble:
    """`what` happens, `then` is what becomes of it, as written down; `lives` does it."""

    what: str
    then: str
    lives: Lives


def suffer(trouble: Trouble, file: Path, timing: Timing) -> Outcome:
    platform = FakePlatform.fork()
    began = time.monotonic()
    try:
        places = set_up(file, SIZE, timing, platform)
        keys = [str(number) for number in range(SIZE.deliveries)]
        plan = Plan(
            "plain",
            file,
            platform.address,
            timing,
            timing.quarantine,
            places,
            keys,
            owes_together=6,
            owes_every=0.1,
        )
        lives = trouble.lives(plan)
        for life in lives:
            if not life.wait(GIVES_UP):
                life.kill()
        outcome = Outcome()
        acknowledged = {key for life in lives for key in life.acknowledged()}
        count(file, acknowledged, platform.record(), outcome)
    finally:
        platform.stop()
    outcome.seconds = time.monotonic() - began
    return outcome


def fill_disk(plan: Plan) -> list[Life]:
    return [Life(replace(plan, disk_full=(0.5, 2.0)))]


def lock_database(plan: Plan) -> list[Life]:
    life = Life(plan)
    time.sleep(0.6)
    with closing(sqlite3.connect(plan.file, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(1.5)
        other.execute("ROLLBACK")
    return [life]


def set_clock_back(plan: Plan) -> list[Life]:
    return [Life(replace(plan, shifts=((0.7, -HOUR), (2.5, 0.0))))]


def set_clock_forward(plan: Plan) -> list[Life]:
    return [Life(replace(plan, shifts=((0.7, HOUR),)))]


def set_clock_back_between(plan: Plan) -> list[Life]:
    """The first is killed, and the next begins an hour earlier."""
    first = Life(plan)
    time.sleep(0.8)
    first.signal(signal.SIGKILL)
    first.wait(5)
    return [first, Life(replace(plan, shifts=((0.0, -HOUR), (2.5, 0.0))))]


def freeze_owner(plan: Plan) -> list[Life]:
    """The first is stopped past its lease, the second takes its lanes, and the first wakes up again."""
    first = Life(plan)
    time.sleep(0.8)
    first.signal(signal.SIGSTOP)
    second = Life(plan)
    time.sleep(plan.timing.lease + plan.timing.settling / 2)
    first.signal(signal.SIGCONT)
    return [first, second]


TROUBLES = {
    "disk full": Trouble(
        "The disk is full while it writes",
        "Nothing new is owed or sent. What was sent meanwhile is kept in memory and written down once there "
        "is room; if the process ends before, it is in doubt.",
        fill_disk,
    ),
    "database locked": Trouble(
        "Another process locks the database",
        "Sending waits, and what was sent meanwhile is written down once the lock is gone.",
        lock_database,
    ),
    "clock set back": Trouble(
        "The clock is set back an hour while it runs, and put right",
        "What was due already waits until the clock says so again. Quarantines and pauses go on as they "
        "were.",
        set_clock_back,
    ),
    "clock set back between": Trouble(
        "The sender is killed, and the clock set back an hour before the next begins",
        "The lease of the dead sender counts as ended, and quarantines begin anew.",
        set_clock_back_between,
    ),
    "clock set forward": Trouble(
        "The clock is set forward an hour while it runs",
        "What is planned for that hour goes at once, by the rules for what is late. Quarantines and pauses "
        "go on as they were.",
        set_clock_forward,
    ),
    "owner frozen": Trouble(
        "A lane's owner is frozen (SIGSTOP) past its lease, and wakes up",
        "Another sender takes the lane; the first writes nothing more and sends nothing more.",
        freeze_owner,
    ),
}
