"""`kindling doctor`: what is well on this machine, what is not, and what to do about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from adapters import checkup
from adapters.checkup import Finding, Level
from adapters.checkup_slack import look_at_slack
from adapters.checkup_teams import look_at_teams
from adapters.checkup_time import look_at_clock, look_at_zones
from adapters.cli.values import AS_JSON, print_json
from adapters.nightly import machine_wall_time
from adapters.settings import BrokenSettings, Settings, load_settings
from adapters.wiring import TIPS, library_of, store_address
from bot.errors import SetupFault
from bot.tips.checks import check_tips
from storage import database_file

MOUNTS = Path("/proc/self/mounts")


@click.command()
@AS_JSON
def doctor(as_json: bool) -> None:
    """Look at settings, database, disk, clock, time zones, tips, port and backups; change nothing."""
    findings = list(_look())
    failed = any(one.level is Level.FAIL for one in findings)
    if as_json:
        rows = [
            {"name": one.name, "level": one.level, "says": one.says, "todo": one.todo} for one in findings
        ]
        print_json({"well": not failed, "findings": rows})
    else:
        for one in findings:
            click.echo(f"{one.level:<4}  {one.name:<9} {one.says}{f' {one.todo}' if one.todo else ''}")
    sys.exit(1 if failed else 0)


def _look() -> Iterator[Finding]:
    """Without settings, only what needs none."""
    try:
        settings = load_settings()
        file = database_file(store_address(settings))
    except BrokenSettings as broken:
        yield from (checkup.fail("settings", line) for line in broken.lines)
    except SetupFault as fault:
        yield checkup.fail("settings", str(fault))
    else:
        yield _look_at_settings(settings)
        yield from _look_with(settings, file)
        return
    yield look_at_clock(None)
    yield from look_at_zones(())


def _look_at_settings(settings: Settings) -> Finding:
    return checkup.ok("settings", f"{len(settings.model_fields_set)} given, and all can be used.")


def _look_with(settings: Settings, file: Path) -> Iterator[Finding]:
    found, inside = checkup.look_at_database(file)
    yield found
    mounts = MOUNTS.read_text(encoding="utf-8") if MOUNTS.exists() else ""
    yield checkup.look_at_disk(file, os.environ, mounts)
    yield checkup.look_at_space(file)
    yield checkup.look_at_backups(settings)
    yield look_at_clock(inside.worked_at if inside is not None else None)
    yield from look_at_zones(inside.zones if inside is not None else ())
    yield _look_at_tips(settings)
    yield from look_at_teams(settings, machine_wall_time().date())
    yield checkup.look_at_port(settings.host, settings.port)
    yield from look_at_slack(settings)


def _look_at_tips(settings: Settings) -> Finding:
    try:
        library_of(settings)
    except SetupFault:
        return checkup.fail("tips", "the tips can't be read.", "See: kindling tips check")
    if faults := check_tips(TIPS, settings.tips_dir):
        return checkup.warn("tips", f"{len(faults)} things could be better.", "See: kindling tips check")
    return checkup.ok("tips", "every tip can be read, and keeps to the rules.")
