"""Which folders of tips a command means."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.settings import load_settings
from adapters.wiring import TIPS
from bot.tips.folders import BEHAVIOURS, PROGRAMMES

FOLDER = click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)


def folders_of(folder: Path | None) -> tuple[Path, Path | None]:
    """The folder to read, and one that adds to it. Without one, the built-in tips and KINDLING_TIPS_DIR.

    A folder with both files that a whole set needs stands alone; any other adds to the built-in tips.
    """
    if folder is None:
        return TIPS, load_settings().tips_dir
    return (folder, None) if is_whole(folder) else (TIPS, folder)


def is_whole(folder: Path) -> bool:
    """Whether the folder is a set of its own, and not an addition to the built-in tips."""
    if folder.resolve() == TIPS.resolve():
        return True
    return all((folder / name).is_file() for name in (PROGRAMMES, BEHAVIOURS))
