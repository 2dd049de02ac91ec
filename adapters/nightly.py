"""A backup a night, in a folder of the operator's, and only so many of them."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from adapters.logs import logger
from storage.backups import CannotBackUp, back_up
from storage.copying import CopyStopped

NIGHT = 3
"""The hour of the machine's own zone from which the day's backup is made."""

_NAME = re.compile(r"kindling-\d{4}-\d\d-\d\d\.db")
log = logger(__name__)


def machine_wall_time() -> datetime:
    """In the machine's own zone: only here does anything depend on that."""
    return datetime.now().astimezone()


@dataclass
class NightlyBackups:
    """Makes the day's backup when it is missing, whenever it is asked after three in the morning."""

    database: Path
    folder: Path
    kept: int
    now: Callable[[], datetime] = machine_wall_time

    async def make(self) -> Path | None:
        """The backup if this made one; what kept it from it is logged, and asked again it tries again."""
        now = self.now()
        file = self.folder / name_of(now.date())
        if now.hour < NIGHT or file.exists():
            return None
        stop = threading.Event()
        try:
            await asyncio.to_thread(back_up, self.database, file, stop.is_set)
        except CopyStopped:
            return None
        except CannotBackUp as fault:
            log.error("The nightly backup was not made.", why=str(fault))  # noqa: TRY400  the place is known
            return None
        finally:
            stop.set()
        log.info("A backup was made.", file=file.name, bytes=file.stat().st_size)
        self._forget_old()
        return file

    def _forget_old(self) -> None:
        """Only files with a name of ours, and only once a newer backup is whole."""
        for old in made_in(self.folder)[: -self.kept]:
            with suppress(OSError):
                old.unlink()
                log.info("An old backup was removed.", file=old.name)


def name_of(day: date) -> str:
    return f"kindling-{day.isoformat()}.db"


def made_in(folder: Path) -> list[Path]:
    """The nightly backups there, oldest first."""
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
