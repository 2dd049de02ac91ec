"""A brief form of `make crash`: what is promised is kept, and without the quarantine it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.crash.troubles import TROUBLES

ROOT = Path(__file__).parent.parent.parent
ASKED, RESENT, HELD = "can be asked", "can't be asked: resend", "can't be asked: hold"


Proof = Callable[..., dict[str, Any]]
"""Runs a part on a platform, `plain` if none is named, and tells what came of it."""


@pytest.fixture(scope="session")
def outcome_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proof]:
    """In processes of its own, which have one thread: senders are forked from them."""
    faults = tmp_path_factory.mktemp("crash") / "stderr"
    command = [sys.executable, "-m", "tests.crash.served"]
    with (
        faults.open("w") as stderr,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as process,
    ):
        asks, answers = process.stdin, process.stdout
        assert asks is not None
        assert answers is not None

        def ask(part: str, platform: str = "plain") -> dict[str, Any]:
            asks.write(f"{json.dumps([platform, part])}\n")
            asks.flush()
            line = answers.readline()
            assert line, faults.read_text()
            told: dict[str, Any] = json.loads(line)
            assert "tallies" in told, faults.read_text()
            return told

        yield ask
        asks.close()


@pytest.mark.slow
@pytest.mark.parametrize(("platform", "kills", "owed"), [("plain", 30, 900), ("slack", 16, 240)])
def test_killed_again_and_again_it_loses_nothing_and_says_nothing_twice(
    outcome_of: Proof, platform: str, kills: int, owed: int
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
def test_on_teams_doubles_are_only_among_what_is_listed_and_none_is_held(outcome_of: Proof) -> None:
    told = outcome_of("kills", "teams")
    assert told["broken"] == []
    assert sum(told["kills"].values()) >= 16
    assert told["tallies"][ASKED]["owed"] == 0
    assert told["tallies"][RESENT]["resent"] > 0
    assert told["tallies"][HELD]["held"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["plain", "slack"])
def test_without_the_quarantine_it_fails(outcome_of: Proof, platform: str) -> None:
    told = outcome_of("no quarantine", platform)
    assert f"{ASKED}: nothing doubled" in told["broken"]
    assert told["tallies"][ASKED]["lost"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("trouble", TROUBLES)
def test_no_trouble_of_the_machine_costs_or_doubles_a_delivery(outcome_of: Proof, trouble: str) -> None:
    told = outcome_of(trouble)
    assert told["broken"] == []
    assert sum(tally["owed"] for tally in told["tallies"].values()) == 120
