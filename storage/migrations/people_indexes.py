"""What was sent to one member, newest first."""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE INDEX deliveries_by_member ON deliveries (member_id, kind, slot_at) WHERE member_id IS NOT NULL
    """,
)
