"""What only the SQLite store promises: its file, its settings, and what it says when something is wrong."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.errors import SetupFault, StoreBusy, StoreFailed
from bot.ports import Transaction
from storage import database_file, migrate_store, open_store
from storage.faults import RowRefused
from storage.migrations import NAMES, SCHEMA
from storage.session import SqliteSession
from storage.sqlite import SqliteStore
from tests.storage.records import AT, HOUR, add_front_desk, add_place, add_workspace, new_answer, new_delivery


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kindling.db"


@pytest.fixture
async def store(file: Path) -> AsyncIterator[SqliteStore]:
    opened = open_store(str(file), busy_seconds=0.2)
    yield opened
    await opened.close()


def keep(identity: str, shows: str = "") -> Callable[[Transaction], None]:
    return lambda tx: tx.identities.keep("W", identity, shows, AT)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (None, "kindling.db"),
        ("", "kindling.db"),
        ("sqlite:///data/k.db", "data/k.db"),
        ("sqlite:////data/k.db", "/data/k.db"),
        ("data/k.db", "data/k.db"),
        (" k.db ", "k.db"),
    ],
)
def test_a_url_names_a_file(url: str | None, path: str) -> None:
    assert database_file(url) == Path(path)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://kindling:secret@db.example/kindling", "PostgreSQL comes with a later Kindling"),
        ("postgres://kindling:secret@db.example/kindling", "PostgreSQL comes with a later Kindling"),
        ("mysql://kindling:secret@db.example/kindling", "names no file"),
        ("sqlite://", "names no file"),
        ("sqlite:///", "names no file"),
    ],
)
def test_a_url_that_names_no_file_is_refused_without_its_password(url: str, says: str) -> None:
    with pytest.raises(SetupFault, match=f"DATABASE_URL.*{says}") as fault:
        open_store(url)
    assert "secret" not in str(fault.value)


def no_folder(file: Path) -> Path:
    return file / "not there" / "kindling.db"


def a_folder(file: Path) -> Path:
    file.mkdir()
    return file


def a_letter(file: Path) -> Path:
    file.write_text("Dear Marta, this is no database at all.\n" * 100)
    return file


def another_program(file: Path) -> Path:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    return file


def a_newer_kindling(file: Path) -> Path:
    migrate_store(str(file))
    with closing(Database(file)) as database:
        newer = {"migration_set": SCHEMA.name, "name": "of_the_future", "applied_at": "2030-01-01"}
        database.table(SCHEMA.migrations_table).insert(newer)
    return file


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (no_folder, "can't be opened"),
        (a_folder, "can't be opened"),
        (a_letter, "is not a database"),
        (another_program, "holds the tables of another program"),
        (a_newer_kindling, "was last used by a newer Kindling"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_and_left_alone(
    file: Path, make: Callable[[Path], Path], says: str
) -> None:
    path = make(file)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(SetupFault, match=f"DATABASE_URL: .*{says}"):
        open_store(f"sqlite:///{path}")
    assert not path.is_file() or before in path.read_bytes()


def test_an_old_file_is_refused_where_it_may_not_be_migrated(file: Path) -> None:
    with pytest.raises(SetupFault, match="kindling migrate"):
        open_store(str(file), migrate=False)
    assert migrate_store(str(file)) == list(NAMES)
    assert migrate_store(str(file)) == []
    asyncio.run(open_store(str(file), migrate=False).close())


def test_a_migration_that_fails_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.migrations.FIRST_TABLES", ("CREATE TABLE one (id)", "CREATE nonsense"))
    with pytest.raises(sqlite3.OperationalError):
        migrate_store(str(file))
    monkeypatch.undo()
    assert migrate_store(str(file)) == list(NAMES)


def test_many_may_migrate_at_once(file: Path) -> None:
    together = threading.Barrier(6)
    taken: list[list[str]] = []

    def migrate() -> None:
        together.wait()
        taken.append(migrate_store(str(file)))

    threads = [threading.Thread(target=migrate) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [[]] * 5 + [list(NAMES)]


def test_tables_are_strict_and_only_kindling_reads_the_file(file: Path) -> None:
    migrate_store(str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    mine = [(name, sql) for name, sql in rows if not name.startswith(("_", "sqlite_"))]
    assert len(mine) > 10
    assert [name for name, sql in mine if "STRICT" not in sql.rpartition(")")[2]] == []


async def test_connections_are_durable_and_strict(store: SqliteStore) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "query_only")

    def settings(tx: Transaction) -> dict[str, object]:
        session = tx.identities._session  # type: ignore[attr-defined]
        return {name: session.row(f"PRAGMA {name}")[0] for name in names}

    durable = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert await store.decide(settings) == durable | {"query_only": 0}
    assert await store.read(settings) == durable | {"query_only": 1}


async def test_what_is_deleted_leaves_no_trace(store: SqliteStore, file: Path) -> None:
    await store.decide(keep("marked", "unmistakable"))
    assert b"unmistakable" in file.with_name("kindling.db-wal").read_bytes()
    assert await store.decide(lambda tx: tx.identities.forget(AT + HOUR)) == 1
    await store.close()
    assert b"unmistakable" not in file.read_bytes()  # noqa: ASYNC240 - nothing else waits


async def test_closing_copies_the_log_though_others_have_the_file_open(
    store: SqliteStore, file: Path
) -> None:
    await store.decide(keep("marked", "unmistakable"))
    with closing(sqlite3.connect(file)) as other:
        other.execute("SELECT count(*) FROM identities").fetchall()
        await store.close()
        assert b"unmistakable" in file.read_bytes()  # noqa: ASYNC240 - nothing else waits


async def test_closing_leaves_one_file(store: SqliteStore, file: Path) -> None:
    await store.decide(keep("one"))
    await store.read(lambda tx: tx.teams.all())
    await store.close()
    assert [path.name for path in file.parent.iterdir()] == ["kindling.db"]


@contextmanager
def held_by_another(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_database_held_by_another_process_is_busy_then_usable(store: SqliteStore, file: Path) -> None:
    with held_by_another(file):
        waiting = [store.decide(keep(f"waited-{number}")) for number in range(3)]
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(answer) for answer in answers] == [StoreBusy] * 3
        assert await store.read(lambda tx: tx.identities.shown("W", "waited-0")) is None
    await store.decide(keep("later"))
    assert await store.read(lambda tx: tx.identities.shown("W", "later")) == ""


async def test_another_process_is_waited_for(file: Path) -> None:
    store = open_store(str(file), busy_seconds=10)
    with held_by_another(file):
        waiting = asyncio.create_task(store.decide(keep("waited")))
        await asyncio.sleep(0.2)
        assert not waiting.done()
    await waiting
    await store.close()


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """No file of this process grows past what the log has now and a page or two."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size + 10_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_fails_what_does_not_fit_and_nothing_else(store: SqliteStore, file: Path) -> None:
    await store.decide(keep("before"))
    with full_disk(file.with_name("kindling.db-wal")):
        shows = ["", "large" * 20_000, ""]
        waiting = [store.decide(keep(f"full-{number}", show)) for number, show in enumerate(shows)]
        answers = await asyncio.gather(*waiting, return_exceptions=True)
        assert isinstance(answers[1], StoreFailed)
    await store.decide(keep("after"))
    names = ("before", "full-0", "full-1", "full-2", "after")
    kept = await store.read(lambda tx: {name: tx.identities.shown("W", name) is not None for name in names})
    confirmed = {f"full-{number}": answer is None for number, answer in enumerate(answers)}
    assert kept == {"before": True, **confirmed, "after": True}


async def test_a_fault_that_undoes_everything_undoes_one_decision(store: SqliteStore) -> None:
    """As a full disk may: SQLite itself then ends the transaction of all who share it."""
    again = "INSERT OR ROLLBACK INTO identities VALUES ('W', 'first', '', 0)"

    def fail(tx: Transaction) -> None:
        tx.identities.keep("W", "first", "", AT)
        tx.identities._session.change(again)  # type: ignore[attr-defined]

    def swallow(tx: Transaction) -> None:
        with suppress(ValueError):
            fail(tx)

    def swallow_and_go_on(tx: Transaction) -> None:
        swallow(tx)
        tx.identities.keep("W", "second", "", AT)

    decisions = [keep("good"), fail, keep("better"), swallow, keep("best"), swallow_and_go_on, keep("last")]
    answers = await asyncio.gather(*map(store.decide, decisions), return_exceptions=True)
    assert [answer is None for answer in answers] == [True, False] * 3 + [True]
    names = ("good", "first", "second", "better", "best", "last")
    kept = await store.read(lambda tx: [name for name in names if tx.identities.shown("W", name) is not None])
    assert kept == ["good", "better", "best", "last"]


async def test_a_commit_that_fails_is_tried_again_for_each_alone(store: SqliteStore) -> None:
    def break_commit(tx: Transaction) -> None:
        """Refers to a quiz that is not there, which is found out when all is committed."""
        tx.identities._session.change("PRAGMA defer_foreign_keys = ON")  # type: ignore[attr-defined]
        tx.quizzes.add_answer(new_answer(404, 1))

    def fail(tx: Transaction) -> None:
        tx.identities.keep("W", "failed", "", AT)
        raise LookupError

    decisions = [keep("good"), break_commit, fail, keep("better"), break_commit, keep("best")]
    answers = await asyncio.gather(*map(store.decide, decisions), return_exceptions=True)
    kinds = [type(answer) for answer in answers]
    nothing = type(None)
    assert kinds == [nothing, RowRefused, LookupError, nothing, RowRefused, nothing]
    names = ("good", "failed", "better", "best")
    kept = await store.read(lambda tx: [name for name in names if tx.identities.shown("W", name) is not None])
    assert kept == ["good", "better", "best"]


async def test_many_decisions_share_a_commit(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[str] = []
    connection = store._writer._deciding._connection
    connection.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    await asyncio.gather(*(store.decide(keep(f"shared-{number}")) for number in range(100)))
    connection.set_trace_callback(None)
    assert 1 <= len(commits) <= 20


def plans(session: SqliteSession) -> dict[str, str]:
    from storage.queries import deliveries, quizzes, teams

    due = {
        "teams": teams._DUE,
        "looks": teams._NEXT_LOOK_AT,
        "closing": quizzes._CLOSING,
        "next closing": quizzes._NEXT_CLOSING_AT,
        "deliveries": f"SELECT * {deliveries._DUE}",
        "owed": deliveries._WORKSPACES_OWED,
        "unsettled": deliveries._UNSETTLED,
        "next delivery": deliveries._NEXT_DUE_AT,
    }
    found = {}
    for name, sql in due.items():
        rows = session.rows(f"EXPLAIN QUERY PLAN {sql}", [None] * sql.count("?"))
        found[name] = "; ".join(row[3] for row in rows)
    return found


async def test_what_is_due_is_found_by_index(store: SqliteStore) -> None:
    found = await store.read(lambda tx: plans(tx.teams._session))  # type: ignore[attr-defined]
    scans = {name: plan for name, plan in found.items() if "SCAN teams" in plan or "SCAN quizzes" in plan}
    assert scans == {}
    assert "INDEX looks_due" in found["teams"]
    assert not {"SCAN k", "SCAN t", "SCAN l"} & set(found["teams"].split("; "))
    assert "TEMP B-TREE" not in found["deliveries"]
    for name in ("deliveries", "owed", "unsettled", "next delivery"):
        assert "SCAN deliveries USING INDEX deliveries_in_order" not in found[name]
        assert "INDEX deliveries_" in found[name]
    assert "INDEX deliveries_due" in found["owed"]


async def test_small_things_stay_small_beside_much_that_is_owed_later(store: SqliteStore) -> None:
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    def owe(tx: Transaction) -> None:
        add_front_desk(tx)
        later = AT + timedelta(days=9)
        tx.deliveries.owe(new_delivery(f"tip/{number}", at=later) for number in range(5_000))

    def count_steps(tx: Transaction, call: Callable[[Transaction], object]) -> int:
        nonlocal steps
        steps = 0
        connection = tx.deliveries._session._cursor.connection  # type: ignore[attr-defined]
        connection.set_progress_handler(step, 1)
        call(tx)
        connection.set_progress_handler(None, 0)
        return steps

    await store.decide(owe)
    assert (
        0 < await store.read(lambda tx: count_steps(tx, lambda tx: tx.deliveries.workspaces_owed(AT))) < 200
    )
    assert 0 < await store.decide(lambda tx: count_steps(tx, add_workspace)) < 200
    assert 0 < await store.decide(lambda tx: count_steps(tx, add_place)) < 200


async def test_the_operator_s_tools_read_it(store: SqliteStore, file: Path) -> None:
    await store.decide(add_workspace)
    with closing(Database(file)) as database:
        assert [row["name"] for row in database.table("workspaces").rows] == ["Hotel"]
