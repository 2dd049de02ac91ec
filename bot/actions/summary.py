"""What managers do with the summary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class ShowSummary:
    """The summary of a period that has ended: a label, or "" for the last week."""

    verb: ClassVar[str] = "summary"
    team_id: int
    period: str = ""


SummaryAction = ShowSummary
