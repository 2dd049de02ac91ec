"""How a field of an action is filled."""

from __future__ import annotations

from dataclasses import field
from typing import Any


def entered(default: Any) -> Any:
    """A field that is not packed: a form's values, or what somebody typed, fill it in."""
    return field(default=default, metadata={"entered": True})
