"""`kindling manifest`: what a chat platform asks for before it lets Kindling in."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from adapters.cli.manifest_slack import manifest_slack
from adapters.settings import load_settings
from adapters.teams.manifest import teams_manifest, teams_package
from bot.errors import SetupFault
from bot.messages import translator

TEAMS_FILE = Path("kindling-teams.zip")


class NoPackage(SetupFault):
    """Something that the package has to tell is not set, or is of no use there."""

    def __init__(self, setting: str, write: str) -> None:
        super().__init__(f"The package needs {setting}, in the environment or .env: write {write}.")


class CannotWrite(SetupFault):
    """The file can't be made."""

    def __init__(self, file: Path, fault: OSError) -> None:
        super().__init__(f"{file} can't be written ({fault.strerror}). Choose another with --out FILE.")


@click.group(short_help="What a chat platform asks for before it lets Kindling in.")
def manifest() -> None:
    """What a chat platform asks for before it lets Kindling in, made from your settings."""


manifest.add_command(manifest_slack)


@manifest.command("teams")
@click.option(
    "--out",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=TEAMS_FILE,
    show_default=True,
    help="The file to write.",
)
def manifest_teams(file: Path) -> None:
    """Write the app package for Microsoft Teams, to be uploaded there."""
    settings = load_settings()
    if settings.teams_app_id is None:
        raise NoPackage("TEAMS_APP_ID", 'the "Application (client) ID" of your registration in Entra')
    if settings.public_url is None or not settings.public_url.startswith("https://"):
        raise NoPackage("PUBLIC_URL", "where Teams reaches this server, such as https://kindling.example.com")
    made = teams_manifest(translator("en"), settings.teams_app_id, settings.public_url, version("kindling"))
    try:
        file.write_bytes(teams_package(made))
    except OSError as fault:
        raise CannotWrite(file, fault) from None
    click.echo(
        f"{file} is the app for Microsoft Teams: Kindling {made['version']}, at {settings.public_url}."
    )
    click.echo("Upload it in Teams: Apps, Manage your apps, Upload an app. An admin can do it for everybody.")
