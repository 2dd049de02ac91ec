"""The operator's commands: what is owed, backup and restore beside a real server, and the doctor."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import Result

from adapters.clock import keep_time
from adapters.settings import load_settings
from adapters.wiring import build
from storage.backups import back_up
from tests.adapters.cli.process import Served, got, messages

Kindling = Callable[..., Result]
Serve = Callable[..., Served]
ADD = ("teams", "add", "--workspace", "local", "--channel", "front-desk", "--tz", "Europe/Lisbon")
WEEKDAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def read(kindling: Kindling, *arguments: str) -> Any:
    return json.loads(kindling(*arguments, "--json").stdout)


def listed(kindling: Kindling, *arguments: str) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in read(kindling, "deliveries", *arguments)["deliveries"]}


def refusal(result: Result) -> str:
    assert result.exit_code == 1
    assert result.stdout == ""
    return result.stderr.splitlines()[-1]


@pytest.fixture
def week(kindling: Kindling, folder: Path) -> dict[str, Any]:
    """A team whose first tip is owed and not sent: the plan of that week, with the tip's key."""
    kindling(*ADD)
    [found] = read(kindling, "plan", "front-desk", "--weeks", "1")["weeks"]
    kindling("tick", "--at", found["tip_at"])
    found["key"] = f"tip/{found['week']}/team-1"
    return dict(found)


def set_state(folder: Path, key: str, state: str, reason: str | None = None) -> None:
    with closing(sqlite3.connect(folder / "kindling.db")) as opened, opened:
        change = (
            "UPDATE deliveries SET state = ?, reason = ?, message_id = NULL, sent_at = NULL WHERE key = ?"
        )
        assert opened.execute(change, (state, reason, key)).rowcount == 1
        if state == "dead":
            opened.execute("UPDATE lessons SET state = 'skipped', quiz_at = NULL, reason = 'not-sent'")


def test_what_is_owed_is_listed(kindling: Kindling, folder: Path, week: dict[str, Any]) -> None:
    assert kindling("deliveries").stdout == "Nothing waits, and nothing was given up.\n"
    assert kindling("deliveries", "--status", "dead").stdout == "Nothing is in that state.\n"
    set_state(folder, week["key"], "held", "fate unknown")
    text = kindling("deliveries").stdout
    [head, line, _, counts, hint] = text.splitlines()
    assert head.split()[:5] == ["KEY", "KIND", "TEAM", "STATE", "TRIES"]
    assert line.split()[:5] == [week["key"], "tip", "front-desk", "held", "0"]
    assert line.endswith("fate unknown")
    assert counts == "1 held"
    assert "--redrive KEY" in hint
    assert listed(kindling, "--status", "held")[week["key"]]["reason"] == "fate unknown"
    assert listed(kindling, "--status", "dead") == {}


def test_what_was_sent_is_listed_when_asked_for(kindling: Kindling, week: dict[str, Any]) -> None:
    [found] = listed(kindling, "--status", "sent").values()
    assert (found["key"], found["state"], found["team"]) == (week["key"], "sent", "front-desk")
    assert found["message"] is not None


def test_only_the_last_are_shown(kindling: Kindling, folder: Path, week: dict[str, Any]) -> None:
    kindling("tick", "--at", week["quiz_at"])
    assert len(listed(kindling, "--status", "sent")) == 2
    found = read(kindling, "deliveries", "--status", "sent", "--limit", "1")
    assert (found["in_all"], [one["kind"] for one in found["deliveries"]]) == (2, ["quiz"])
    assert "The last 1 of 2" in kindling("deliveries", "--status", "sent", "--limit", "1").stdout


def at(week: dict[str, Any], minutes: int) -> str:
    return (datetime.fromisoformat(week["tip_at"]) + timedelta(minutes=minutes)).isoformat()


@contextmanager
def clock_at(monkeypatch: pytest.MonkeyPatch, instant: str) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr("adapters.local.clock.DemoClock.now", lambda _self: datetime.fromisoformat(instant))
        yield


@pytest.mark.parametrize(("state", "reason"), [("dead", "refused: too_long"), ("held", "fate unknown")])
def test_a_dead_or_held_one_is_tried_again(
    kindling: Kindling,
    folder: Path,
    week: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    reason: str,
) -> None:
    set_state(folder, week["key"], state, reason)
    with clock_at(monkeypatch, at(week, 20)):
        result = kindling("deliveries", "--redrive", week["key"])
    assert result.exit_code == 0, result.stderr
    assert "pending again and goes out at once" in result.stdout
    assert ("stand there twice" in result.stdout) is (state == "held")
    assert listed(kindling)[week["key"]]["tries"] == 0
    assert read(kindling, "tick", "--at", at(week, 21))["sent"] == 1
    assert listed(kindling, "--status", "sent")[week["key"]]["reason"] == (
        "resent" if state == "held" else None
    )
    assert read(kindling, "tick", "--at", week["quiz_at"])["sent"] == 1, "its question follows"


def test_what_is_not_tried_again_and_why(
    kindling: Kindling, folder: Path, week: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = week["key"]
    assert "was sent already" in refusal(kindling("deliveries", "--redrive", key))
    assert "Nothing has the key" in refusal(kindling("deliveries", "--redrive", "tip/2026-W01/team-9"))
    for state, says in (("pending", "by itself"), ("sending", "by itself"), ("ambiguous", "finds out")):
        set_state(folder, key, state)
        assert says in refusal(kindling("deliveries", "--redrive", key))
    set_state(folder, key, "dead", "past-use")
    assert "Its time is over" in refusal(kindling("deliveries", "--redrive", key))
    set_state(folder, key, "dead", "refused: too_long")
    with clock_at(monkeypatch, at(week, 60 * 24 * 9)):
        assert "Its time is over" in refusal(kindling("deliveries", "--redrive", key))
    with closing(sqlite3.connect(folder / "kindling.db")) as opened, opened:
        opened.execute("UPDATE conversations SET ended = 'archived'")
        lesson = opened.execute("SELECT state FROM lessons").fetchone()
    with clock_at(monkeypatch, at(week, 20)):
        assert "Bring it back" in refusal(kindling("deliveries", "--redrive", key))
    assert lesson == ("skipped",), "nothing was changed"
    assert listed(kindling)[key]["state"] == "dead"


def served_here(served: Serve, folder: Path, **environment: str) -> Served:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return served("serve", "--local", PORT=str(port), **environment)


def test_a_backup_beside_a_server_and_back(
    served: Serve, started: Serve, folder: Path, kindling: Kindling
) -> None:
    kindling(*ADD)
    server = served_here(served, folder)
    code, out, err = started("backup", "copy.db").end()
    assert (code, err) == (0, "")
    assert "and was checked" in out
    assert started("teams", "add", *ADD[2:4], "--channel", "back-office", "--tz", "UTC").end()[0] == 0
    code, _, err = started("restore", "copy.db", "--force").end()
    assert code == 1
    assert "Stop it, then try again" in err
    assert server.stop()[0] == 0
    code, _, err = started("restore", "copy.db").end()
    assert code == 1
    assert "--force" in err
    code, out, err = started("restore", "copy.db", "--force", "--json").end()
    assert code == 0, err
    assert json.loads(out)["before"] == "kindling.db.before"
    assert [team["name"] for team in read(kindling, "teams", "list")["teams"]] == ["front-desk"]
    with closing(sqlite3.connect(folder / "kindling.db.before")) as opened:
        assert opened.execute("SELECT count(*) FROM teams").fetchone() == (2,)


def test_what_may_have_been_sent_since_is_looked_up_and_not_said_twice(
    kindling: Kindling, folder: Path, served: Serve
) -> None:
    """The backup knows of no tip; by now it stands in the chat. The demo's clock is the machine's here."""
    slot = datetime.now(UTC) - timedelta(minutes=3)
    day, hour = WEEKDAY[slot.weekday()], f"{slot:%H:%M}"
    kindling(*ADD)
    kindling(
        "teams", "set", "front-desk", "--tz", "UTC", "--weekday", day, "--time", hour, "--days", "mon-sun"
    )
    with closing(sqlite3.connect(folder / "kindling.db")) as opened, opened:
        opened.execute("UPDATE teams SET changed_at = changed_at - 7200000000")
        opened.execute("UPDATE looks SET due_at = 0")
    back_up(folder / "kindling.db", folder / "copy.db")
    assert read(kindling, "tick")["sent"] >= 1
    restored = kindling("restore", "copy.db", "--force")
    assert "1 due by now may have been sent" in restored.stdout
    [doubted] = listed(kindling).values()
    assert doubted["state"] == "ambiguous"
    server = served_here(served, folder, KINDLING_QUARANTINE="0")
    until = time.monotonic() + 15
    while listed(kindling) and time.monotonic() < until:
        time.sleep(0.2)
    assert [one["state"] for one in listed(kindling, "--status", "sent").values()] == ["sent"]
    assert len([one for one in messages(server) if "idea" in one["push"]]) == 1


def test_ready_and_then_not(served: Serve, folder: Path, kindling: Kindling) -> None:
    kindling(*ADD)
    server = served_here(served, folder)
    ready = got(f"{server.address}/readyz")
    assert (ready["status"], ready["reasons"], ready["database"]) == ("ready", [], "ok")
    assert got(f"{server.address}/healthz") == {"status": "ok"}
    old = int((datetime.now(UTC) - timedelta(days=1)).timestamp() * 1_000_000)
    with closing(sqlite3.connect(folder / "kindling.db")) as opened, opened:
        opened.execute(
            "INSERT INTO workspaces (id, platform, name, created_at, unknown_outcome)"
            " VALUES ('T9', 'slack', 'Elsewhere', 0, 'resend')"
        )
        opened.execute(
            "INSERT INTO conversations (id, workspace_id, platform_id, kind, name, public)"
            " VALUES (99, 'T9', 'C9', 'channel', 'x', 1)"
        )
        opened.execute(
            "INSERT INTO deliveries (key, workspace_id, conversation_id, kind, slot_at, due_at, about,"
            " revision, state, fence, tries) VALUES ('x', 'T9', 99, 'hello', ?, ?, '{}', 0, 'pending', 0, 0)",
            (old, old),
        )
    with pytest.raises(HTTPError) as answered:
        urlopen(f"{server.address}/readyz", timeout=10)
    assert answered.value.code == 503
    body = json.load(answered.value)
    answered.value.close()
    assert body["status"] == "not ready"
    assert body["oldest_owed_seconds"] >= 86400
    assert "kindling deliveries" in body["reasons"][0]


async def recurring_jobs() -> list[str]:
    async with build(load_settings()) as application:
        return [job.id for job in keep_time(application, 15)._scheduler.get_jobs()]


def test_a_server_makes_the_nightly_backup(
    kindling: Kindling, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kindling(*ADD)
    (folder / "nights").mkdir()
    for setting, there in (("nights", True), ("", False)):
        monkeypatch.setenv("KINDLING_BACKUP_DIR", setting)
        assert ("backup" in asyncio.run(recurring_jobs())) is there


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("backup", "copy.db"), "There is no database at kindling.db yet"),
        (("restore", "absent.db"), "there is no such file"),
    ],
)
def test_nothing_to_copy(kindling: Kindling, arguments: tuple[str, ...], says: str) -> None:
    assert says in refusal(kindling(*arguments))


def test_sent_to_nowhere(kindling: Kindling) -> None:
    kindling(*ADD)
    assert "there is no folder" in refusal(kindling("backup", "no/copy.db"))
