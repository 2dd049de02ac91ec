"""How platforms let Kindling in, and where they reach a conversation."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE installations (
        workspace_id TEXT PRIMARY KEY NOT NULL REFERENCES workspaces (id),
        app_id TEXT NOT NULL,
        bot_id TEXT NOT NULL,
        installed_at INTEGER NOT NULL,
        scopes TEXT NOT NULL,
        installed_by TEXT,
        sealed_token TEXT,
        sealed_refresh TEXT,
        expires_at INTEGER,
        renewing_until INTEGER
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE conversation_references (
        conversation_id INTEGER PRIMARY KEY NOT NULL REFERENCES conversations (id),
        address TEXT,
        service_url TEXT,
        person TEXT,
        group_id TEXT,
        added_by TEXT
    ) STRICT
    """,
    "CREATE INDEX references_by_address ON conversation_references (address) WHERE address IS NOT NULL",
    "CREATE INDEX references_by_group ON conversation_references (group_id) WHERE group_id IS NOT NULL",
    "CREATE INDEX references_by_adder ON conversation_references (added_by) WHERE added_by IS NOT NULL",
    "CREATE INDEX references_by_person ON conversation_references (person) WHERE person IS NOT NULL",
    """
    CREATE TABLE install_states (
        state TEXT PRIMARY KEY NOT NULL,
        until_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)
