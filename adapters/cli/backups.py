"""`kindling backup` and `kindling restore`."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.cli.opening import NoDatabaseYet, with_application
from adapters.cli.values import AS_JSON, print_json
from adapters.logs import set_up_logs
from adapters.settings import load_settings
from adapters.wiring import Application, store_address
from bot.outbox import machine_now
from bot.outbox.redrive import doubt_what_may_be_sent
from storage import backups, database_file

FILE = click.Path(path_type=Path)


def _database() -> Path:
    settings = load_settings()
    set_up_logs(settings.log_level)
    return database_file(store_address(settings))


@click.command()
@click.argument("file", type=FILE)
@AS_JSON
def backup(file: Path, as_json: bool) -> None:
    """Copy the database to FILE, checked. Kindling may run meanwhile; an earlier backup is replaced."""
    database = _database()
    if not database.exists():
        raise NoDatabaseYet(database)
    backups.back_up(database, file)
    size = file.stat().st_size
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        click.echo(f"{file} has everything that {database} had ({size / 1e6:.1f} MB), and was checked.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace the database that is there; it is kept beside.")
@AS_JSON
def restore(file: Path, force: bool, as_json: bool) -> None:
    """Put the backup in FILE in the database's place, with Kindling stopped."""
    database = _database()
    before = backups.restore(file, database, force=force)
    doubted = with_application(_doubt)
    if as_json:
        kept = None if before is None else str(before)
        print_json({"file": str(file), "database": str(database), "before": kept, "in_doubt": doubted})
        return
    click.echo(f"{database} is what {file} was.")
    if before is not None:
        click.echo(f"What was there is kept in {before}.")
    if doubted:
        click.echo(
            f"{doubted} due by now may have been sent after that backup: Kindling asks the platform where "
            "it can, else does as the workspace chose. See: kindling deliveries --status ambiguous"
        )


async def _doubt(application: Application) -> int:
    """What the backup does not know it owes by now is planned first, so that it is in doubt as well."""
    await application.decide_due()
    now, machine = application.clock.now(), machine_now()
    return await application.store.decide(lambda tx: doubt_what_may_be_sent(tx, now, machine))
