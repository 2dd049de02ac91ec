"""Decisions stored with FULL through the Store, against the same decision with a NORMAL commit each.

The decision is what the product stores of a press: its identity, once, and the answer, once. The whole
act around it (who, which team, the private reply) is measured beside it, for information.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median

from bot.actions import AnswerQuiz
from bot.coach import Actor, Coach
from bot.models import (
    Answer,
    Conversation,
    ConversationKind,
    Member,
    Membership,
    Platform,
    Quiz,
    Team,
    Timetable,
    Week,
    Workspace,
)
from bot.ports import Transaction
from bot.tips import load_library
from storage import open_store
from storage.connections import open_database
from storage.session import SqliteSession
from storage.sqlite import SqliteStore
from storage.transaction import SqlTransaction
from tests.bench.lines import Line

RUNS = 5
MEMBERS = 200
QUIZZES = 250
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
IN_FLIGHT = {1: 300, 8: 2_000, 100: 12_000}
WHOLE_ACTS = 2_000
BASELINE = 6_000
BAR = 1.5
ROOT = Path(__file__).parents[2]

Decision = Callable[[Transaction], object]
Speeds = dict[str, tuple[float, float]]


@cache
def coach() -> Coach:
    return Coach(load_library(ROOT / "tips"))


def run() -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(Path(folder) / f"{number}.db") for number in range(RUNS)]
    return [_line(what, [one[what] for one in rounds]) for what in rounds[0]]


def _line(what: str, pairs: list[tuple[float, float]]) -> Line:
    ratio = median(ours / baseline for ours, baseline in pairs)
    ours, baseline = (median(column) for column in zip(*pairs, strict=True))
    has_bar = what == _decisions_in_flight(100)
    return Line(
        what,
        f"{ratio:.2f} ({ours:,.0f} a second)",
        f"a NORMAL commit each: {baseline:,.0f} a second",
        f">= {BAR}" if has_bar else None,
        met=not has_bar or ratio >= BAR,
    )


def _decisions_in_flight(in_flight: int) -> str:
    return f"Decisions stored with FULL, {in_flight} in flight"


def _round(path: Path) -> Speeds:
    """Ours and the baseline's decisions a second, one taken right after the other."""
    presses = _presses(asyncio.run(_fill(path)))
    speeds: Speeds = {}
    for in_flight in sorted(IN_FLIGHT, reverse=True):
        small = map(_record, presses)
        baseline = _baseline_speed(path, small, BASELINE)
        ours = asyncio.run(_store_speed(path, small, in_flight, IN_FLIGHT[in_flight]))
        speeds[_decisions_in_flight(in_flight)] = ours, baseline
    whole = map(_act, presses)
    baseline = _baseline_speed(path, whole, WHOLE_ACTS)
    ours = asyncio.run(_store_speed(path, whole, 100, WHOLE_ACTS))
    return speeds | {"The whole act around it, 100 in flight": (ours, baseline)}


async def _fill(path: Path) -> list[int]:
    store = open_store(str(path))
    quiz_ids = await store.decide(_add_everything)
    await store.close()
    return quiz_ids


def _add_everything(tx: Transaction) -> list[int]:
    tip = coach().library.tips_of(["look-up"])[0]
    question = tip.first_question
    tx.workspaces.put(Workspace("W", Platform.SLACK, "Hotel", AT))
    place = tx.conversations.put(Conversation(0, "W", "C1", ConversationKind.CHANNEL, "front-desk"))
    team = tx.teams.add(Team(0, "W", place.id, "Front desk", Timetable(), ("look-up",), AT, AT))
    for number in range(1, MEMBERS + 1):
        member = tx.members.add(Member(0, "W", f"U{number}", f"Member {number}"))
        tx.teams.put_membership(Membership(team.id, member.id, AT))
    weeks = [Week(2026, 1).plus(number) for number in range(QUIZZES)]
    order = tuple(choice.id for choice in question.choices)
    return tx.quizzes.add([Quiz(0, team.id, week, tip.id, question.id, order, AT) for week in weeks])


@dataclass(frozen=True, slots=True)
class _Press:
    number: int
    quiz_id: int
    member_id: int
    choice: str


def _presses(quiz_ids: list[int]) -> Iterator[_Press]:
    """As many different ones as there are members and quizzes."""
    choice = coach().library.tips_of(["look-up"])[0].first_question.choices[0].id
    for number, (quiz_id, member_id) in enumerate(itertools.product(quiz_ids, range(1, MEMBERS + 1))):
        yield _Press(number, quiz_id, member_id, choice)


def _record(press: _Press) -> Decision:
    identity = f"event-{press.number}"
    answer = Answer(press.quiz_id, press.member_id, (press.choice,), right=True, answered_at=AT)

    def decide(tx: Transaction) -> None:
        if tx.identities.shown("W", identity) is not None or not tx.quizzes.add_answer(answer):
            raise RuntimeError("an answer was not counted")
        tx.identities.keep("W", identity, "[1]", AT)

    return decide


def _act(press: _Press) -> Decision:
    actor = Actor("W", f"U{press.member_id}", f"Member {press.member_id}")
    action = AnswerQuiz(press.quiz_id, (press.choice,))
    return lambda tx: coach().act(tx, actor, f"event-{press.number}", action, AT)


def _baseline_speed(path: Path, decisions: Iterator[Decision], count: int) -> float:
    """The same function on a connection that differs by `synchronous` alone, a transaction each."""
    with closing(open_database(path, busy_seconds=5).conn) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous = NORMAL")
        started = time.perf_counter()
        for decision in itertools.islice(decisions, count):
            cursor.execute("BEGIN IMMEDIATE")
            decision(SqlTransaction(SqliteSession(cursor)))
            cursor.execute("COMMIT")
        return count / (time.perf_counter() - started)


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
        await store.decide(decision)
