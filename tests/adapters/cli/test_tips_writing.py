from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Kindling = Callable[..., Result]
TIPS = Path(__file__).parents[3] / "tips"


def test_a_new_tip_says_where_it_is_and_what_to_do_next(kindling: Kindling, folder: Path) -> None:
    result = kindling("tips", "new", "our-own", "tea-first")
    assert result.exit_code == 0
    assert "our-tips/our-own/series.toml and our-tips/our-own/01-tea-first.md" in result.stdout
    assert "kindling tips check our-tips " in result.stdout
    checked = kindling("tips", "check", "our-tips")
    assert checked.exit_code == 1
    assert "our-tips/our-own/01-tea-first.md:9: Hook says nothing" in checked.stdout
    assert "looked-up, got-curious" in (folder / "our-tips/our-own/01-tea-first.md").read_text("utf-8")


def test_it_goes_where_the_settings_or_the_option_say(
    kindling: Kindling, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ours").mkdir()
    monkeypatch.setenv("KINDLING_TIPS_DIR", "ours")
    assert kindling("tips", "new", "our-own", "tea-first").exit_code == 0
    assert kindling("tips", "new", "our-own", "then-talk").exit_code == 0
    assert kindling("tips", "new", "our-own", "elsewhere", "--dir", "theirs").exit_code == 0
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.md")) == [
        "ours/our-own/01-tea-first.md",
        "ours/our-own/02-then-talk.md",
        "theirs/our-own/01-elsewhere.md",
    ]


def test_a_built_in_series_grows_in_its_own_folder_only(kindling: Kindling, folder: Path) -> None:
    refused = kindling("tips", "new", "look-up", "at-the-door")
    assert refused.exit_code == 1
    assert "look-up is a built-in series" in refused.stderr
    assert not (folder / "our-tips").exists()
    shutil.copytree(TIPS, folder / "whole")
    assert (
        "whole/look-up/04-at-the-door.md"
        in kindling("tips", "new", "look-up", "at-the-door", "--dir", "whole").stdout
    )


def test_what_is_there_stays(kindling: Kindling) -> None:
    kindling("tips", "new", "our-own", "tea-first")
    again = kindling("tips", "new", "our-own", "tea-first")
    assert again.exit_code == 1
    assert "is there already, and stays as it is" in again.stderr
