"""The keys of what goes to a team's channel begin with the week, so that a week's keys stand together.

They were `tip/3/2026-W48` and are `tip/2026-W48/team-3`: each new one had changed a page of its team's.
"""

from __future__ import annotations

STATEMENTS = (
    """
    UPDATE deliveries SET edits = post.kind || '/' || post.week || '/team-' || post.team_id
    FROM deliveries AS post
    WHERE post.key = deliveries.edits AND post.kind IN ('tip', 'quiz')
    AND post.key = post.kind || '/' || post.team_id || '/' || post.week
    """,
    """
    UPDATE deliveries SET key = kind || '/' || week || '/team-' || team_id
    WHERE kind IN ('tip', 'quiz') AND key = kind || '/' || team_id || '/' || week
    """,
)
