"""Everything by which Kindling writes to Teams, built from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.connection import Recurring
from adapters.pace import Window, WindowPace
from adapters.settings import Settings
from adapters.teams.cloud import Cloud
from adapters.teams.connector import Connector, TokenSource
from adapters.teams.directory import TeamsDirectory
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.references import References
from adapters.teams.tokens import RENEW_EVERY, NoTokens, Tokens
from bot.ports import Clock, Store

A_THREAD: tuple[Window, ...] = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""What one bot may send to one thread, by Microsoft's table; a channel counts as one here."""

UNREGISTERED = "kindling"
"""Kindling's id where nobody registered it: in the Agents Playground."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    tokens: TokenSource
    connector: Connector
    references: References
    messenger: TeamsMessenger
    directory: TeamsDirectory
    pace: WindowPace

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        return (Recurring("teams token", RENEW_EVERY, self.tokens.renew),)


def outgoing(settings: Settings, cloud: Cloud, store: Store, clock: Clock) -> Outgoing:
    """Needs no event loop yet, and asks nobody anything."""
    connector = Connector(cloud, settings.request_timeout)
    tokens = _tokens(settings, cloud, connector)
    connector.use(tokens)
    references = References(store)
    app_id = settings.teams_app_id or UNREGISTERED
    return Outgoing(
        tokens,
        connector,
        references,
        TeamsMessenger(connector, references, app_id),
        TeamsDirectory(store, clock, connector, references),
        teams_pace(settings.teams_pace),
    )


def teams_pace(messages_a_second: int) -> WindowPace:
    """`messages_a_second`: how many may leave to a tenant."""
    return WindowPace(A_THREAD, ((messages_a_second, 1.0),), exact=True)


def _tokens(settings: Settings, cloud: Cloud, connector: Connector) -> TokenSource:
    if settings.teams_app_id is None or settings.teams_app_password is None:
        return NoTokens()
    return Tokens(cloud.token_url, settings.teams_app_id, settings.teams_app_password, connector.session)
