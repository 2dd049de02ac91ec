"""The cards that are drawn are those of tests/adapters/teams."""

from __future__ import annotations

from tests.adapters.teams.conftest import shown

__all__ = ["shown"]
