"""The installed command beside a Playground that nobody configured, as README tells it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from tests.adapters.cli.process import KINDLING
from tests.clients.playground.conftest import answers, free_port, playing
from tests.clients.playground.peer import Json, Playground, seen

pytestmark = pytest.mark.asyncio(loop_scope="session")


@contextmanager
def serving(folder: Path, port: int) -> Iterator[None]:
    ours = ("DATABASE_URL", "HOST", "PUBLIC_URL")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    env |= {"TEAMS_EMULATOR": "1", "PORT": str(port)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([KINDLING, "serve"], cwd=folder, env=env, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


async def people_and_places(teams: Playground) -> Json:
    found: Json = (await teams.call("/_internal/v1/testConfig"))["config"]
    return found


@pytest.mark.slow
async def test_it_greets_who_adds_it_and_offers_the_set_up(node_modules: Path, tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port):
        async with ClientSession() as session, playing(node_modules, tmp_path, port) as teams:
            await answers(session, f"http://127.0.0.1:{port}/healthz")
            there = await people_and_places(teams)
            name, own = there["currentUser"]["name"], there["personalChat"]["id"]
            [_, channel] = there["teams"][0]["channels"]
            await teams.change(own, "install")
            assert "Add Kindling to a team" in seen(await teams.posted(f"Kindling, for {name}", own))
            await teams.change(channel["id"], "install")
            welcome = await teams.posted(f"{name} added me.", channel["id"])
            assert "Set up a team" in seen(welcome)
            body = {"from": {"id": there["currentUser"]["id"]}, "text": "setup", "textFormat": "plain"}
            await teams.call(f"/_conversation/v1/conversations/{own}/messages", body | {"mentions": []})
            assert f"#{channel['name']}" in seen(await teams.posted("Day of the idea", own))
