"""Payloads as Slack sends them, one a file in payloads/, with what a test wants otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]
FOLDER = Path(__file__).parent / "payloads"
NAMES = sorted(file.stem for file in FOLDER.glob("*.json"))


def recorded(name: str, **changed: object) -> Json:
    """A dotted name leads into objects: `recorded("press", **{"user.id": "U0LI"})`."""
    payload: Json = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for path, value in changed.items():
        *way, last = path.split(".")
        place: Any = payload
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        place[last] = value
    return payload
