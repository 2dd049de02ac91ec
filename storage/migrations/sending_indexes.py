"""What edits or deletes a post."""

from __future__ import annotations

STATEMENTS = ("CREATE INDEX deliveries_by_edits ON deliveries (edits) WHERE edits IS NOT NULL",)
