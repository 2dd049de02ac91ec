"""What a database of before held is there after its tables were changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from storage.migrations.clock_places import STATEMENTS as CLOCK_PLACES
from storage.migrations.first_tables import STATEMENTS as FIRST_TABLES
from storage.migrations.looks import STATEMENTS as LOOKS
from storage.migrations.team_keys import STATEMENTS as TEAM_KEYS
from storage.migrations.team_places import STATEMENTS as TEAM_PLACES

TEAM = """
    INSERT INTO teams VALUES (
        ?, 'W', ?, 'Desk', 'desk', 1, '10:00', 'UTC', '[]', '09:00', '17:00', 2, '[]', 1, 1, 'channel',
        'at-once', 'en', 1, '[]', NULL, NULL, NULL, '[]', ?, NULL, NULL, NULL, NULL, ?
    )
"""
LESSON = "INSERT INTO lessons VALUES (?, ?, 1, 'planned', 1, 'a/tip', NULL, NULL, NULL, 0, NULL)"
DELIVERY = """
    INSERT INTO deliveries (
        key, workspace_id, conversation_id, kind, slot_at, due_at, about, team_id, week, edits, revision,
        state, fence, tries
    ) VALUES (?, 'W', 1, ?, 1, 1, '{}', 3, '2026-W48', ?, 0, 'sent', 0, 0)
"""


def run(database: sqlite3.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        database.execute(statement)


def test_what_the_clock_knew_of_teams_is_kept() -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        run(database, FIRST_TABLES + CLOCK_PLACES + TEAM_PLACES)
        database.executemany(TEAM, [(3, 1, 700, "2-abc"), (4, 2, None, None)])
        database.executemany(LESSON, [(3, "2026-W48"), (3, "2027-W01"), (3, "2026-W47")])
        run(database, LOOKS)
        kept = database.execute("SELECT team_id, due_at, week, place FROM looks ORDER BY team_id").fetchall()
        lessons = database.execute("SELECT team_id, week, tip_id FROM lessons").fetchall()
    assert kept == [(3, 700, "2027-W01", "2-abc"), (4, None, None, None)]
    assert lessons == [(3, week, "a/tip") for week in ("2026-W47", "2026-W48", "2027-W01")]


def test_the_keys_of_channels_begin_with_the_week_and_edits_follow() -> None:
    rows = [
        ("tip/3/2026-W48", "tip", None),
        ("quiz/3/2026-W48", "quiz", None),
        ("edit/quiz/3/2026-W48/1", "quiz-closed", "quiz/3/2026-W48"),
        ("tip/2026-W48/3", "tip", None),
        ("edit/quiz/2026-W48/3/1", "quiz-closed", "quiz/2026-W48/3"),
    ]
    with closing(sqlite3.connect(":memory:")) as database:
        run(database, FIRST_TABLES)
        database.executemany(DELIVERY, rows)
        run(database, TEAM_KEYS)
        kept = database.execute("SELECT key, edits FROM deliveries ORDER BY id").fetchall()
    assert kept == [
        ("tip/2026-W48/team-3", None),
        ("quiz/2026-W48/team-3", None),
        ("edit/quiz/3/2026-W48/1", "quiz/2026-W48/team-3"),
        ("tip/2026-W48/3", None),
        ("edit/quiz/2026-W48/3/1", "quiz/2026-W48/3"),
    ]
