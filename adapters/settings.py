"""Settings from the environment and `.env`, checked all at once. No fault and no repr tells a secret."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import SettingsConfigDict

from adapters.settings_slack import SlackSettings, slack_faults
from adapters.settings_teams import TeamsSettings, teams_faults
from bot.errors import SetupFault

ENV_FILE = Path(".env")
OUR_PREFIX = "KINDLING_"
SHORTEST_KEY = 32
SETTLING = 60.0
"""How long after its time-out a request in flight may still land, in seconds."""


class BrokenSettings(SetupFault):
    """Settings that cannot be used: one line for each, with its name and what to write."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = tuple(lines)
        first = "These settings have to be put right, in the environment or .env:"
        super().__init__("\n".join([first, *lines]))


class SettingName(NamedTuple):
    """A setting as people write it, with the words that complete "write …"."""

    name: str
    write: str


class Settings(TeamsSettings, SlackSettings):
    """What an operator can set. A field's description says what to write."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        frozen=True,
    )

    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="sqlite:///kindling.db, or leave it out for SQLite in kindling.db here",
    )
    host: str = Field(
        default="127.0.0.1",
        validation_alias="HOST",
        pattern=r"^[A-Za-z0-9.:_-]+$",
        description="an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    )
    port: int = Field(
        default=8080,
        validation_alias="PORT",
        ge=1,
        le=65535,
        description="a number from 1 to 65535, such as 8080",
    )
    public_url: str | None = Field(
        default=None,
        validation_alias="PUBLIC_URL",
        pattern=r"^https?://[^\s/@]+(/[^\s]*)?[^\s/]$",
        description="where people reach this server, such as https://kindling.example.com with no / behind",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        validation_alias="KINDLING_SECRET_KEY",
        description=f"{SHORTEST_KEY} random characters or more; to change it: new one, comma, old one",
    )
    tips_dir: Path | None = Field(
        default=None,
        validation_alias="KINDLING_TIPS_DIR",
        description="a folder that exists, with your own series in it",
    )
    backup_dir: Path | None = Field(
        default=None,
        validation_alias="KINDLING_BACKUP_DIR",
        description="a folder that exists, for a backup each night",
    )
    backups_kept: int = Field(
        default=7,
        validation_alias="KINDLING_BACKUPS_KEPT",
        ge=1,
        le=3650,
        description="how many nightly backups to keep, 1 to 3650",
    )
    request_timeout: float = Field(
        default=10.0,
        validation_alias="KINDLING_REQUEST_TIMEOUT",
        ge=1,
        le=120,
        description="seconds to wait for a platform's answer, 1 to 120",
    )
    quarantine: float | None = Field(
        default=None,
        validation_alias="KINDLING_QUARANTINE",
        ge=0,
        le=86400,
        description="seconds before a message whose fate is unknown is looked at again, 0 to 86400",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", validation_alias="LOG_LEVEL", description="debug, info, warning or error"
    )

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, given: Any) -> Any:
        return given.lower() if isinstance(given, str) else given

    @field_validator("database_url")
    @classmethod
    def _of_a_kind(cls, given: SecretStr | None) -> SecretStr | None:
        scheme, separator, path = (given.get_secret_value() if given is not None else "").partition("://")
        if separator and (scheme not in {"sqlite", "postgres", "postgresql"} or not path.strip("/")):
            raise ValueError("unknown kind")
        return given

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, given: SecretStr | None) -> SecretStr | None:
        if given is not None and any(len(key) < SHORTEST_KEY for key in given.get_secret_value().split(",")):
            raise ValueError("too short")
        return given

    @field_validator("tips_dir", "backup_dir")
    @classmethod
    def _there(cls, given: Path | None) -> Path | None:
        if given is not None and not given.is_dir():
            raise ValueError("no folder")
        return given

    @property
    def quarantine_seconds(self) -> float:
        """How long nothing is done about a message whose fate is unknown."""
        return self.request_timeout + SETTLING if self.quarantine is None else self.quarantine


def setting_names() -> dict[str, SettingName]:
    """Every setting by the name of its field."""
    return {
        name: SettingName(str(field.validation_alias), field.description or "")
        for name, field in Settings.model_fields.items()
    }


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """From the environment, then the file where it exists. Raises BrokenSettings with every fault at once."""
    try:
        written = dotenv_values(env_file) if env_file is not None else {}
    except UnicodeDecodeError:
        raise BrokenSettings([f"{env_file}: save it as UTF-8"]) from None
    given = _given(written)
    lines = [*slack_faults(given), *teams_faults(given), *_unknown({*os.environ, *written})]
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as broken:
        faults = dict(_faults(broken))
        others = (line for line in lines if line.partition(":")[0] not in faults)
        raise BrokenSettings([*faults.values(), *others]) from None
    if lines:
        raise BrokenSettings(lines)
    return settings


def _given(written: Mapping[str, str | None]) -> dict[str, str]:
    """What is set at all, by name: the environment wins, and an empty setting is left out."""
    return {name: value for name, value in (*written.items(), *os.environ.items()) if value}


def _faults(broken: ValidationError) -> Iterator[tuple[str, str]]:
    """Each setting that can't be used, with its line."""
    # A default that can't be used is told by its field's name, what was given by the setting's.
    found = {str(error["loc"][0]) for error in broken.errors(include_input=False)}
    for field, setting in setting_names().items():
        if found & {field, setting.name}:
            yield setting.name, f"{setting.name}: write {setting.write}"


def _unknown(names: Iterable[str]) -> Iterator[str]:
    known = [setting.name for setting in setting_names().values()]
    for name in sorted(names):
        if name.startswith(OUR_PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1)
            yield f"{name}: there is no such setting; {f'did you mean {near[0]}?' if near else 'take it out'}"
