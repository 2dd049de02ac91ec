"""`kindling manifest slack`: what a Slack app has to be, for Slack's page to make one from."""

from __future__ import annotations

import json
import os
import sys
import webbrowser

import click

from adapters.settings import load_settings
from adapters.settings_slack import is_safe
from bot.errors import SetupFault

PASTE = "Next: at https://api.slack.com/apps press Create New App, From a manifest, and paste this."
AFTER = (
    "There choose your workspace, press Create, then Install to Workspace.\n"
    "Then write what the README says, under “In Slack, in five minutes”, in .env, and start: kindling serve"
)


class NoAddress(SetupFault):
    """Slack can't be told where to send its requests."""

    def __init__(self) -> None:
        super().__init__(
            "PUBLIC_URL: write where Slack reaches this server, with https. Without such an address leave "
            "--http out: then Kindling opens a connection to Slack itself."
        )


@click.command("slack")
@click.option("--http", is_flag=True, help="For a server that Slack can reach, at PUBLIC_URL.")
@click.option("--open", "opened", is_flag=True, help="Open Slack's page for a new app, with it filled in.")
def manifest_slack(http: bool, opened: bool) -> None:
    """Write the manifest of a Slack app for Kindling, as JSON."""
    from adapters.slack.lines import Manner
    from adapters.slack.manifest import creating_link, manifest_of

    settings = load_settings()
    if http and not is_safe(settings.public_url or ""):
        raise NoAddress
    manner = Manner(settings.slack_command, settings.slack_kudos_command)
    made = manifest_of(manner, settings.public_url if http else None)
    if not opened:
        click.echo(json.dumps(made, indent=2))
        click.echo(PASTE, err=True)
        return
    link = creating_link(made)
    click.echo(link)
    if _has_desktop():
        webbrowser.open(link)
    click.echo(AFTER, err=True)


def _has_desktop() -> bool:
    """Whether there is a screen on which a browser could open."""
    return sys.platform in {"darwin", "win32"} or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
