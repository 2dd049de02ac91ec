"""Real processes: the demo, the server, their signals and what they log."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from adapters.cli.running import called
from adapters.server import STOP_WITHIN
from tests.adapters.cli.process import Served, actions, got, messages, sent, start_installed

TYPED = "marzipan-typed-by-a-person"
Serve = Callable[..., Served]


def test_the_demo_has_this_week_s_tip_and_its_question(folder: Path) -> None:
    demo = start_installed(folder, "demo", "--weeks", "0", "--port", "0")
    try:
        demo.wait_for_address()
        tip, question = messages(demo)
    finally:
        stopped = demo.stop()
    assert (stopped[0], stopped[2]) == (0, "")
    assert "This week's idea" in tip["push"]
    assert question["push"].startswith("Question of the week")
    assert question["at"][11:16] == "10:00"
    assert (folder / "kindling-demo.db").exists()


def test_two_people_answer_and_the_next_week_comes(served: Serve) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0")
    question = messages(demo)[1]
    for person in ("marta", "jonas"):
        answer = {"as": person, "message": question["id"], "action": actions(question)[0], "values": {}}
        reply = sent(f"{demo.address}/api/local/actions", **answer)["reply"]
        assert reply["push"] in {"Yes, that's it.", "Not quite."}
    what = [sent(f"{demo.address}/api/local/clock", to="next")["what"] for _ in range(4)]
    assert all(what)
    posts = messages(demo)
    assert len(posts) == 4
    assert posts[1]["edited"] is not None


def test_the_clock_moved_far_passes_every_week(served: Serve) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0")
    now = datetime.fromisoformat(got(f"{demo.address}/api/local/clock")["now"])
    sent(f"{demo.address}/api/local/clock", to=(now + timedelta(weeks=5)).isoformat())
    pushes = [message["push"] for message in messages(demo)]
    assert sum("This week's idea" in push for push in pushes) == 6
    assert len(pushes) == 12


def test_a_demo_goes_on_where_it_was(served: Serve) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0")
    moved = sent(f"{demo.address}/api/local/clock", to="next")["now"]
    before = messages(demo)
    code, out, err = demo.stop()
    assert (code, err) == (0, "")
    assert "goes on from there" in out
    again = served("demo", "--weeks", "0", "--port", "0")
    assert "as you left it" in again.stop()[1]
    once_more = served("demo", "--weeks", "0", "--port", "0")
    assert got(f"{once_more.address}/api/local/clock")["now"] > moved
    assert messages(once_more) == before


def test_what_is_typed_or_secret_reaches_no_log(served: Serve) -> None:
    secret = "nougat-nougat-nougat-nougat-nougat-nougat"
    demo = served("demo", "--weeks", "0", "--port", "0", LOG_LEVEL="debug", KINDLING_SECRET_KEY=secret)
    api = f"{demo.address}/api/local"
    for place in ("@marta", "front-desk"):
        sent(f"{api}/messages", **{"as": "marta", "conversation": place, "text": TYPED})
        sent(f"{api}/messages", **{"as": "marta", "conversation": place, "text": f"/kindling {TYPED}"})
    sent(f"{api}/actions", **{"as": "marta", "message": None, "action": TYPED, "values": {}})
    sent(f"{api}/clock", to="next")
    assert TYPED in json.dumps(messages(demo, "@marta"))
    code, out, err = demo.stop()
    assert code == 0
    assert err
    for line in err.splitlines():
        json.loads(line)
    assert TYPED not in out + err
    assert "nougat" not in out + err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_hand_is_answered_before_the_end(served: Serve, number: signal.Signals) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0")
    body = json.dumps({"as": "marta", "conversation": "front-desk", "text": "in hand"}).encode()
    connection = HTTPConnection(*demo.host_and_port, timeout=10)
    connection.putrequest("POST", "/api/local/messages")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body[:10])
    time.sleep(0.3)
    demo.process.send_signal(number)
    demo.process.send_signal(number)
    time.sleep(0.5)
    connection.send(body[10:])
    response = connection.getresponse()
    assert (response.status, json.load(response)["message"]["push"]) == (200, "in hand")
    connection.close()
    assert demo.process.wait(10) == 0


def test_a_stuck_request_does_not_keep_it_from_ending(served: Serve) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0")
    with socket.create_connection(demo.host_and_port) as stuck:
        stuck.sendall(b"POST /api/local/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n")
        stuck.sendall(b"Content-Type: application/json\r\n\r\n{")
        time.sleep(0.3)
        before = time.monotonic()
        code, _, _ = demo.stop()
    assert time.monotonic() - before < 2 * STOP_WITHIN
    assert code == 0


def test_an_open_stream_does_not_keep_it_from_ending(served: Serve) -> None:
    """It is ended, not cut off: what is cut off has no end that can be read to."""
    demo = served("demo", "--weeks", "0", "--port", "0")
    with urlopen(f"{demo.address}/api/local/stream?as=marta", timeout=10) as stream:
        assert demo.stop()[::2] == (0, "")
        assert stream.read().startswith(b"retry: 1000\n\n")


def test_a_taken_port_is_said(served: Serve, started: Serve) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0")
    port = demo.host_and_port[1]
    code, _, err = started("demo", "--port", str(port), "--db", "other.db").end()
    assert code == 1
    assert err.startswith(f"Error: Port {port} is taken by another program. Stop that one, or ")
    assert f"--port {port + 1}" in err


def test_the_demo_listens_on_this_computer_only(served: Serve) -> None:
    demo = served("demo", "--weeks", "0", "--port", "0", HOST="0.0.0.0")
    port = demo.host_and_port[1]
    listening = subprocess.run(["cat", "/proc/net/tcp"], capture_output=True, text=True, check=True).stdout
    here = [
        line.split()[1] for line in listening.splitlines()[1:] if line.split()[1].endswith(f":{port:04X}")
    ]
    assert here
    assert all(address.startswith("0100007F:") for address in here)


def test_serving_without_a_platform_answers_for_its_health_and_says_what_is_missing(served: Serve) -> None:
    server = served("serve", PORT=_free_port())
    assert got(f"{server.address}/healthz") == {"status": "ok"}
    code, _, err = server.stop()
    assert code == 0
    assert "Neither Slack nor Teams is set up" in err


def test_serving_the_local_chat(served: Serve) -> None:
    server = served("serve", "--local", PORT=_free_port(), HOST="0.0.0.0")
    assert len(got(f"{server.address}/api/local/people")["people"]) == 9
    assert messages(server) == []
    assert "HOST is not used" in server.stop()[2]


def _free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


def test_a_host_whose_disk_vanishes_is_told(served: Serve) -> None:
    assert "disk vanishes" in served("serve", PORT=_free_port(), DYNO="web.1").stop()[2]


@pytest.mark.parametrize(
    ("argument", "on_path", "told"),
    [
        (".venv/bin/kindling", False, ".venv/bin/kindling"),
        (".venv/bin/kindling", True, "kindling"),
        ("my tools/kindling", False, "'my tools/kindling'"),
        ("-m", False, "kindling"),
    ],
)
def test_what_to_type_next_can_be_typed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, argument: str, on_path: bool, told: str
) -> None:
    program = folder / argument
    program.parent.mkdir(parents=True, exist_ok=True)
    program.touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [argument])
    monkeypatch.setenv("PATH", str(program.parent) if on_path else str(folder / "nowhere"))
    assert called() == told
