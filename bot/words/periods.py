"""Periods as managers type them: a label, or "last month" said today. Pure."""

from __future__ import annotations

import re
from datetime import date

_LABEL = re.compile(r"(\d{4}(?:-(?:w\d{1,2}|\d{1,2}|q[1-4]))?)(?: (.*))?", re.ASCII)
_LAST = re.compile(r"(?:the )?last (week|month|quarter|year)\b(?:'s)?(?: (.*))?")
_MONTHS = 12
_QUARTER = 3


def read_period(text: str, today: date) -> tuple[str, str]:
    """A period's label, "" for the last week; and what is left of the words.

    "last month" is the month before today's, whether all of its weeks are over or not.
    """
    if (label := _LABEL.fullmatch(text)) is not None:
        return label[1].upper(), label[2] or ""
    if (last := _LAST.fullmatch(text)) is not None:
        return _before(last[1], today), last[2] or ""
    return "", text


def _before(kind: str, today: date) -> str:
    month = today.month - 1 or _MONTHS
    year = today.year - (today.month == 1)
    match kind:
        case "month":
            return f"{year:04d}-{month:02d}"
        case "quarter":
            quarter = (today.month - 1) // _QUARTER
            return f"{today.year:04d}-Q{quarter}" if quarter else f"{today.year - 1:04d}-Q4"
        case "year":
            return f"{today.year - 1:04d}"
        case _:
            return ""
