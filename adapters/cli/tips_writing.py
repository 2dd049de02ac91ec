"""`kindling tips new`: a file to write a tip in."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.cli.tips_folders import is_whole
from adapters.settings import load_settings
from adapters.wiring import TIPS
from bot.errors import SetupFault
from bot.tips import Library, read_library
from bot.tips.drafts import begin_tip
from bot.tips.sections import SAY

OUR_TIPS = Path("our-tips")


class BuiltInSeries(SetupFault):
    """A series that comes with Kindling does not grow from another folder."""

    def __init__(self, series: str) -> None:
        super().__init__(
            f"{series} is a built-in series. Choose a name of your own, such as our-{series}, "
            "or write among the built-in tips with --dir tips."
        )


@click.command(short_help="Begin a tip: a file with every part in place.")
@click.argument("series")
@click.argument("slug")
@click.option(
    "--dir",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Where tips of yours are; without it KINDLING_TIPS_DIR, or {OUR_TIPS}.",
)
def new(series: str, slug: str, folder: Path | None) -> None:
    """Begin the next tip of SERIES in a file named after SLUG, with every part in place and nothing said.

    `kindling tips check` then names each part that is still empty.
    """
    where = folder or load_settings().tips_dir or OUR_TIPS
    made = begin_tip(where, series, slug, _library(where, series))
    click.echo(f"Made {' and '.join(map(str, made))}.")
    click.echo(f'Fill in what stands empty; "{SAY}" may be taken out. Then:')
    click.echo(f"  kindling tips check {where}      what is missing, line by line")
    click.echo(f"  kindling tips preview {where}    as people will see it, while you write")


def _library(folder: Path, series: str) -> Library:
    """What the folder's tips may name. Other tips in it may still be unfinished. Raises BuiltInSeries."""
    if is_whole(folder):
        return read_library(folder).library
    built_in = read_library(TIPS).library
    if any(one.id == series for one in built_in.series):
        raise BuiltInSeries(series)
    return read_library(TIPS, folder).library if folder.is_dir() else built_in
