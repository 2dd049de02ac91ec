"""What somebody at the demo's front desk does, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.models import Week


@dataclass(frozen=True, slots=True)
class Tries:
    """Says "I'll try this" to the week's tip."""

    week: Week


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers the week's question. `tried` is what they say of the tip, None if they never resolved to."""

    week: Week
    rightly: bool
    tried: bool | None = None


@dataclass(frozen=True, slots=True)
class Thanks:
    """Gives kudos. `name` tells this gift from the others."""

    name: str
    receivers: tuple[str, ...]
    reason: str
    behaviour: str
    only_them: bool = False


@dataclass(frozen=True, slots=True)
class Seconds:
    """Saw it too: the gift of that giver and name."""

    giver: str
    name: str


@dataclass(frozen=True, slots=True)
class Writes:
    """An ordinary message to colleagues."""

    text: str


@dataclass(frozen=True, slots=True)
class Stops:
    """Wants nothing more of it."""


@dataclass(frozen=True, slots=True)
class Returns:
    """Comes back after having stopped."""


@dataclass(frozen=True, slots=True)
class GoesAway:
    until_on: date


Deed = Tries | Answers | Thanks | Seconds | Writes | Stops | Returns | GoesAway


@dataclass(frozen=True, slots=True)
class Act:
    """`at` is an aware UTC instant, `who` the id of somebody in the local chat."""

    at: datetime
    who: str
    deed: Deed
