"""Microsoft's own schemas, which lie beside the project where they are at hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft6Validator
from jsonschema.protocols import Validator

FOLDER = Path(__file__).parents[4] / "shared" / "schemas"
CARD, MANIFEST = "adaptive-card-1.5.json", "teams-manifest-1.19.json"


@cache
def validator(name: str) -> Validator:
    """Skips the test where the schema is not at hand."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{name} is not in ../shared/schemas")
    kind = Draft6Validator if name == CARD else Draft4Validator
    return kind(json.loads(path.read_text(encoding="utf-8")))


def faults(validator: Validator, document: dict[str, Any]) -> list[str]:
    """What a card or a manifest has wrong, as sentences. Teams' own part of a card is in no schema."""
    known = {key: value for key, value in document.items() if key != "msteams"}
    return [f"{fault.json_path}: {fault.message[:300]}" for fault in validator.iter_errors(known)]
