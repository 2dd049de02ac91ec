"""Microsoft Teams. What is of the Bot Framework stays in this folder."""

from __future__ import annotations

from adapters.connection import Connection, Core
from adapters.settings import Settings


def teams_connection(settings: Settings, core: Core) -> Connection:
    """Microsoft's kits are imported only where Teams is asked for: that takes a second."""
    from adapters.teams.connection import TeamsConnection

    return TeamsConnection(settings, core)
