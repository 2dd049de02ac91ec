"""What an operator can set about Microsoft Teams, and which of it goes together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

from adapters.settings_slack import is_here

GUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"
REGISTRATION = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID")
WITHOUT_TEAMS = {"teams_app_id": None, "teams_emulator": False}
"""What makes of settings those of a Kindling that talks to no Teams: for the demo."""

ON, OFF = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


class TeamsSettings(BaseSettings):
    """All of it absent means no Teams."""

    teams_app_id: str | None = Field(
        default=None,
        validation_alias="TEAMS_APP_ID",
        pattern=GUID,
        description='the "Application (client) ID" of your registration in Entra',
    )
    teams_app_password: SecretStr | None = Field(
        default=None,
        validation_alias="TEAMS_APP_PASSWORD",
        description='the "Value" of a client secret of that registration',
    )
    teams_tenant_id: str | None = Field(
        default=None,
        validation_alias="TEAMS_TENANT_ID",
        pattern=GUID,
        description='the "Directory (tenant) ID" of your organisation',
    )
    teams_secret_ends: date | None = Field(
        default=None,
        validation_alias="TEAMS_SECRET_ENDS",
        description="the day on which the client secret expires, such as 2027-11-01",
    )
    teams_emulator: bool = Field(
        default=False,
        validation_alias="TEAMS_EMULATOR",
        description="1 for the Agents Playground on this machine, or 0",
    )
    teams_api_url: str | None = Field(
        default=None,
        validation_alias="TEAMS_API_URL",
        description="an address of this machine, such as http://127.0.0.1:9000; it is for tests",
    )

    teams_pace: int = Field(
        default=50,
        validation_alias="TEAMS_MESSAGES_A_SECOND",
        ge=1,
        le=50,
        description="how many messages a second may leave to the tenant, 1 to 50",
    )

    @field_validator("teams_app_id", "teams_tenant_id")
    @classmethod
    def _small(cls, given: str | None) -> str | None:
        """Microsoft writes ids in small letters, and people copy them in either."""
        return given.lower() if given is not None else None

    @field_validator("teams_secret_ends", mode="before")
    @classmethod
    def _day(cls, given: Any) -> Any:
        return date.fromisoformat(given.strip()) if isinstance(given, str) else given

    @field_validator("teams_emulator", mode="before")
    @classmethod
    def _switch(cls, given: Any) -> Any:
        word = given.strip().lower() if isinstance(given, str) else given
        return word in ON if isinstance(word, str) and word in ON | OFF else given

    @field_validator("teams_api_url")
    @classmethod
    def _here(cls, given: str | None) -> str | None:
        parts = urlsplit(given or "")
        if given is not None and (parts.scheme != "http" or not is_here(parts.hostname or "")):
            raise ValueError("elsewhere")
        return given.rstrip("/") if given is not None else None

    @property
    def has_teams(self) -> bool:
        """Registered, or played by the Agents Playground."""
        return self.teams_emulator or self.teams_app_id is not None


def teams_faults(given: Mapping[str, str]) -> Iterator[str]:
    """What does not go together among the settings that were given, by name: one line each."""
    if given.get("TEAMS_EMULATOR", "0").strip().lower() in ON:
        yield from _emulator_faults(given)
        return
    there = [name for name in REGISTRATION if name in given]
    for name in REGISTRATION:
        if there and name not in given:
            yield f"{name}: write it too, since {there[0]} is there"


def _emulator_faults(given: Mapping[str, str]) -> Iterator[str]:
    """With it on, whoever reaches the port is believed: so nobody from outside may reach it."""
    for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "PUBLIC_URL"):
        if name in given:
            yield f"{name}: take it out; TEAMS_EMULATOR=1 believes everybody, so it is for this machine alone"
    if not is_here(given.get("HOST", "127.0.0.1")):
        yield "HOST: write 127.0.0.1; TEAMS_EMULATOR=1 believes everybody who can reach the port"
