"""How `kindling doctor` looks at the machine's clock and at its time zones."""

from __future__ import annotations

import importlib.metadata
import time
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.checkup import Finding, fail, ok, warn

WATCHED = 0.2
STEPS = 0.5
"""Seconds that the clock is watched for, and that it may go astray meanwhile."""

BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
AHEAD = timedelta(minutes=5)


def look_at_clock(
    newest_at: datetime | None,
    wall: Callable[[], float] = time.time,
    steady: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Finding:
    """`newest_at` is the latest instant that the database was written at, by a clock that was right then."""
    todo = "Let the machine keep its time by the network (NTP)."
    before = wall() - steady()
    wait(WATCHED)
    if abs(wall() - steady() - before) > STEPS:
        return fail("clock", "the machine's clock jumps.", todo)
    now = datetime.fromtimestamp(wall(), UTC)
    if now < BUILT_AFTER:
        return fail("clock", f"the machine's clock says {now:%Y-%m-%d %H:%M} UTC, which is past.", todo)
    if newest_at is not None and newest_at - now > AHEAD:
        return fail(
            "clock",
            f"it says {now:%Y-%m-%d %H:%M} UTC, before {newest_at:%Y-%m-%d %H:%M}, when the "
            "database was last used.",
            todo,
        )
    return ok("clock", f"it is {now:%Y-%m-%d %H:%M} UTC, and time goes on evenly.")


def look_at_zones(used: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """The zones' data, and whether every team's zone is in it. `used` has the teams' zones by team."""
    folder, version = zone_data()
    if version is None and folder is None:
        yield fail("zones", "there is no time-zone data.", "Install the package tzdata.")
        return
    brought = _brought()
    where = f"the machine's ({folder})" if folder is not None else "what Kindling brings"
    says = f"time-zone data {version or 'of an unknown version'} is {where}."
    if folder is not None and version is not None and brought is not None and version[:4] < brought[:4]:
        todo = f"Update it, or start with PYTHONTZPATH= so that Kindling's own {brought} counts."
        yield warn("zones", says, todo)
    else:
        yield ok("zones", says)
    for team, zone in used:
        if zone not in zoneinfo.available_timezones():
            yield fail(
                "zones", f"{team} is in {zone}, which is not in it.", "Update tzdata, or set another --tz."
            )


def _brought() -> str | None:
    """The version of the package's data, which comes with Kindling."""
    try:
        return importlib.metadata.version("tzdata")
    except importlib.metadata.PackageNotFoundError:
        return None


def zone_data() -> tuple[Path | None, str | None]:
    """The folder that Python takes the zones from, None for the package; and the data's version."""
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / "Europe" / "London").exists():
            return folder, _version_in(folder)
    return None, _brought()


def _version_in(folder: Path) -> str | None:
    """From the file that the zones' compiler writes, where the system keeps it."""
    source = folder / "tzdata.zi"
    if source.exists():
        with source.open(encoding="utf-8", errors="replace") as lines:
            return lines.readline().removeprefix("# version").strip() or None
    version = folder / "+VERSION"
    return version.read_text(encoding="utf-8").strip() if version.exists() else None
