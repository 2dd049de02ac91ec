"""What the clock reads and writes of many teams at once stands together.

A team's row is wide, and a pass of the clock changes a few bytes for each of many: they have a narrow table
of their own. `week` is the last week with a lesson. Lessons stood with each team, so that each new one
changed a page of its own; now a week's stand together.
"""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE looks (
        team_id INTEGER PRIMARY KEY NOT NULL REFERENCES teams (id),
        due_at INTEGER,
        week TEXT,
        place TEXT
    ) STRICT
    """,
    """
    INSERT INTO looks (team_id, due_at, week, place)
    SELECT t.id, t.due_at, (SELECT max(l.week) FROM lessons l WHERE l.team_id = t.id), t.place FROM teams t
    """,
    "CREATE INDEX looks_due ON looks (due_at) WHERE due_at IS NOT NULL",
    "DROP INDEX teams_due",
    "ALTER TABLE teams DROP COLUMN due_at",
    "ALTER TABLE teams DROP COLUMN place",
    """
    CREATE TABLE lessons_by_week (
        team_id INTEGER NOT NULL REFERENCES teams (id),
        week TEXT NOT NULL,
        round INTEGER NOT NULL,
        state TEXT NOT NULL,
        planned_at INTEGER NOT NULL,
        tip_id TEXT,
        tip_on TEXT,
        tip_at INTEGER,
        quiz_at INTEGER,
        quiz_planned INTEGER NOT NULL,
        reason TEXT,
        PRIMARY KEY (week, team_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO lessons_by_week
    SELECT team_id, week, round, state, planned_at, tip_id, tip_on, tip_at, quiz_at, quiz_planned, reason
    FROM lessons ORDER BY week, team_id
    """,
    "DROP TABLE lessons",
    "ALTER TABLE lessons_by_week RENAME TO lessons",
)
