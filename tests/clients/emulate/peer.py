"""Starts emulate, a Slack that others wrote, on loopback, and reads what stands in it."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

Json = dict[str, Any]
HERE = Path(__file__).parent
CLIENTS = HERE.parent
TOKEN, PERSON_TOKEN, SECRET = "xoxb-test", "xoxp-ana", "sekret"


class Emulated:
    """`address` is where it answers; `redirects` where its OAuth app may send people back to."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.address = address
        self._process = process

    @classmethod
    def start(cls, folder: Path, port: int, redirect: str) -> Self:
        seed = json.loads((HERE / "slack-seed.json").read_text(encoding="utf-8"))
        seed["slack"]["oauth_apps"][0]["redirect_uris"] = [redirect]
        (folder / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
        command = ["node", str(HERE / "slack-emulator.mjs"), str(port), str(folder / "seed.json")]
        process = subprocess.Popen(
            command, cwd=CLIENTS, stdout=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"}
        )
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("slack emulator on"):
                return cls(process, line.split()[-1])
        raise AssertionError("emulate did not start")

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.communicate(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    @property
    def api(self) -> str:
        return f"{self.address}/api/"

    def call(self, method: str, token: str = TOKEN, **arguments: object) -> Json:
        """A Web API method, as anybody else would call it."""
        request = urllib.request.Request(
            self.api + method,
            urlencode(arguments).encode(),
            {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            told: Json = json.load(answer)
        assert told["ok"], (method, told)
        return told

    def control(self, what: str, body: Json | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.address}/__ctl/{what}", data, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def history(self, channel: str, *, metadata: bool = False) -> list[Json]:
        """Newest first."""
        more = {"include_all_metadata": "true"} if metadata else {}
        found: list[Json] = self.call("conversations.history", channel=channel, **more)["messages"]
        return found

    def channels(self) -> dict[str, str]:
        found = self.call("conversations.list", types="public_channel,private_channel", limit=200)["channels"]
        return {one["name"]: one["id"] for one in found}

    def people(self) -> dict[str, str]:
        return {one["name"]: one["id"] for one in self.call("users.list", limit=200)["members"]}
