"""`kindling tips`: what is taught, and whether the files are as they should be."""

from __future__ import annotations

from pathlib import Path

import click

from adapters.cli.preview import preview
from adapters.cli.tips_folders import FOLDER, folders_of
from adapters.cli.tips_writing import new
from adapters.cli.values import AS_JSON, print_json
from bot.errors import SetupFault
from bot.teams.values import did_you_mean
from bot.tips import Library, Question, Tip, load_library, read_library
from bot.tips.checks import check_tips


class NoSuchTip(SetupFault):
    """No tip has the id that was asked for."""

    def __init__(self, asked: str, library: Library) -> None:
        known = [tip.id for series in library.series for tip in series.tips]
        hint = did_you_mean(asked, known)
        super().__init__(f'There is no tip "{asked}".{hint} All of them: kindling tips list')


@click.group()
def tips() -> None:
    """What is taught: check, list, show and preview the tips, and begin new ones."""


tips.add_command(preview)
tips.add_command(new)


@tips.command(short_help="Say what is wrong in tips, and what to write.")
@FOLDER
@AS_JSON
def check(folder: Path | None, as_json: bool) -> None:
    """Read every tip of DIR (or all that are in use), and say file, line, what is wrong and what to write."""
    where = folders_of(folder)
    faults = check_tips(*where)
    if as_json:
        rows = [
            {
                "file": one.file,
                "line": one.line,
                "kind": one.kind.name,
                "wrong": one.wrong,
                "write": one.write,
            }
            for one in faults
        ]
        print_json({"faults": rows})
    else:
        for fault in faults:
            click.echo(str(fault))
    if faults:
        count = "One thing has" if len(faults) == 1 else f"{len(faults)} things have"
        raise click.ClickException(f"{count} to be put right; then check again.")
    if not as_json:
        click.echo(_all_well(read_library(*where).library))


def _all_well(library: Library) -> str:
    tips_read = [tip for series in library.series for tip in series.tips]
    questions = sum(len(tip.questions) for tip in tips_read)
    return f"All well: {len(library.series)} series, {len(tips_read)} tips, {questions} questions."


@tips.command(name="list")
@FOLDER
@AS_JSON
def list_tips(folder: Path | None, as_json: bool) -> None:
    """List programmes, series and tips."""
    library = load_library(*folders_of(folder))
    if as_json:
        print_json(_listing(library))
        return
    for programme in library.programmes:
        click.echo(f"Programme {programme.id}, {programme.title}: {', '.join(programme.series)}")
    for series in library.series:
        click.echo(f"\n{series.title} ({series.id}): {series.about}")
        for tip in series.tips:
            click.echo(f"  {tip.id:<44} {tip.title}")


def _listing(library: Library) -> dict[str, object]:
    return {
        "programmes": [
            {"id": one.id, "title": one.title, "series": list(one.series)} for one in library.programmes
        ],
        "series": [
            {
                "id": series.id,
                "title": series.title,
                "about": series.about,
                "language": series.language,
                "tips": [
                    {
                        "id": tip.id,
                        "title": tip.title,
                        "behaviour": tip.behaviour,
                        "questions": len(tip.questions),
                    }
                    for tip in series.tips
                ],
            }
            for series in library.series
        ],
    }


@tips.command()
@click.argument("tip_id", metavar="TIP")
@FOLDER
def show(tip_id: str, folder: Path | None) -> None:
    """Print TIP whole, with its questions, the right choices and the reasons."""
    library = load_library(*folders_of(folder))
    tip = _find(library, tip_id)
    click.echo("\n\n".join([*_lesson(tip), *(_question(one) for one in tip.questions)]))


def _find(library: Library, asked: str) -> Tip:
    """By its id, or by the name behind the slash where only one tip has it."""
    every = [tip for series in library.series for tip in series.tips]
    found = [tip for tip in every if asked in {tip.id, tip.id.partition("/")[2]}]
    if len(found) != 1:
        raise NoSuchTip(asked, library)
    return found[0]


def _lesson(tip: Tip) -> list[str]:
    phrases = [f"Words to try: {'; '.join(tip.phrases)}"] if tip.phrases else []
    talk = [f"Talk about it: {tip.talk}"] if tip.talk else []
    paragraphs = [tip.hook, *tip.idea, f"Try this week: {tip.try_this}", *talk, *phrases]
    return [f"{tip.title} ({tip.id})", *(click.wrap_text(text, 100) for text in paragraphs)]


def _question(question: Question) -> str:
    lines = [click.wrap_text(f"Question {question.id} ({question.kind}): {question.text}", 100)]
    for choice in question.choices:
        mark = "right" if choice.right else "     "
        lines.append(click.wrap_text(f"{mark}  {choice.text}", 100, "  ", "         "))
        lines.append(click.wrap_text(choice.reason, 100, "         ", "         "))
    return "\n".join(lines)
