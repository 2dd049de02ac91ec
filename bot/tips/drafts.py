"""The beginning of a new tip: its file with every part in place and nothing said yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.errors import SetupFault
from bot.tips.blocks import ID_PATTERN
from bot.tips.folders import SERIES, TIP_NAME
from bot.tips.parser import DISTRACTORS
from bot.tips.records import IDEA, SCENARIO, Library
from bot.tips.sections import SECTIONS

MOST_TIPS = 99
CHOICES = 3
_QUESTIONS = (("first-scene", SCENARIO, 2), ("second-scene", SCENARIO, 3), ("on-the-idea", IDEA, 1))
"""Each with the place of its right choice: not the same throughout a tip."""


class BadShortName(SetupFault):
    """What is to name a series or tip can't be part of a file's name."""

    def __init__(self, given: str) -> None:
        super().__init__(f'"{given}" can\'t name a file. Write 1 to 40 of a to z, 0 to 9 and -.')


class TipIsThere(SetupFault):
    """There is a tip of that name already, and it stays as it is."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is there already, and stays as it is. Choose another name, or write there.")


class SeriesIsFull(SetupFault):
    """The numbers of the series' tips have two digits."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} has {MOST_TIPS} tips, and no number is left. Begin another series.")


class CannotWriteThere(SetupFault):
    """The new files can't be made."""

    def __init__(self, folder: Path, fault: OSError) -> None:
        super().__init__(f"Nothing can be written in {folder}: {fault.strerror}. Name another with --dir.")


def begin_tip(folder: Path, series: str, slug: str, library: Library) -> list[Path]:
    """Writes the series' next tip, and its series.toml where that is missing. Answers the files made.

    `library` has the behaviours that the tip may name. Overwrites nothing. Raises BadShortName,
    TipIsThere, SeriesIsFull or CannotWriteThere.
    """
    for name in (series, slug):
        if ID_PATTERN.fullmatch(name) is None:
            raise BadShortName(name)
    try:
        return _write(folder / series, slug, library)
    except OSError as fault:
        raise CannotWriteThere(folder, fault) from None


def _write(folder: Path, slug: str, library: Library) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{_next_number(folder, slug):02d}-{slug}.md"
    texts = {file: tip_draft([behaviour.id for behaviour in library.behaviours])}
    if not (folder / SERIES).exists():
        texts = {folder / SERIES: series_draft(folder.name), **texts}
    for path, text in texts.items():
        with path.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    return list(texts)


def _next_number(folder: Path, slug: str) -> int:
    found = [match for path in folder.iterdir() if (match := TIP_NAME.fullmatch(path.name))]
    for match in found:
        if match[2] == slug:
            raise TipIsThere(folder / match[0])
    number = max((int(match[1]) for match in found), default=0) + 1
    if number > MOST_TIPS:
        raise SeriesIsFull(folder)
    return number


def series_draft(name: str) -> str:
    return f'id = "{name}"\ntitle = ""\nlanguage = "en"\nabout = ""\n'


def tip_draft(behaviours: list[str]) -> str:
    """Settings, sections and questions. What a writer chooses from stands above the first place for it."""
    settings = [
        'title = ""',
        f"# One of: {', '.join(behaviours)}",
        'behaviour = ""',
        'source = "own"',
        'ground = "ours"',
    ]
    sections = "\n\n".join(f"## {name}" for name in SECTIONS)
    questions = "\n\n".join("\n".join(table) for table in _tables())
    return "\n".join(["+++", *settings, "+++", "", sections, "", "+++", questions, "+++", ""])


def _tables() -> Iterator[list[str]]:
    for name, kind, right in _QUESTIONS:
        yield ["[[question]]", f'id = "{name}"', f'kind = "{kind}"', 'text = ""']
        for place in range(1, CHOICES + 1):
            yield _choice(
                f"{name}-{place}", is_right=place == right, tells=name == _QUESTIONS[0][0] and place == 1
            )


def _choice(name: str, *, is_right: bool, tells: bool) -> list[str]:
    head = ["[[question.choice]]", f'id = "{name}"', 'text = ""', f"right = {str(is_right).lower()}"]
    kinds = [f"# One of: {', '.join(DISTRACTORS)}"] if tells else []
    distractor = [] if is_right else [*kinds, 'distractor = ""']
    return [*head, *distractor, 'reason = ""']
