"""Decisions stored with FULL through the Store, against the same decision with a NORMAL commit each."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from bot.models import (
    Answer,
    Conversation,
    ConversationKind,
    Member,
    Platform,
    Quiz,
    Team,
    Timetable,
    Week,
    Workspace,
)
from bot.ports import Transaction
from storage import open_store
from storage.connections import open_database
from storage.session import SqliteSession
from storage.sqlite import SqliteStore
from storage.transaction import SqlTransaction
from tests.bench.lines import Line

RUNS = 5
MEMBERS = 200
QUIZZES = 400
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
IN_FLIGHT = {1: 300, 8: 2_000, 100: 8_000}
BASELINE = 4_000
BAR = 1.5

Decision = Callable[[Transaction], bool]


def run() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(Path(folder) / f"{number}.db") for number in range(RUNS)]
    return [
        _line(in_flight, [(one[in_flight], one[0]) for one in rounds])
        for in_flight in sorted(IN_FLIGHT, reverse=True)
    ]


def _line(in_flight: int, pairs: list[tuple[float, float]]) -> Line:
    ratio = median(ours / baseline for ours, baseline in pairs)
    ours, baseline = (median(column) for column in zip(*pairs, strict=True))
    return Line(
        f"Decisions stored with FULL, {in_flight} in flight",
        f"{ratio:.2f} ({ours:,.0f} a second)",
        f"a NORMAL commit each: {baseline:,.0f} a second",
        f">= {BAR}" if in_flight == 100 else None,
        met=in_flight != 100 or ratio >= BAR,
    )


def _round(path: Path) -> dict[int, float]:
    """Decisions a second by how many are in flight; under 0, those of the baseline."""
    decisions = _decisions(asyncio.run(_fill(path)))
    speeds = {0: _baseline_speed(path, decisions)}
    for in_flight, count in IN_FLIGHT.items():
        speeds[in_flight] = asyncio.run(_store_speed(path, decisions, in_flight, count))
    return speeds


async def _fill(path: Path) -> list[int]:
    store = open_store(str(path))
    quiz_ids = await store.decide(_add_everything)
    await store.close()
    return quiz_ids


def _add_everything(tx: Transaction) -> list[int]:
    tx.workspaces.put(Workspace("W", Platform.SLACK, "Hotel", AT))
    place = tx.conversations.put(Conversation(0, "W", "C1", ConversationKind.CHANNEL, "front-desk"))
    team = tx.teams.add(Team(0, "W", place.id, "Front desk", Timetable(), ("look-up",), AT, AT))
    for number in range(1, MEMBERS + 1):
        tx.members.add(Member(0, "W", f"U{number}", f"Member {number}"))
    weeks = [Week(2026, 1).plus(number) for number in range(QUIZZES)]
    order = ("greet", "wait", "call", "type")
    return tx.quizzes.add([Quiz(0, team.id, week, "look-up/smile", "desk", order, AT) for week in weeks])


def _decisions(quiz_ids: list[int]) -> Iterator[Decision]:
    """As many different answers as there are members and quizzes."""
    for number, (quiz_id, member) in enumerate(itertools.product(quiz_ids, range(1, MEMBERS + 1))):
        yield partial(_answer, f"event-{number}", f"U{member}", quiz_id)


def _answer(identity: str, platform_id: str, quiz_id: int, tx: Transaction) -> bool:
    """What is stored of one press: who, once for each identity, and the answer, once for each member."""
    if tx.identities.shown("W", identity) is not None:
        return False
    member = tx.members.find("W", platform_id)
    quiz = tx.quizzes.get(quiz_id)
    if member is None or quiz is None:
        raise LookupError(platform_id)
    counted = tx.quizzes.add_answer(Answer(quiz.id, member.id, ("greet",), right=True, answered_at=AT))
    tx.identities.keep("W", identity, "[1]", AT)
    return counted


def _baseline_speed(path: Path, decisions: Iterator[Decision]) -> float:
    """The same function on a connection that differs by `synchronous` alone, a transaction each."""
    with closing(open_database(path, busy_seconds=5).conn) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        started = time.perf_counter()
        for decision in itertools.islice(decisions, BASELINE):
            connection.execute("BEGIN IMMEDIATE")
            session = SqliteSession(connection)
            if not decision(SqlTransaction(session)):
                raise RuntimeError("an answer was not counted")
            connection.execute("COMMIT")
        return BASELINE / (time.perf_counter() - started)


async def _store_speed(path: Path, decisions: Iterator[Decision], in_flight: int, count: int) -> float:
    store = open_store(str(path))
    mine = itertools.islice(decisions, count)
    started = time.perf_counter()
    await asyncio.gather(*(_decide_all(store, mine) for _ in range(in_flight)))
    took = time.perf_counter() - started
    await store.close()
    return count / took


async def _decide_all(store: SqliteStore, decisions: Iterator[Decision]) -> None:
    for decision in decisions:
        if not await store.decide(decision):
            raise RuntimeError("an answer was not counted")
