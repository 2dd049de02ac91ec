"""Every kind of fault the loader knows: alone, on its own line, with its own sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.tips import BrokenTips, load_library, read_library
from bot.tips.faults import Kind
from tests.bot.tips.breaks import LOADER_BREAKS
from tests.bot.tips.samples import GOOD, SERIES, SLIP, WAIT, Break, broken_copy, copy_of_good, found

THIRD = "at-the-counter/03-x.md"


@pytest.mark.parametrize("change", LOADER_BREAKS, ids=str)
def test_each_fault_stands_alone_on_its_line(change: Break, tmp_path: Path) -> None:
    folder, line = broken_copy(change, tmp_path)
    with pytest.raises(BrokenTips) as broken:
        load_library(folder)
    assert found(broken.value.faults) == [(change.kind, line)]
    assert str(broken.value).startswith(f"{folder / change.file}:{line}: ")


@pytest.mark.parametrize("change", LOADER_BREAKS, ids=str)
def test_lines_are_the_same_where_lines_end_as_on_windows(change: Break, tmp_path: Path) -> None:
    folder, line = broken_copy(change, tmp_path)
    path = folder / change.file
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert found(read_library(folder).faults) == [(change.kind, line)]


def to_folder(path: Path) -> None:
    path.mkdir()


def to_loop(path: Path) -> None:
    path.symlink_to(path)


def to_pipe(path: Path) -> None:
    os.mkfifo(path)


def to_second_tip(path: Path) -> None:
    path.write_bytes((GOOD / SLIP).read_bytes())


def to_bytes(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def to_questions(count: int) -> Callable[[Path], None]:
    """The second tip with no more than so many questions."""

    def write(path: Path) -> None:
        front, *questions = (GOOD / SLIP).read_text(encoding="utf-8").split("[[question]]")
        path.write_text(
            "[[question]]".join([front, *questions[:count]]).removesuffix("+++\n") + "+++\n", "utf-8"
        )

    return write


def to_all_right(path: Path) -> None:
    text = (GOOD / SLIP).read_text(encoding="utf-8")
    first, mark, rest = text.partition('[[question]]\nid = "late-file"')
    lines = [line for line in first.split("\n") if not line.startswith("distractor")]
    path.write_text("\n".join(lines).replace("right = false", "right = true") + mark + rest, "utf-8")


FILES: list[tuple[Kind, str, Callable[[Path], None], int]] = [
    (Kind.NOT_A_FILE, THIRD, to_folder, 1),
    (Kind.NOT_A_FILE, THIRD, to_pipe, 1),
    (Kind.UNREADABLE, THIRD, to_loop, 1),
    (Kind.UNKNOWN_FILE, "round", to_loop, 1),
    (Kind.TOO_LARGE, THIRD, to_bytes(b"a" * 65_537), 1),
    (Kind.NOT_UTF8, THIRD, to_bytes(b"+++\n\n\xff\n"), 3),
    (Kind.NOT_UTF8, THIRD, to_bytes("+++\ntitle".encode("utf-16")), 1),
    (Kind.CONTROL_CHARACTER, THIRD, to_bytes(b"+++\n\0\n"), 2),
    (Kind.CONTROL_CHARACTER, THIRD, to_bytes(b"+++\r+++\r"), 1),
    (Kind.CONTROL_CHARACTER, THIRD, to_bytes("a\nb\u2028c".encode()), 2),
    (Kind.NO_PARTS, THIRD, to_bytes(b""), 1),
    (Kind.MISSING_FILE, "behaviours.toml", Path.unlink, 1),
    (Kind.MISSING_FILE, "programme.toml", Path.unlink, 1),
    (Kind.MISSING_FILE, SERIES, Path.unlink, 1),
    (Kind.MISSING_KEY, "programme.toml", to_bytes(b""), 1),
    (Kind.UNKNOWN_FILE, "notes.txt", to_bytes(b"x"), 1),
    (Kind.UNKNOWN_FILE, "01-x.md", to_bytes(b"x"), 1),
    (Kind.UNKNOWN_FILE, "at-the-counter/3-x.md", to_bytes(b"x"), 1),
    (Kind.UNKNOWN_FILE, "at-the-counter/03-X.md", to_bytes(b"x"), 1),
    (Kind.UNKNOWN_FILE, "at-the-counter/00-zero.md", to_second_tip, 1),
    (Kind.UNKNOWN_FILE, "at-the-counter/drafts", to_folder, 1),
    (Kind.NUMBER_TWICE, "at-the-counter/02-zz.md", to_second_tip, 1),
    (Kind.NUMBER_MISSING, "at-the-counter/04-x.md", to_second_tip, 1),
    (Kind.SLUG_TWICE, "at-the-counter/03-say-it-was-us.md", to_second_tip, 1),
    (Kind.FEW_QUESTIONS, SLIP, to_questions(2), 31),
    (Kind.ALL_RIGHT, SLIP, to_all_right, 31),
]


@pytest.mark.parametrize(("kind", "name", "spoil", "line"), FILES)
def test_files_that_cannot_be_used(
    kind: Kind, name: str, spoil: Callable[[Path], None], line: int, tmp_path: Path
) -> None:
    folder = copy_of_good(tmp_path)
    spoil(folder / name)
    faults = read_library(folder).faults
    assert (kind, line) in found(faults)
    assert {fault.file for fault in faults} == {str(folder / name)}


def test_a_series_without_tips_and_a_folder_that_is_none(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    (folder / WAIT).unlink()
    (folder / SLIP).unlink()
    assert found(read_library(folder).faults) == [(Kind.NO_TIPS, 1)]
    for none in (tmp_path / "nowhere", folder / SERIES, tmp_path / "a\0b"):
        assert found(read_library(none).faults) == [(Kind.NO_FOLDER, 1)]


def test_hidden_files_and_a_readme_are_passed_over(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    for name in (".DS_Store", "README.md", "at-the-counter/.01-wait.md.swp", "at-the-counter/README.md"):
        (folder / name).write_bytes(b"\xff")
    assert read_library(folder).faults == ()


def test_an_operators_series_may_not_take_an_id_of_ours() -> None:
    assert found(read_library(GOOD, GOOD).faults) == [(Kind.SERIES_TAKEN, 1)]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    (folder / WAIT).write_text("+++\n", encoding="utf-8")
    (folder / SLIP).write_bytes(b"\xff")
    (folder / "programme.toml").unlink()
    with pytest.raises(BrokenTips) as broken:
        load_library(folder)
    kinds = [kind for kind, _ in found(broken.value.faults)]
    assert kinds == [Kind.NO_PARTS, Kind.NOT_UTF8, Kind.MISSING_FILE]
    assert len(str(broken.value).splitlines()) == 3


def test_what_people_wrote_is_shown_on_one_line(tmp_path: Path) -> None:
    folder = copy_of_good(tmp_path)
    (folder / "a\nb\x1b[31m.txt").write_text("x", encoding="utf-8")
    assert str(read_library(folder).faults[0]).isprintable()
