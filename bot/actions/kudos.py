"""What one does with kudos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class OpenKudos:
    """The form, with people filled in (platform ids) where some were named."""

    verb: ClassVar[str] = "open-kudos"
    people: tuple[str, ...] = ()


KudosAction = OpenKudos
