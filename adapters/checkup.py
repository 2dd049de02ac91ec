"""What `kindling doctor` looks at: each look says whether it is well, and if not what to do."""

from __future__ import annotations

import errno
import json
import os
import shutil
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.request import urlopen

from adapters.nightly import machine_wall_time, made_in
from adapters.settings import Settings
from bot.errors import SetupFault
from storage.inspection import Inspection, inspect

LITTLE_SPACE = 200_000_000
OLD_BACKUP = timedelta(hours=30)
VANISHING_HOSTS = {
    "DYNO": "Heroku and its like",
    "K_SERVICE": "Cloud Run",
    "VCAP_APPLICATION": "Cloud Foundry",
}
IN_MEMORY = {"tmpfs", "ramfs"}
LAYER = {"overlay", "aufs"}


class Level(StrEnum):
    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's. `todo` is empty where all is well."""

    name: str
    level: Level
    says: str
    todo: str = ""


def ok(name: str, says: str) -> Finding:
    return Finding(name, Level.OK, says)


def warn(name: str, says: str, todo: str) -> Finding:
    return Finding(name, Level.WARN, says, todo)


def fail(name: str, says: str, todo: str = "") -> Finding:
    return Finding(name, Level.FAIL, says, todo)


def look_at_database(file: Path) -> tuple[Finding, Inspection | None]:
    """What it tells too, where it can be read. Nothing is made and nothing is migrated."""
    if not file.exists():
        return _absent(file), None
    if not os.access(file, os.W_OK):
        todo = "Give the user who runs Kindling the right to."
        return fail("database", f"{file} can't be written.", todo), None
    try:
        inside = inspect(file)
    except SetupFault as fault:
        return fail("database", str(fault)), None
    if inside.missing:
        says = f"{file} is of an older Kindling, by {len(inside.missing)} changes."
        return fail("database", says, "Run: kindling migrate"), inside
    size = file.stat().st_size / 1e6
    return ok("database", f"{file} opens, is whole and is of this version ({size:.1f} MB)."), inside


def _absent(file: Path) -> Finding:
    if os.access(file.absolute().parent, os.W_OK):
        return warn("database", f"{file} is not there yet.", "kindling teams add makes it.")
    return fail(
        "database", f"{file} can't be made.", "Name a file in a folder that can be written, in DATABASE_URL."
    )


def look_at_space(file: Path) -> Finding:
    """Room for the database, its log and a backup."""
    folder = file.absolute().parent
    if not folder.is_dir():
        return fail("space", f"there is no folder {folder}.", "Make it, or name another in DATABASE_URL.")
    free = shutil.disk_usage(folder).free
    needed = max(LITTLE_SPACE, 3 * file.stat().st_size if file.exists() else 0)
    if free < needed:
        return warn(
            "space", f"{free / 1e6:.0f} MB are free in {folder}.", f"Make room for {needed / 1e6:.0f} MB."
        )
    return ok("space", f"{free / 1e9:.1f} GB are free in {folder}.")


def look_at_disk(file: Path, environment: Mapping[str, str], mounts: str) -> Finding:
    """Whether the file outlives the process. `mounts` is what Linux has in /proc/self/mounts."""
    todo = "Set DATABASE_URL to a place that stays, such as a volume."
    for name, host in VANISHING_HOSTS.items():
        if name in environment:
            return fail("disk", f"this host ({host}) empties its disk at each restart.", todo)
    kind = kind_of_disk(file.absolute(), mounts)
    if kind in IN_MEMORY:
        return fail("disk", f"{file} is kept in memory and is gone at the next start.", todo)
    if kind in LAYER:
        return warn("disk", f"{file} is in a container's own layer and goes with the container.", todo)
    return ok("disk", "the database's disk stays.")


def kind_of_disk(file: Path, mounts: str) -> str:
    """The file system of the deepest mount above the file; "" if that is not known."""
    kinds = {Path(place): kind for _, place, kind, *_ in map(str.split, mounts.splitlines())}
    return next((kinds[folder] for folder in (file, *file.parents) if folder in kinds), "")


def look_at_port(host: str, port: int) -> Finding:
    """Free, or taken by Kindling itself."""
    name = f"{host}:{port}"
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind((host, port))
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:
            return fail("port", f"{name} can't be listened on ({fault.strerror}).", "Change HOST or PORT.")
        if _kindling_answers(host, port):
            return ok("port", f"Kindling runs and answers at {name}.")
        return fail("port", f"{name} is taken by another program.", f"Stop that, or write PORT={port + 1}.")
    return ok("port", f"{name} is free.")


def _kindling_answers(host: str, port: int) -> bool:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  asked, not listened on
    place = f"[{reached}]" if ":" in reached else reached
    try:
        with urlopen(f"http://{place}:{port}/healthz", timeout=2) as answer:
            return bool(json.load(answer) == {"status": "ok"})
    except (OSError, ValueError):
        return False


def look_at_backups(settings: Settings, now: Callable[[], datetime] = machine_wall_time) -> Finding:
    folder = settings.backup_dir
    if folder is None:
        return warn(
            "backups", "no backup is made at night.", "Set KINDLING_BACKUP_DIR to a folder on another disk."
        )
    if not os.access(folder, os.W_OK):
        return fail("backups", f"{folder} can't be written.", "Give the user who runs Kindling the right to.")
    made = made_in(folder)
    if not made:
        return warn("backups", f"there is none in {folder} yet.", "The first is made after 3 in the morning.")
    age = now() - datetime.fromtimestamp(made[-1].stat().st_mtime, UTC)
    if age > OLD_BACKUP:
        days = max(age.days, 1)
        return warn(
            "backups", f"the last one is {days} days old.", "Look into the log for what keeps it from it."
        )
    return ok("backups", f"the last one is {made[-1].name}, of {len(made)} in {folder}.")
