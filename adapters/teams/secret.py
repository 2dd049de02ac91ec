"""When the registration's secret ends. Microsoft shows that to people alone, so a setting says it."""

from __future__ import annotations

from datetime import date

from adapters.settings import Settings

WARNED_BEFORE = 30
"""Days."""


def days_left(settings: Settings, today: date) -> int | None:
    """None where nobody wrote when it ends, or there is no secret."""
    if settings.teams_secret_ends is None or settings.teams_app_id is None:
        return None
    return (settings.teams_secret_ends - today).days


def warning(settings: Settings, today: date) -> str | None:
    """What an operator has to hear of it now."""
    left = days_left(settings, today)
    if left is None or left > WARNED_BEFORE:
        return None
    ends = f"TEAMS_APP_PASSWORD ended on {settings.teams_secret_ends}"
    if left >= 0:
        ends = f"TEAMS_APP_PASSWORD ends on {settings.teams_secret_ends}, in {left} days"
    return f"{ends}. Make a new client secret in Entra; write its value there, its end in TEAMS_SECRET_ENDS."
