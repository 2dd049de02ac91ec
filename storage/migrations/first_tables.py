"""What the first path needs. Instants are microseconds since the epoch, UTC; days and weeks are ISO text."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE workspaces (
        id TEXT PRIMARY KEY NOT NULL,
        platform TEXT NOT NULL,
        name TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        unknown_outcome TEXT NOT NULL,
        ended_at INTEGER
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE members (
        id INTEGER PRIMARY KEY NOT NULL,
        workspace_id TEXT NOT NULL REFERENCES workspaces (id),
        platform_id TEXT NOT NULL,
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL,
        zone TEXT,
        is_app INTEGER NOT NULL,
        is_stranger INTEGER NOT NULL,
        is_admin INTEGER NOT NULL,
        deactivated_at INTEGER,
        direct INTEGER NOT NULL,
        every_other_week INTEGER NOT NULL,
        thanks_private INTEGER NOT NULL,
        practice_day INTEGER,
        stopped_at INTEGER,
        paused_until_on TEXT,
        away_until_on TEXT,
        UNIQUE (workspace_id, platform_id)
    ) STRICT
    """,
    "CREATE INDEX members_by_name ON members (workspace_id, folded_name)",
    """
    CREATE TABLE conversations (
        id INTEGER PRIMARY KEY NOT NULL,
        workspace_id TEXT NOT NULL REFERENCES workspaces (id),
        platform_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        public INTEGER NOT NULL,
        member_id INTEGER REFERENCES members (id),
        ended TEXT,
        UNIQUE (workspace_id, platform_id)
    ) STRICT
    """,
    "CREATE INDEX conversations_by_member ON conversations (member_id) WHERE member_id IS NOT NULL",
    """
    CREATE TABLE teams (
        id INTEGER PRIMARY KEY NOT NULL,
        workspace_id TEXT NOT NULL REFERENCES workspaces (id),
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        name TEXT NOT NULL,
        folded_name TEXT NOT NULL,
        weekday INTEGER NOT NULL,
        slot_time TEXT NOT NULL,
        zone TEXT NOT NULL,
        working_days TEXT NOT NULL,
        work_from TEXT NOT NULL,
        work_until TEXT NOT NULL,
        quiz_after INTEGER,
        series TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        delivery TEXT NOT NULL,
        thanks TEXT NOT NULL,
        language TEXT NOT NULL,
        round INTEGER NOT NULL,
        skip_on TEXT NOT NULL,
        paused_at INTEGER,
        paused_until_on TEXT,
        ended_at INTEGER,
        direct_zones TEXT NOT NULL,
        due_at INTEGER,
        summary_due_at INTEGER,
        created_by INTEGER REFERENCES members (id),
        said_hello_at INTEGER,
        kudos_emoji TEXT
    ) STRICT
    """,
    "CREATE INDEX teams_due ON teams (due_at) WHERE due_at IS NOT NULL AND ended_at IS NULL",
    """
    CREATE INDEX teams_summary_due ON teams (summary_due_at)
    WHERE summary_due_at IS NOT NULL AND ended_at IS NULL
    """,
    "CREATE UNIQUE INDEX teams_by_conversation ON teams (conversation_id) WHERE ended_at IS NULL",
    "CREATE INDEX teams_by_name ON teams (workspace_id, folded_name)",
    """
    CREATE TABLE memberships (
        team_id INTEGER NOT NULL REFERENCES teams (id),
        member_id INTEGER NOT NULL REFERENCES members (id),
        joined_at INTEGER NOT NULL,
        left_at INTEGER,
        manages INTEGER NOT NULL,
        in_channel INTEGER NOT NULL,
        PRIMARY KEY (team_id, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX memberships_by_member ON memberships (member_id)",
    """
    CREATE TABLE lessons (
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
        PRIMARY KEY (team_id, week)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX lessons_had ON lessons (team_id, round, state, tip_id)",
    """
    CREATE TABLE quizzes (
        id INTEGER PRIMARY KEY NOT NULL,
        team_id INTEGER NOT NULL REFERENCES teams (id),
        week TEXT NOT NULL,
        tip_id TEXT NOT NULL,
        question_id TEXT NOT NULL,
        choice_order TEXT NOT NULL,
        planned_at INTEGER NOT NULL,
        posted_at INTEGER,
        closes_at INTEGER,
        closed_in TEXT,
        roster INTEGER,
        answered INTEGER,
        answered_right INTEGER,
        UNIQUE (team_id, week)
    ) STRICT
    """,
    "CREATE INDEX quizzes_closing ON quizzes (closes_at) WHERE closes_at IS NOT NULL AND closed_in IS NULL",
    """
    CREATE TABLE answers (
        quiz_id INTEGER NOT NULL REFERENCES quizzes (id),
        member_id INTEGER NOT NULL REFERENCES members (id),
        choices TEXT NOT NULL,
        was_right INTEGER NOT NULL,
        answered_at INTEGER NOT NULL,
        PRIMARY KEY (quiz_id, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE resolves (
        team_id INTEGER NOT NULL REFERENCES teams (id),
        week TEXT NOT NULL,
        member_id INTEGER NOT NULL REFERENCES members (id),
        made_at INTEGER NOT NULL,
        taken_back_at INTEGER,
        tried INTEGER,
        PRIMARY KEY (team_id, week, member_id)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE practice_answers (
        member_id INTEGER NOT NULL REFERENCES members (id),
        nonce TEXT NOT NULL,
        tip_id TEXT NOT NULL,
        question_id TEXT NOT NULL,
        choices TEXT NOT NULL,
        was_right INTEGER NOT NULL,
        answered_at INTEGER NOT NULL,
        PRIMARY KEY (member_id, nonce)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE deliveries (
        id INTEGER PRIMARY KEY NOT NULL,
        key TEXT NOT NULL UNIQUE,
        workspace_id TEXT NOT NULL REFERENCES workspaces (id),
        conversation_id INTEGER NOT NULL REFERENCES conversations (id),
        kind TEXT NOT NULL,
        slot_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        about TEXT NOT NULL,
        team_id INTEGER REFERENCES teams (id),
        week TEXT,
        member_id INTEGER REFERENCES members (id),
        edits TEXT,
        revision INTEGER NOT NULL,
        state TEXT NOT NULL,
        fence INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        reason TEXT,
        message_id TEXT,
        sent_at INTEGER,
        changed_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX deliveries_due ON deliveries (due_at, workspace_id) WHERE state = 'pending'",
    """
    CREATE INDEX deliveries_in_order ON deliveries (workspace_id, slot_at, id, due_at)
    WHERE state = 'pending'
    """,
    "CREATE INDEX deliveries_unsettled ON deliveries (workspace_id) WHERE state IN ('sending', 'ambiguous')",
    "CREATE INDEX deliveries_by_week ON deliveries (team_id, week, kind) WHERE week IS NOT NULL",
    """
    CREATE INDEX deliveries_by_message ON deliveries (conversation_id, message_id)
    WHERE message_id IS NOT NULL
    """,
    """
    CREATE TABLE lanes (
        workspace_id TEXT PRIMARY KEY NOT NULL REFERENCES workspaces (id),
        owner TEXT,
        until_at INTEGER NOT NULL,
        fence INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE identities (
        workspace_id TEXT NOT NULL,
        identity TEXT NOT NULL,
        shows TEXT NOT NULL,
        kept_at INTEGER NOT NULL,
        PRIMARY KEY (workspace_id, identity)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX identities_by_age ON identities (kept_at)",
    """
    CREATE TABLE acts (
        id INTEGER PRIMARY KEY NOT NULL,
        workspace_id TEXT NOT NULL,
        acted_at INTEGER NOT NULL,
        name TEXT NOT NULL,
        member_id INTEGER,
        team_id INTEGER,
        about TEXT
    ) STRICT
    """,
    "CREATE INDEX acts_by_workspace ON acts (workspace_id, acted_at)",
)
