"""`kindling summary`: what managers may see, and nothing else, for people, programs and spreadsheets."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from bot.actions import AnswerQuiz
from tests.world import PEOPLE, World

Kindling = Callable[..., Result]
MONDAY = datetime(2025, 11, 24, 9, tzinfo=UTC)
"""Long past, also for the clock of the machine that the command reads."""
MEMBERS = [name for name in PEOPLE if name != "priya"]


async def _live(folder: Path, answered: int) -> None:
    """A week of the front desk, in the database that the command finds."""
    world = await World.make(folder, at=MONDAY)
    await world.advance(MONDAY + timedelta(days=3, hours=1))
    for name in MEMBERS[:answered]:
        await world.act(name, AnswerQuiz(1, ("face-him",)))
    await world.advance(MONDAY + timedelta(days=7))
    await world.close()


@pytest.fixture
def week(folder: Path) -> Callable[[int], None]:
    return lambda answered: asyncio.run(_live(folder, answered))


def test_a_week_for_people(kindling: Kindling, week: Callable[[int], None]) -> None:
    week(7)
    text = kindling("summary", "front desk", "--period", "2025-W48").stdout
    assert text.startswith("Front desk, 24 to 30 November\n")
    assert "Answered the question: most" in text
    assert "Right first time: most" in text
    assert "[Done]" not in text


def test_a_week_for_a_program(kindling: Kindling, week: Callable[[int], None]) -> None:
    week(7)
    made = json.loads(kindling("summary", "1", "--period", "2025-W48", "--format", "json").stdout)
    assert (made["team"], made["period"]) == ("Front desk", "2025-W48")
    assert (made["from"], made["to"]) == ("2025-11-24", "2025-11-30")
    assert (made["took_part"], made["right_first"]) == ("most", "most")
    assert made["taught"] == ["look-up/look-up-or-look-out"]
    assert len(made["trend"]) == 12


def test_a_month_for_a_spreadsheet(kindling: Kindling, week: Callable[[int], None]) -> None:
    week(7)
    made = kindling("summary", "Front desk", "--period", "2025-11", "--format", "csv").stdout
    lines = list(csv.DictReader(io.StringIO(made)))
    assert lines[0] == {"period": "2025-11", "figure": "roster", "of": "", "value": "8"}
    values = {(one["figure"], one["of"]): one["value"] for one in lines if one["period"] == "2025-11"}
    assert values["took_part", ""] == "most"
    assert values["right_first", "look-up"] == "most"


@pytest.mark.parametrize("written", ["text", "json", "csv"])
def test_too_few_answers_are_in_no_form(
    kindling: Kindling, week: Callable[[int], None], written: str
) -> None:
    week(4)
    made = kindling("summary", "1", "--period", "2025-W48", "--format", written).stdout
    assert "first time" not in made.replace("Right first time: not shown: too few people", "")
    if written == "json":
        assert json.loads(made)["right_first"] is None
    if written == "csv":
        assert "\n2025-W48,right_first,,\n" in made


def test_without_a_period_it_is_the_last_week(
    kindling: Kindling, week: Callable[[int], None], folder: Path
) -> None:
    week(7)
    made = json.loads(kindling("summary", "1", "--format", "json").stdout)
    assert datetime.fromisoformat(made["to"]).weekday() == 6
    assert made["period"] > "2026-W40"


@pytest.mark.parametrize(
    ("period", "says"),
    [
        ("soon", "period: 'soon' is no period. Write a week such as 2026-W47"),
        ("2026-W99", "is no period"),
        ("2099-01", "period: 2099-01 is not over yet. Ask for one that has ended"),
    ],
)
def test_what_is_no_ended_period_is_refused(
    kindling: Kindling, week: Callable[[int], None], period: str, says: str
) -> None:
    week(7)
    refused = kindling("summary", "1", "--period", period)
    assert refused.exit_code == 1
    assert says in refused.stderr


def test_an_unknown_team_is_named(kindling: Kindling, week: Callable[[int], None]) -> None:
    week(7)
    refused = kindling("summary", "fornt desk")
    assert refused.exit_code == 1
    assert "Front desk" in refused.stderr


def test_it_tells_what_was_frozen(kindling: Kindling, week: Callable[[int], None], folder: Path) -> None:
    week(7)
    before = kindling("summary", "1", "--period", "2025-W48", "--format", "csv").stdout
    with sqlite3.connect(folder / "kindling.db") as database:
        database.execute("UPDATE answers SET was_right = 0")
        database.execute("UPDATE memberships SET left_at = 0")
    database.close()
    assert kindling("summary", "1", "--period", "2025-W48", "--format", "csv").stdout == before
