"""Gifts, who got them, who seconded them, and where open forms were opened from."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE gifts (
        id INTEGER PRIMARY KEY NOT NULL,
        workspace_id TEXT NOT NULL REFERENCES workspaces (id),
        giver_id INTEGER NOT NULL REFERENCES members (id),
        nonce TEXT NOT NULL,
        reason TEXT NOT NULL,
        behaviour TEXT,
        place TEXT NOT NULL,
        team_id INTEGER REFERENCES teams (id),
        given_at INTEGER NOT NULL,
        given_on TEXT NOT NULL,
        until_at INTEGER NOT NULL,
        origin_conversation TEXT,
        origin_message TEXT,
        origin_link TEXT,
        undone_at INTEGER,
        removed_at INTEGER,
        UNIQUE (giver_id, nonce)
    ) STRICT
    """,
    "CREATE INDEX gifts_by_day ON gifts (giver_id, given_on)",
    "CREATE INDEX gifts_by_giver ON gifts (giver_id, given_at)",
    "CREATE INDEX gifts_by_team ON gifts (team_id, given_at) WHERE team_id IS NOT NULL",
    """
    CREATE TABLE gift_receivers (
        gift_id INTEGER NOT NULL REFERENCES gifts (id),
        position INTEGER NOT NULL,
        member_id INTEGER NOT NULL REFERENCES members (id),
        told TEXT NOT NULL,
        hidden_at INTEGER,
        PRIMARY KEY (gift_id, position),
        UNIQUE (gift_id, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX gift_receivers_by_member ON gift_receivers (member_id, gift_id, told)",
    """
    CREATE TABLE gift_seconds (
        gift_id INTEGER NOT NULL REFERENCES gifts (id),
        member_id INTEGER NOT NULL REFERENCES members (id),
        seconded_at INTEGER NOT NULL,
        PRIMARY KEY (gift_id, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE gift_origins (
        member_id INTEGER NOT NULL REFERENCES members (id),
        nonce TEXT NOT NULL,
        conversation TEXT NOT NULL,
        message TEXT NOT NULL,
        link TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        PRIMARY KEY (member_id, nonce)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX gift_origins_by_age ON gift_origins (opened_at)",
)
