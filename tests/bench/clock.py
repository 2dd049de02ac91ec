"""The clock with 100,000 teams: a pass with nothing due, what each due team costs, and the memory."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import cache, partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import psutil
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from adapters.collector import collect_seldom
from bot.coach import Coach
from bot.models import (
    Conversation,
    ConversationKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Lesson,
    LessonState,
    Platform,
    Team,
    Timetable,
    Week,
    Workspace,
)
from bot.ports import EACH, Look, Transaction
from bot.tips import Library, Series, load_library
from storage import open_store
from storage.connections import open_database
from storage.sqlite import SqliteStore
from storage.values import micros
from tests.bench.lines import Line

TIPS = Path(__file__).parents[2] / "tips"
TEAMS = 100_000
OLD_TEAMS, WEEKS_BEHIND = 5_000, 52
WORKSPACES = 100
HOURS = 10
JOBS = 3_000
RUNS = 5
IDLE_PASSES = 400
CHUNK = 200
MADE = datetime(2026, 11, 23, 10, tzinfo=UTC)
QUIET = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
SUMMARY = datetime(2026, 11, 30, 9, tzinfo=UTC)
SLOT = datetime(2026, 11, 24, 10, tzinfo=UTC)
THIS_WEEK = Week.of(SLOT)
YEAR = "a-year-of-small-things"

IDLE_BAR, DUE_BAR, MEMORY_BAR = 1.0, 60.0, 10.0


def run() -> list[Line]:
    """In a process of its own, whose memory is the clock's alone."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.clock"], capture_output=True, text=True, check=True, timeout=1200
    )
    figures = json.loads(told.stdout)
    names = ("idle", "empty", "due", "old", "bare", "job", "memory")
    idle, empty, due, old, bare, job, memory = (figures[name] for name in names)
    return [
        Line(
            f"The clock's pass with nothing due, {TEAMS:,} teams",
            f"{idle:.2f} ms",
            f"with ten teams: {empty:.2f} ms",
            f"<= {IDLE_BAR:.0f} ms",
            met=idle <= IDLE_BAR,
        ),
        Line(
            f"CPU of a due team of {TEAMS:,}, every rule, stored",
            f"{due:.1f} µs",
            f"its rows alone, a statement each: {bare:.1f} µs; a job in memory, doing nothing: {job:.1f} µs",
            f"<= {DUE_BAR:.0f} µs",
            met=due <= DUE_BAR,
        ),
        Line(
            f"The same of {OLD_TEAMS:,}, with the lessons and posts of {WEEKS_BEHIND} weeks behind each",
            f"{old:.1f} µs",
            "without any behind it, as above",
            f"<= {DUE_BAR:.0f} µs",
            met=old <= DUE_BAR,
        ),
        Line(
            f"Memory that {TEAMS:,} teams take",
            f"{memory:.1f} MB",
            "the same with ten teams",
            f"<= {MEMORY_BAR:.0f} MB",
            met=memory <= MEMORY_BAR,
        ),
    ]


async def _measure(folder: Path) -> dict[str, float]:
    """Memory is what the process has grown by since the same was done with ten teams."""
    coach = Coach(_library())
    collect_seldom()
    small = await _fill(folder / "one.db", coach, 10)
    empty = await _idle(small, coach)
    await _spend(small, coach, SLOT)
    await small.close()
    await _make(folder / "many.db", TEAMS, 0)
    await _make(folder / "old.db", OLD_TEAMS, WEEKS_BEHIND)
    before = _memory()
    many = open_store(str(folder / "many.db"))
    idle = await _idle(many, coach)
    due = await _spend_often(many, coach, TEAMS)
    grown = _memory() - before
    await many.close()
    bare = _write_bare(folder / "many.db", SLOT + timedelta(hours=RUNS))
    old = open_store(str(folder / "old.db"))
    spent = await _spend_often(old, coach, OLD_TEAMS)
    await old.close()
    due_teams = {"due": due, "old": spent, "bare": bare, "job": await _jobs()}
    return {"empty": empty, "idle": idle, "memory": grown, **due_teams}


async def _make(file: Path, count: int, weeks: int) -> None:
    """Elsewhere, so that making them leaves nothing behind."""
    made_by = f"make({str(file)!r}, {count}, {weeks})"
    code = f"import asyncio; from tests.bench.clock import make; asyncio.run({made_by})"
    made = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    if await made.wait() != 0:
        raise RuntimeError("the teams could not be made")


async def make(file: str, count: int, weeks: int) -> None:
    await (await _fill(Path(file), Coach(_library()), count, weeks)).close()


async def _fill(file: Path, coach: Coach, count: int, weeks: int = 0) -> SqliteStore:
    store = open_store(str(file))
    await store.decide(_add_workspaces)
    for first in range(0, count, 1_000):
        numbers = range(first, min(first + 1_000, count))
        await store.decide(partial(_add_teams, numbers=numbers, weeks=weeks))
    if await store.decide(lambda tx: coach.tick(tx, QUIET, CHUNK)):
        raise RuntimeError("something was due before its time")
    return store


def _add_workspaces(tx: Transaction) -> None:
    for number in range(WORKSPACES):
        tx.workspaces.put(Workspace(f"W{number}", Platform.SLACK, "Hotel", MADE))


def _add_teams(tx: Transaction, numbers: Sequence[int], weeks: int) -> None:
    """A tenth is due on Tuesday at ten, the next at eleven, and so on. So many weeks are behind them.

    Each changed its timetable at a moment of its own, and six timetables are mixed within each hour.
    """
    for hour in range(HOURS):
        ids = [_add_team(tx, number, weeks) for number in numbers if number % HOURS == hour]
        _teach(tx, ids, SLOT + timedelta(hours=hour), weeks)


def _add_team(tx: Transaction, number: int, weeks: int) -> int:
    workspace, name = f"W{number % WORKSPACES}", f"desk-{number}"
    place = Conversation(0, workspace, name, ConversationKind.CHANNEL, name)
    conversation = tx.conversations.put(place)
    variant, hour = divmod(number, HOURS)
    made = MADE + timedelta(seconds=number % 3_600) - timedelta(weeks=weeks)
    timetable = Timetable(
        weekday=1,
        at=(SLOT + timedelta(hours=hour)).time(),
        zone="Etc/UTC",
        work_until=time(17 + variant % 2),
        quiz_after=1 + variant % 3,
    )
    team = Team(0, workspace, conversation.id, name, timetable, (YEAR,), made, made, summary_due_at=SUMMARY)
    return tx.teams.add(team).id


def _teach(tx: Transaction, team_ids: Sequence[int], at: datetime, weeks: int) -> None:
    """Each week a tip, which was sent, and its question. The clock is to look at them then."""
    tips = [tip.id for tip in _library().tips_of((YEAR,))][:weeks]
    lessons, posts = [], []
    for number, tip_id in enumerate(tips):
        week, sent_at = THIS_WEEK.plus(number - weeks), at - timedelta(weeks=weeks - number)
        lessons.append(
            Lesson(0, week, 1, LessonState.PLANNED, sent_at, tip_id, sent_at.date(), sent_at, sent_at, True)
        )
        key, kind = f"tip/{week}/team-{EACH}", DeliveryKind.TIP
        sent = Delivery(key, "", 0, kind, sent_at, sent_at, week=week, state=DeliveryState.SENT)
        posts.append((team_ids, replace(sent, message_id=key, sent_at=sent_at, changed_at=sent_at)))
    tx.deliveries.owe_each(posts)
    reached = _library().places_in((YEAR,)).name_of(frozenset(tips)) if weeks else None
    tx.lessons.plan([Look(team_ids, lessons, at, reached)])


@cache
def _library() -> Library:
    """With a series that is long enough for years."""
    library = load_library(TIPS)
    first, *others = library.series
    tips = tuple(replace(first.tips[0], id=f"{YEAR}/{number:03}") for number in range(2 * WEEKS_BEHIND))
    return Library(library.programmes, (Series(YEAR, "A year", "", "en", tips), first, *others), ())


async def _spend_often(store: SqliteStore, coach: Coach, teams: int) -> float:
    """Microseconds of CPU for each team that is due, its commit included: the middle of several hours."""
    hours = [SLOT + timedelta(hours=run) for run in range(RUNS)]
    spent = median([await _spend(store, coach, now) / (teams // HOURS) * 1e6 for now in hours])
    with closing(open_database(store.path, 1)) as database:
        for table in ("lessons", "deliveries"):
            made = database.table(table).count_where("week = ?", [str(THIS_WEEK)])
            if made != RUNS * teams // HOURS:
                raise RuntimeError(f"{made} {table} were made")
    return spent


async def _idle(store: SqliteStore, coach: Coach) -> float:
    """Milliseconds from asking for a pass to its end, with everything that belongs to it."""
    took = []
    for number in range(IDLE_PASSES):
        now = QUIET + timedelta(seconds=number)
        began = perf_counter()
        if await store.decide(partial(coach.tick, now=now, limit=CHUNK)):
            raise RuntimeError("something was due")
        took.append(perf_counter() - began)
    return median(took) * 1e3


async def _spend(store: SqliteStore, coach: Coach, now: datetime) -> float:
    """Seconds of CPU for all that is due at `now`."""
    began = process_time()
    while await store.decide(lambda tx: coach.tick(tx, now, CHUNK)):
        pass
    return process_time() - began


def _write_bare(file: Path, at: datetime) -> float:
    """Microseconds of CPU to write what a due team is owed, known beforehand, with SQLite alone."""
    connection = open_database(file, 1).conn
    ids = [one[0] for one in connection.execute("SELECT team_id FROM looks WHERE due_at = ?", (micros(at),))]
    week, slot_at, later = str(THIS_WEEK), micros(at), micros(at + timedelta(days=2))
    began = process_time()
    for first in range(0, len(ids), CHUNK):
        chunk = ids[first : first + CHUNK]
        connection.execute("BEGIN IMMEDIATE")
        lessons = ((one, week, slot_at, slot_at, later) for one in chunk)
        connection.executemany(_BARE_LESSON, lessons)
        connection.executemany(_BARE_LOOK, ((later, week, one) for one in chunk))
        posts = (
            (f"tip/{week}/team-{one}", f"W{(one - 1) % WORKSPACES}", one, slot_at, slot_at, one, week)
            for one in chunk
        )
        connection.executemany(_BARE_POST, posts)
        connection.execute("COMMIT")
    took = process_time() - began
    connection.close()
    return took / len(ids) * 1e6


_BARE_LESSON = """
    INSERT INTO lessons (
        team_id, week, round, state, planned_at, tip_id, tip_on, tip_at, quiz_at, quiz_planned
    )
    VALUES (?, ?, 1, 'planned', ?, 'a-year-of-small-things/000', '2026-11-24', ?, ?, 0)
"""
_BARE_LOOK = "UPDATE looks SET due_at = ?, week = ?, place = '1-00000000' WHERE team_id = ?"
_BARE_POST = """
    INSERT INTO deliveries (
        key, workspace_id, conversation_id, kind, slot_at, due_at, about, team_id, week, revision, state,
        fence, tries
    ) VALUES (?, ?, ?, 'tip', ?, ?, '{}', ?, ?, 0, 'pending', 0, 0)
"""


async def _jobs() -> float:
    """Microseconds of CPU for each due job, where each team has one of APScheduler's, kept in memory."""
    done = 0

    async def work() -> None:
        nonlocal done
        done += 1

    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})
    scheduler.start(paused=True)
    for _ in range(JOBS):
        scheduler.add_job(work, "interval", weeks=1, next_run_time=datetime.now(UTC))
    began = process_time()
    scheduler.resume()
    while done < JOBS:  # noqa: ASYNC110 - the scheduler tells nobody
        await asyncio.sleep(0.005)
    took = process_time() - began
    scheduler.shutdown(wait=False)
    return took / JOBS * 1e6


def _memory() -> float:
    return float(psutil.Process().memory_info().rss) / 2**20


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.stdout.write(json.dumps(asyncio.run(_measure(Path(folder)))))
