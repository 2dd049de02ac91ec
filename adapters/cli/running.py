"""`kindling demo`, `serve` and `migrate`."""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sys
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

import click
from pydantic import SecretStr

from adapters.cli.front_desk import ZONE, set_up_front_desk
from adapters.collector import collect_seldom
from adapters.logs import logger, set_up_logs
from adapters.loop import run_long
from adapters.settings import Settings, load_settings
from adapters.settings_slack import WITHOUT_SLACK
from adapters.settings_teams import WITHOUT_TEAMS
from adapters.wiring import build, store_address
from bot import schedule
from storage import database_file, open_store

NAME = "kindling"
LOOPBACK = "127.0.0.1"
DEMO_FILE = Path("kindling-demo.db")
DEMO_EVERY, SERVE_EVERY = 1.0, 15.0
MOST_WEEKS = 156
log = logger(__name__)


@click.command(short_help="Try Kindling in the browser, without any account.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; without it PORT, or 8080.")
@click.option(
    "--db",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DEMO_FILE,
    show_default=True,
    help="Where the demo is kept.",
)
@click.option(
    "--weeks",
    type=click.IntRange(0, MOST_WEEKS),
    default=6,
    show_default=True,
    help="How many weeks a new demo has behind it.",
)
def demo(port: int | None, file: Path, weeks: int) -> None:
    """Try Kindling in the browser: a team of nine, some weeks in, on the day of a question. No account."""
    settings = load_settings()
    set_up_logs(settings.log_level if "log_level" in settings.model_fields_set else "warning")
    run_long(_demo(settings, settings.port if port is None else port, file, weeks))


async def _demo(settings: Settings, port: int, file: Path, weeks: int) -> None:
    from adapters.server import serve as run

    kept_in = settings.model_copy(
        update={**WITHOUT_SLACK, **WITHOUT_TEAMS, "database_url": SecretStr(str(file))}
    )
    async with build(kept_in, local=True) as application:
        is_new = await set_up_front_desk(application, weeks)
        now = application.clock.now()

        def tell(address: str) -> None:
            click.echo(_welcome(now, address, file, is_new=is_new))

        await run(application, LOOPBACK, port, DEMO_EVERY, tell)
    click.echo(f"Stopped. Everything is in {file}; the same command goes on from there.")


def _welcome(now: datetime, address: str, file: Path, *, is_new: bool) -> str:
    wall = schedule.local(now, ZONE)
    there = "this week's question has just been posted" if is_new else "you find it as you left it"
    return "\n".join(
        [
            f"Kindling's demo is at {address} (only this computer can open it).",
            f"It is {wall:%A} {wall.day} {wall:%B}, {wall:%H:%M} at the front desk: {there}.",
            "The page has four small steps: answer, thank Jonas, be Priya, go to next week.",
            f"It is kept in {file}. To begin anew: stop it, delete {file.stem}*.db, start again.",
            f"Next, a tip of your own: {called()} tips new our-own first-words",
            f"Next, put it in your Slack, five minutes, no server: {called()} manifest slack --open",
            "Stop it with Ctrl-C.",
        ]
    )


def called() -> str:
    """How the command can be typed again: by its path, where a shell does not find it by its name."""
    path = Path(sys.argv[0])
    found = shutil.which(path.name)
    hidden = path.name == NAME and (found is None or not path.exists() or not path.samefile(found))
    return shlex.quote(str(path)) if hidden else NAME


@click.command(short_help="Run the server, the clock and the sender.")
@click.option("--local", is_flag=True, help="With the local chat, on this computer only.")
def serve(local: bool) -> None:
    """Run Kindling: the web server, the clock and the sender, by the settings in the environment and .env."""
    settings = load_settings()
    set_up_logs(settings.log_level)
    _warn_of_vanishing_disk(settings)
    run_long(_serve(settings, local))


async def _serve(settings: Settings, local: bool) -> None:
    from adapters.server import serve as run

    host = LOOPBACK if local else settings.host
    if local and not _is_loopback(settings.host):
        log.warning("The local chat is for this computer only, so HOST is not used.", host=LOOPBACK)
    if not local and not settings.has_slack and not settings.has_teams:
        log.warning("Neither Slack nor Teams is set up: nobody can talk to Kindling. Try: kindling demo")
    async with build(settings, local=local) as application:
        await application.settle()
        collect_seldom()
        await run(
            application,
            host,
            settings.port,
            SERVE_EVERY,
            lambda address: click.echo(f"Kindling runs at {address}"),
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _warn_of_vanishing_disk(settings: Settings) -> None:
    """Hosts that start from a Procfile give a disk that lives as long as the process."""
    if "DYNO" in os.environ and settings.database_url is None:
        log.error(
            "This host's disk vanishes with each restart, and the database with it. "
            "Set DATABASE_URL to a place that stays."
        )


@click.command()
def migrate() -> None:
    """Bring the database to this version of Kindling. Doing it twice is harmless."""
    settings = load_settings()
    set_up_logs(settings.log_level)
    address = store_address(settings)
    store = open_store(address, migrate=True)
    asyncio.run(store.close())
    click.echo(f"{database_file(address)} is ready for this version.")
