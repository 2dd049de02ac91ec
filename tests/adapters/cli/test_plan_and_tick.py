from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from bot.tips import load_library

Kindling = Callable[..., Result]
TIPS = load_library(Path(__file__).parents[3] / "tips")
ADD = ("teams", "add", "--workspace", "local", "--channel", "front-desk", "--tz", "Europe/Lisbon")


def planned(kindling: Kindling, weeks: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        kindling("plan", "front-desk", "--weeks", str(weeks), "--json").stdout
    )["weeks"]
    return found


def posts(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "kindling-chat.db") as chat:
        keys = [key for (key,) in chat.execute("SELECT key FROM messages ORDER BY id")]
    chat.close()
    return keys


def test_sixty_weeks_ahead_with_the_programme_s_end(kindling: Kindling) -> None:
    kindling(*ADD)
    weeks = planned(kindling, 60)
    in_order = [tip.id for tip in TIPS.tips_of(TIPS.programmes[0].series)]
    assert len({week["week"] for week in weeks}) == 60
    assert [week["tip"] for week in weeks] == [in_order[n % len(in_order)] for n in range(60)]
    assert [n % len(in_order) for n, week in enumerate(weeks) if week["ends"]] == [10] * 5
    assert [n % len(in_order) for n, week in enumerate(weeks) if week["begins_again"]] == [0] * 5
    text = kindling("plan", "front-desk", "--weeks", "60").stdout
    assert text.count("the programme begins again") == 5
    assert "times in Europe/Lisbon" in text


def test_why_a_week_is_left_out(kindling: Kindling) -> None:
    kindling(*ADD)
    until = (datetime.now(UTC) + timedelta(weeks=3)).date()
    kindling("teams", "pause", "front-desk", "--until", until.isoformat())
    assert [week["reason"] for week in planned(kindling, 2)] == ["paused", "paused"]
    assert "no tip: the team is paused" in kindling("plan", "front-desk").stdout
    kindling("teams", "resume", "front-desk")
    slot_on = planned(kindling, 1)[0]["slot_at"][:10]
    kindling("teams", "set", "front-desk", "--skip", slot_on)
    assert planned(kindling, 1)[0]["reason"] == "day-to-skip"
    assert "days to skip" in kindling("plan", "front-desk").stdout


def test_looking_ahead_changes_nothing(kindling: Kindling, folder: Path) -> None:
    kindling(*ADD)
    with sqlite3.connect(folder / "kindling.db") as database:
        before = list(database.iterdump())
        kindling("plan", "front-desk", "--weeks", "520")
        assert list(database.iterdump()) == before
    database.close()


def test_what_is_planned_is_sent_at_its_time_and_once(kindling: Kindling, folder: Path) -> None:
    kindling(*ADD)
    [week] = planned(kindling, 1)
    early = (datetime.fromisoformat(week["tip_at"]) - timedelta(seconds=1)).isoformat()
    assert "nothing sent" in kindling("tick", "--at", early).stdout
    assert json.loads(kindling("tick", "--at", week["tip_at"], "--json").stdout)["sent"] == 1
    assert "nothing sent" in kindling("tick", "--at", week["tip_at"]).stdout
    assert "1 sent" in kindling("tick", "--at", week["quiz_at"]).stdout
    assert posts(folder) == [f"tip/{week['week']}/team-1", f"quiz/{week['week']}/team-1"]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "2999-11-26T10:00:00Z", "0001-01-01T00:00:00Z"])
def test_an_instant_years_away_is_no_pass_of_the_clock(kindling: Kindling, at: str) -> None:
    """What is decided then stays: no tip would come before it."""
    kindling(*ADD)
    before = planned(kindling, 2)
    result = kindling("tick", "--at", at)
    assert result.exit_code == 1
    assert "two years" in result.stderr
    assert planned(kindling, 2) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("tick", "--at", "2026-11-24T10:00"), "with its offset"),
        (("tick", "--at", "soon"), "is no instant"),
        (("plan", "front-desk", "--weeks", "0"), "is not in the range"),
    ],
)
def test_what_cannot_be_read(kindling: Kindling, arguments: tuple[str, ...], sentence: str) -> None:
    kindling(*ADD)
    result = kindling(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
