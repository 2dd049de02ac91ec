"""A brief form of `make crash`: what is promised is kept, and without the quarantine it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crash.troubles import TROUBLES

ROOT = Path(__file__).parent.parent.parent
ASKED, RESENT, HELD = "can be asked", "can't be asked: resend", "can't be asked: hold"


def outcome_of(part: str, platform: str = "plain") -> dict[str, Any]:
    """Run in a process of its own, which has one thread: senders are forked from it."""
    command = [sys.executable, "-m", "tests.crash", "--brief", "--platform", platform, part]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=480, check=False)
    assert done.stdout, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)[part]
    return told


@pytest.mark.slow
@pytest.mark.parametrize(("platform", "kills", "owed"), [("plain", 30, 900), ("slack", 16, 240)])
def test_killed_again_and_again_it_loses_nothing_and_says_nothing_twice(
    platform: str, kills: int, owed: int
) -> None:
    told = outcome_of("kills", platform)
    assert told["broken"] == []
    assert sum(told["kills"].values()) >= kills
    assert len(told["kills"]) == 8
    tallies = told["tallies"]
    assert tallies[ASKED]["owed"] >= owed
    assert tallies[RESENT]["resent"] > 0
    assert tallies[HELD]["held"] > 0
    assert sum(tally["dead"] for tally in tallies.values()) > 0


@pytest.mark.slow
def test_on_teams_doubles_are_only_among_what_is_listed_and_none_is_held() -> None:
    told = outcome_of("kills", "teams")
    assert told["broken"] == []
    assert sum(told["kills"].values()) >= 16
    assert told["tallies"][ASKED]["owed"] == 0
    assert told["tallies"][RESENT]["resent"] > 0
    assert told["tallies"][HELD]["held"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["plain", "slack"])
def test_without_the_quarantine_it_fails(platform: str) -> None:
    told = outcome_of("no quarantine", platform)
    assert f"{ASKED}: nothing doubled" in told["broken"]
    assert told["tallies"][ASKED]["lost"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLES)
def test_no_trouble_of_the_machine_costs_or_doubles_a_delivery(trouble: str) -> None:
    told = outcome_of(trouble)
    assert told["broken"] == []
    assert sum(tally["owed"] for tally in told["tallies"].values()) == 120
