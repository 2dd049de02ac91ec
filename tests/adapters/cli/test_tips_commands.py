from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Kindling = Callable[..., Result]
TIPS = Path(__file__).parents[3] / "tips"
LOOK_UP = "look-up/look-up-or-look-out"


@pytest.fixture
def copied(folder: Path) -> Path:
    """The built-in tips, to break."""
    return Path(shutil.copytree(TIPS, folder / "copied"))


def test_the_built_in_tips_are_well(kindling: Kindling) -> None:
    result = kindling("tips", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("All well: 3 series, 11 tips, ")
    assert json.loads(kindling("tips", "check", "--json").stdout) == {"faults": []}


def test_a_whole_set_is_checked_by_itself(kindling: Kindling, copied: Path) -> None:
    assert kindling("tips", "check", "copied").exit_code == 0
    broken = copied / "look-up" / "01-look-up-or-look-out.md"
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("right = true", "right = false"), encoding="utf-8")
    result = kindling("tips", "check", "copied")
    assert result.exit_code == 1
    assert result.stdout.startswith("copied/look-up/01-look-up-or-look-out.md:")
    assert "no choice of the question is right" in result.stdout
    assert "put right; then check again" in result.stderr
    faults = json.loads(kindling("tips", "check", "copied", "--json").stdout)["faults"]
    assert {"file", "line", "kind", "wrong", "write"} == set(faults[0])


def test_a_part_adds_to_the_built_in_tips(
    kindling: Kindling, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = folder / "ours"
    ours.mkdir()
    (ours / "behaviours.toml").write_text(
        '[[behaviour]]\nid = "looked-up"\nlabel = "was all there"\n', encoding="utf-8"
    )
    assert kindling("tips", "check", "ours").stdout.startswith("All well: 3 series")
    (ours / "behaviours.toml").write_text("[[behaviour]\n", encoding="utf-8")
    assert "ours/behaviours.toml:1: " in kindling("tips", "check", "ours").stdout
    monkeypatch.setenv("KINDLING_TIPS_DIR", "ours")
    for command in (("tips", "list"), ("tips", "check"), ("demo", "--port", "0")):
        result = kindling(*command)
        assert result.exit_code == 1
        assert "ours/behaviours.toml:1: " in result.output


def test_tips_are_listed(kindling: Kindling) -> None:
    text = kindling("tips", "list").stdout
    assert "Programme default" in text
    assert LOOK_UP in text
    listed = json.loads(kindling("tips", "list", "--json").stdout)
    assert sum(len(series["tips"]) for series in listed["series"]) == 11


@pytest.mark.parametrize("asked", [LOOK_UP, "look-up-or-look-out"])
def test_a_tip_is_shown_whole(kindling: Kindling, asked: str) -> None:
    text = kindling("tips", "show", asked).stdout
    assert text.startswith(f"Look up, or look out ({LOOK_UP})")
    assert text.count("  right  ") >= 3
    assert "Try this week: " in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("tips", "show", "look-up/look-up-or-lok-out"), f"Did you mean {LOOK_UP}?"),
        (("tips", "show", "zzz"), 'There is no tip "zzz". All of them: kindling tips list'),
        (("tips", "check", "nowhere"), "'nowhere' does not exist"),
        (("tips", "list", "nowhere"), "'nowhere' does not exist"),
    ],
)
def test_what_is_not_there(kindling: Kindling, arguments: tuple[str, ...], sentence: str) -> None:
    result = kindling(*arguments)
    assert result.exit_code != 0
    assert sentence in result.stderr
