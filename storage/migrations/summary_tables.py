"""What each week came to, and how managers take the summary."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE week_figures (
        team_id INTEGER NOT NULL REFERENCES teams (id),
        week TEXT NOT NULL,
        roster INTEGER NOT NULL,
        thanked INTEGER NOT NULL,
        present INTEGER NOT NULL,
        reached INTEGER NOT NULL,
        tried INTEGER NOT NULL,
        frozen_at INTEGER NOT NULL,
        tip_id TEXT,
        PRIMARY KEY (team_id, week)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX quizzes_closed ON quizzes (team_id, closed_in, closes_at) WHERE closed_in IS NOT NULL",
    """
    CREATE TABLE summary_readers (
        team_id INTEGER NOT NULL REFERENCES teams (id),
        member_id INTEGER NOT NULL REFERENCES members (id),
        monthly INTEGER NOT NULL,
        unopened INTEGER NOT NULL,
        asked_at INTEGER,
        PRIMARY KEY (team_id, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    # Teams of before are looked at with their next week, and from then on at each week's end.
    "UPDATE teams SET summary_due_at = due_at WHERE summary_due_at IS NULL AND ended_at IS NULL",
)
