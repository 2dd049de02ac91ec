"""A workspace says how the addresses of its messages are made, so that a question can lead to its tip."""

from __future__ import annotations

STATEMENTS = ("ALTER TABLE workspaces ADD COLUMN post_address TEXT NOT NULL DEFAULT ''",)
