from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Kindling = Callable[..., Result]
ADD = ("teams", "add", "--workspace", "local", "--channel", "front-desk", "--tz", "Europe/Lisbon")


def team(kindling: Kindling, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kindling("teams", "list", "--json").stdout)["teams"][place]
    return found


def refusal(result: Result) -> str:
    """What a failed command says; it has to fail, and to say something."""
    assert result.exit_code != 0
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[-1]


def test_a_team_is_set_up_with_defaults(kindling: Kindling) -> None:
    result = kindling(*ADD, "--name", "Front desk", "--manager", "priya")
    assert result.exit_code == 0
    assert "kindling plan 'Front desk'" in result.stdout
    made = team(kindling)
    assert (made["weekday"], made["time"], made["tz"]) == ("tue", "10:00", "Europe/Lisbon")
    assert (made["days"], made["hours"]) == (["mon", "tue", "wed", "thu", "fri"], "09:00-17:00")
    assert (made["quiz_after"], made["delivery"], made["thanks"]) == (2, "channel", "at-once")
    assert (made["members"], made["managers"]) == (9, ["priya"])


EVERY_SETTING = {
    "--name": ("name", "Returns", "Returns"),
    "--weekday": ("weekday", "Wednesday", "wed"),
    "--time": ("time", "9:30", "09:30"),
    "--tz": ("tz", "asia/tokyo", "Asia/Tokyo"),
    "--days": ("days", "fri-tue", ["mon", "tue", "fri", "sat", "sun"]),
    "--hours": ("hours", "8:00-16:30", "08:00-16:30"),
    "--quiz-after": ("quiz_after", "off", "off"),
    "--delivery": ("delivery", "direct", "direct"),
    "--thanks": ("thanks", "weekly", "weekly"),
    "--reaction": ("reaction", "off", "off"),
    "--language": ("language", "en", "en"),
    "--series": ("series", "look-up", ["look-up"]),
}


def test_a_team_is_set_up_with_every_setting(kindling: Kindling) -> None:
    options = [word for option, (_, given, _) in EVERY_SETTING.items() for word in (option, given)]
    assert kindling(*ADD[:6], *options).exit_code == 0
    made = team(kindling)
    assert {name: made[name] for name, _, _ in EVERY_SETTING.values()} == {
        name: kept for name, _, kept in EVERY_SETTING.values()
    }


@pytest.mark.parametrize("option", [*EVERY_SETTING, "--programme"])
def test_one_setting_is_changed_and_the_others_stay(kindling: Kindling, option: str) -> None:
    kindling(*ADD)
    before = team(kindling)
    if option == "--programme":
        name, given, kept = "series", "first-look", ["look-up", "customer-for-life", "retrain-your-brain"]
    else:
        name, given, kept = EVERY_SETTING[option]  # type: ignore[assignment]
    assert kindling("teams", "set", "1", option, given).exit_code == 0
    assert team(kindling) == before | {name: kept}


def test_a_change_of_nothing_is_asked_what_it_is(kindling: Kindling) -> None:
    kindling(*ADD)
    assert "Say what to change" in refusal(kindling("teams", "set", "1"))
    assert "Say what to change" in refusal(kindling("teams", "set", "1", "--json"))


def test_days_to_skip_and_managers_are_changed(kindling: Kindling) -> None:
    kindling(*ADD, "--manager", "priya")
    result = kindling(
        "teams",
        "set",
        "front-desk",
        "--skip",
        "2026-12-24..2026-12-25",
        "--manager",
        "Sam",
        "--no-manager",
        "@priya",
    )
    assert result.exit_code == 0
    assert team(kindling)["skip"] == ["2026-12-24", "2026-12-25"]
    assert team(kindling)["managers"] == ["sam"]


def test_a_team_is_paused_and_goes_on(kindling: Kindling) -> None:
    kindling(*ADD)
    assert (
        "paused until 2999-01-04" in kindling("teams", "pause", "front-desk", "--until", "2999-01-04").stdout
    )
    assert "paused until 2999-01-04" in kindling("teams", "list").stdout
    assert (team(kindling)["paused"], team(kindling)["paused_until"]) == (True, "2999-01-04")
    assert kindling("teams", "resume", "1").exit_code == 0
    assert "paused" not in kindling("teams", "list").stdout


def test_a_pause_ends_on_a_day_to_come(kindling: Kindling) -> None:
    kindling(*ADD)
    result = kindling("teams", "pause", "front-desk", "--until", "2020-01-04")
    assert "2020-01-04 is not to come" in refusal(result)
    assert team(kindling)["paused"] is False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--weekday", "tusday"), "Did you mean tuesday"),
        (("--time", "25:00"), "Write hours and minutes"),
        (("--tz", "Lisbon"), "Did you mean Europe/Lisbon?"),
        (("--hours", "17:00-9:00"), "ends before it begins"),
        (("--quiz-after", "9"), "Write 0 to 6, or off"),
        (("--language", "xx"), "there is no translation 'xx'"),
        (("--series", "lok-up"), "Did you mean look-up?"),
        (("--series", ","), "none are given"),
        (("--programme", "first-lok"), "Did you mean first-look?"),
        (("--programme", "first-look", "--series", "look-up"), "Write one of the two"),
        (("--manager", "pria"), "Did you mean priya?"),
        (("--name", ""), "Write 1 to 60"),
        (("--delivery", "post"), "Write channel or direct"),
        (("--thanks", "week"), "Did you mean weekly?"),
        (("--reaction", "🌻"), "for example sunflower, or off"),
        (("--reaction", "sunflower"), "only in Slack can a reaction be thanks"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    kindling: Kindling, arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refusal(kindling(*ADD, *arguments))
    assert kindling(*ADD).exit_code == 0
    before = team(kindling)
    assert sentence in refusal(kindling("teams", "set", "front-desk", *arguments))
    assert team(kindling) == before


def test_a_zone_has_to_be_given(kindling: Kindling) -> None:
    assert "--tz Europe/Lisbon" in refusal(kindling(*ADD[:6]))


def test_a_channel_has_one_team(kindling: Kindling) -> None:
    kindling(*ADD, "--name", "Front desk")
    assert "#front-desk already has the team Front desk" in refusal(kindling(*ADD, "--name", "Another"))


def test_a_local_channel_is_made_unless_it_looks_like_a_slip(kindling: Kindling) -> None:
    add = ("teams", "add", "--workspace", "local", "--tz", "UTC", "--channel")
    assert kindling(*add, "#returns").exit_code == 0
    assert team(kindling)["members"] == 9
    assert "Did you mean front-desk?" in refusal(kindling(*add, "frontdesk"))
    assert "can't be a channel" in refusal(kindling(*add, "Two Words"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("plan", "front-dsk"), "Did you mean front-desk? All of them: kindling teams list"),
        (("teams", "set", "7", "--time", "9:00"), 'There is no team "7".'),
        (("teams", "pause", "front-dsk"), "Did you mean front-desk?"),
        (("teams", "pause", "front-desk", "--until", "Friday"), "Write year, month and day"),
        (("teams", "resume", "back office"), 'There is no team "back office".'),
        (("teams", "list", "--workspace", "lcal"), "Did you mean local?"),
        (("teams", "add", "--workspace", "T1", "--channel", "C1", "--tz", "UTC"), "Kindling is in local."),
        (("teams", "paus"), "Did you mean 'pause'?"),
    ],
)
def test_what_is_not_there_is_said_with_what_is_near(
    kindling: Kindling, arguments: tuple[str, ...], sentence: str
) -> None:
    kindling(*ADD)
    assert sentence in refusal(kindling(*arguments))


@pytest.mark.parametrize("command", [("teams", "list"), ("plan", "x"), ("tick",), ("teams", "resume", "x")])
def test_without_a_database_none_is_made(kindling: Kindling, folder: Path, command: tuple[str, ...]) -> None:
    assert "There is no database at kindling.db yet." in refusal(kindling(*command))
    assert list(folder.iterdir()) == []


def test_two_teams_of_one_name_are_told_apart_by_number(kindling: Kindling) -> None:
    kindling(*ADD)
    assert "already" in refusal(
        kindling(*ADD[:4], "--channel", "returns", "--tz", "UTC", "--name", "Front-Desk")
    )
