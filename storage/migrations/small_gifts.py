"""Thanks by reaction."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE small_gifts (
        id INTEGER PRIMARY KEY NOT NULL,
        workspace_id TEXT NOT NULL REFERENCES workspaces (id),
        team_id INTEGER NOT NULL REFERENCES teams (id),
        giver_id INTEGER NOT NULL REFERENCES members (id),
        receiver_id INTEGER NOT NULL REFERENCES members (id),
        mark TEXT NOT NULL,
        emoji TEXT NOT NULL,
        public INTEGER NOT NULL,
        given_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        asked_on TEXT,
        taken_back_at INTEGER,
        declined_at INTEGER,
        gift_id INTEGER REFERENCES gifts (id),
        UNIQUE (giver_id, mark)
    ) STRICT
    """,
    "CREATE INDEX small_gifts_by_team ON small_gifts (team_id, given_at)",
    "CREATE INDEX small_gifts_asked ON small_gifts (giver_id, asked_on) WHERE asked_on IS NOT NULL",
)
