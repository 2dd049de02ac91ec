"""What an operator can set about Slack, and which of it goes together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

SLACK_API = "https://slack.com/api/"
OAUTH = ("SLACK_OAUTH_CLIENT_ID", "SLACK_OAUTH_CLIENT_SECRET")
WITHOUT_SLACK = {"slack_bot_token": None, "slack_oauth_client_id": None}
"""What makes of settings those of a Kindling that talks to no Slack: for the demo."""

BOLTS_OWN = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
"""Found in the environment, these make Bolt do its own OAuth, with tokens in files that nothing seals."""


class SlackSettings(BaseSettings):
    """All of it absent means no Slack."""

    slack_signing_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description='the "Signing Secret" under "Basic Information" of your Slack app',
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description='the "Bot User OAuth Token" of your Slack app, which starts with xoxb-',
    )
    slack_oauth_client_id: str | None = Field(
        default=None,
        validation_alias="SLACK_OAUTH_CLIENT_ID",
        pattern=r"^[0-9]+\.[0-9]+$",
        description='the "Client ID" under "Basic Information", such as 1234567890.1234567890',
    )
    slack_oauth_client_secret: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_OAUTH_CLIENT_SECRET",
        description='the "Client Secret" under "Basic Information" of your Slack app',
    )
    slack_app_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="an app-level token with connections:write, which starts with xapp-",
    )
    slack_api_url: str = Field(
        default=SLACK_API,
        validation_alias="SLACK_API_URL",
        description=f"where Slack's API is, such as {SLACK_API}: with https, or on this machine",
    )
    slack_command: str = Field(
        default="/kindling",
        validation_alias="SLACK_COMMAND",
        pattern=r"^/[a-z0-9_-]{1,31}$",
        description="a command in small letters, such as /kindling",
    )
    slack_kudos_command: str = Field(
        default="/kudos",
        validate_default=True,
        validation_alias="SLACK_KUDOS_COMMAND",
        pattern=r"^/[a-z0-9_-]{1,31}$",
        description="a command in small letters, such as /kudos, other than SLACK_COMMAND",
    )

    @field_validator("slack_bot_token")
    @classmethod
    def _of_a_bot(cls, given: SecretStr | None) -> SecretStr | None:
        return _beginning(given, "xoxb-")

    @field_validator("slack_app_token")
    @classmethod
    def _of_an_app(cls, given: SecretStr | None) -> SecretStr | None:
        return _beginning(given, "xapp-")

    @field_validator("slack_api_url")
    @classmethod
    def _safe(cls, given: str) -> str:
        if not is_safe(given):
            raise ValueError("a token would travel open")
        return given if given.endswith("/") else f"{given}/"

    @field_validator("slack_kudos_command")
    @classmethod
    def _another(cls, given: str, info: Any) -> str:
        if given == info.data.get("slack_command"):
            raise ValueError("taken")
        return given

    @property
    def has_slack(self) -> bool:
        return self.slack_bot_token is not None or self.slack_oauth_client_id is not None


def _beginning(given: SecretStr | None, beginning: str) -> SecretStr | None:
    if given is not None and not given.get_secret_value().startswith(beginning):
        raise ValueError("another kind of token")
    return given


def is_safe(url: str) -> bool:
    """Whether what goes there is read by nobody on the way: https, or this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname) and parts.username is None
    return parts.scheme == "http" and is_here(parts.hostname or "")


def is_here(host: str) -> bool:
    """Whether it is a name or address of this machine, for nobody else."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def slack_faults(given: Mapping[str, str]) -> Iterator[str]:
    """What does not go together among the settings that were given, by name: one line each."""
    for name in BOLTS_OWN:
        if name in given:
            ours = name.replace("SLACK_", "SLACK_OAUTH_")
            yield f"{name}: take it out; for many workspaces write {ours} instead"
    by_token, by_oauth = "SLACK_BOT_TOKEN" in given, any(name in given for name in OAUTH)
    if by_token and by_oauth:
        yield f"SLACK_BOT_TOKEN: it is for one workspace, {OAUTH[0]} for many; take one of them out"
    has_way_in = "SLACK_APP_TOKEN" in given or "SLACK_SIGNING_SECRET" in given
    if (by_token or by_oauth) and not has_way_in:
        yield "SLACK_APP_TOKEN: write it, or SLACK_SIGNING_SECRET; without either Slack has no way in"
    if has_way_in and not (by_token or by_oauth):
        yield f"SLACK_BOT_TOKEN: write it, or {OAUTH[0]} and {OAUTH[1]} for many workspaces"
    if by_oauth:
        yield from _oauth_faults(given)


def _oauth_faults(given: Mapping[str, str]) -> Iterator[str]:
    for name, other in (OAUTH, OAUTH[::-1]):
        if name not in given:
            yield f"{name}: write it too, since {other} is there"
    if "KINDLING_SECRET_KEY" not in given:
        yield "KINDLING_SECRET_KEY: write 32 random characters or more; workspaces' tokens are sealed with it"
    if not is_safe(given.get("PUBLIC_URL", "")):
        yield "PUBLIC_URL: write it, with https; after installing, Slack sends people back there"
