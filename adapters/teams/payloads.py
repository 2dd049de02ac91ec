"""Reading an activity's JSON, whatever its shape is: what is missing or of another kind is empty. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

LONGEST_ID = 1_000
LONGEST_NAME = 200
LONGEST_TEXT = 20_000
"""What somebody typed counts as far as here; kudos take five hundred characters."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def object_at(found: object, *path: str) -> Json:
    """The object under those keys, an empty one if there is none."""
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def list_at(found: object, *path: str) -> list[Any]:
    *above, last = path
    listed = object_at(found, *above).get(last)
    return listed if isinstance(listed, list) else []


def id_at(found: object, *path: str) -> str:
    """An id or a word of Teams' own: "" for anything longer than they are, or with what no id has in it."""
    *above, last = path
    value = object_at(found, *above).get(last)
    if not isinstance(value, str) or len(value) > LONGEST_ID or _NO_TEXT.search(value):
        return ""
    return value


def words_at(found: object, *path: str, longest: int = LONGEST_TEXT) -> str:
    """What people wrote, without what no text may hold."""
    *above, last = path
    value = object_at(found, *above).get(last)
    return _NO_TEXT.sub("", value[:longest]) if isinstance(value, str) else ""


def name_at(found: object, *path: str) -> str:
    return " ".join(words_at(found, *path, longest=LONGEST_NAME).split())
