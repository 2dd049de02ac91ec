"""The command line, `kindling COMMAND`. What fails says what to do next, and exits non-zero."""

from __future__ import annotations

from typing import Any

import click

from adapters.cli.backups import backup, restore
from adapters.cli.deliveries import deliveries
from adapters.cli.doctor import doctor
from adapters.cli.manifest import manifest
from adapters.cli.planning import plan, tick
from adapters.cli.running import demo, migrate, serve
from adapters.cli.summary import summary
from adapters.cli.teams import teams
from adapters.cli.tips import tips
from bot.errors import SetupFault, StoreBusy, StoreFailed

BUSY = "Another program holds the database, and nothing was changed. Try again in a moment."
FAILED = (
    "The database could not take the change, and nothing was changed. "
    "Look at the free space and the rights of its folder, then try again."
)


class Kindling(click.Group):
    """Turns an operator's fault into its sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SetupFault as fault:
            raise click.ClickException(str(fault)) from None
        except StoreBusy:
            raise click.ClickException(BUSY) from None
        except StoreFailed:
            raise click.ClickException(FAILED) from None


@click.group(cls=Kindling, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="kindling", message="%(prog)s %(version)s")
def main() -> None:
    """Kindling, a coach for customer-facing teams: a tip a week, a question on it, thanks among colleagues.

    To try it: kindling demo
    """


for command in (
    demo,
    serve,
    tick,
    plan,
    summary,
    teams,
    tips,
    deliveries,
    backup,
    restore,
    doctor,
    manifest,
    migrate,
):
    main.add_command(command)
