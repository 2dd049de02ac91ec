"""What tests tell the fake Slack, and ask it."""

from __future__ import annotations

import time
from typing import Any

from aiohttp import web

from tests.fake_platform.place import Place
from tests.fake_platform.rules import Fault, Rules
from tests.fake_slack.slack import SLACK
from tests.fake_slack.sockets import SOCKETS, Sockets, disconnect, send_envelope
from tests.fake_slack.workspace import Json, Room, Token, Workspace


async def set_rules(request: web.Request) -> web.Response:
    given = await request.json()
    workspace = request.app[SLACK].workspace(given["workspace"])
    workspace.place = Place.of(Rules.of_json(given["rules"]))
    return web.json_response({})


async def add_script(request: web.Request) -> web.Response:
    given = await request.json()
    workspace = request.app[SLACK].workspace(given["workspace"])
    workspace.place.scripts[given["channel"]].extend(map(Fault, given["faults"]))
    return web.json_response({})


async def change_workspace(request: web.Request) -> web.Response:
    given = await request.json()
    request.app[SLACK].workspace(given["workspace"]).update(given)
    return web.json_response({})


async def put_token(request: web.Request) -> web.Response:
    """A token of the workspace, with these scopes; `refused` is what it is answered with."""
    given = await request.json()
    ends_at = None if given.get("lasts") is None else time.time() + given["lasts"]
    about = (given["workspace"], frozenset(given["scopes"]), given.get("refused"), ends_at)
    request.app[SLACK].tokens[given["token"]] = Token(*about)
    return web.json_response({})


async def revoke(request: web.Request) -> web.Response:
    """Every token of the workspace is refused with this from now on."""
    given = await request.json()
    for token in request.app[SLACK].tokens.values():
        if token.workspace == given["workspace"]:
            token.refused = given["code"]
    return web.json_response({})


async def rotate(request: web.Request) -> web.Response:
    """Tokens granted from now on last so long."""
    request.app[SLACK].rotates = (await request.json())["seconds"]
    return web.json_response({})


async def say(request: web.Request) -> web.Response:
    """Somebody says something in a channel, or to the bot."""
    given = await request.json()
    workspace = request.app[SLACK].workspace(given["workspace"])
    room = workspace.room(given["channel"])
    message: Json = {"type": "message", "user": given["person"], "text": given["text"]}
    if given["thread"] is not None:
        message["thread_ts"] = given["thread"]
    for _ in range(given["times"]):
        message = {**message, "ts": room.next_ts()}
        room.messages[message["ts"]] = message
    return web.json_response(message)


async def press(request: web.Request) -> web.Response:
    return web.json_response(request.app[SLACK].press(await request.json()))


async def close_modal(request: web.Request) -> web.Response:
    """Somebody closes the modal on top, or all."""
    given = await request.json()
    stack = request.app[SLACK].workspace(given["workspace"]).modals[given["person"]]
    del stack[0 if given["all"] else -1 :]
    return web.json_response({})


async def show(request: web.Request) -> web.Response:
    """What a person sees: the channels they are in and their direct messages, by their id."""
    workspace = request.app[SLACK].workspace(request.query["workspace"])
    person = request.query["person"]
    return web.json_response(
        {
            "rooms": {room.id: _seen(room) for room in workspace.rooms.values() if person in room.members},
            "ephemerals": workspace.ephemerals[person],
            "modals": workspace.modals[person],
            "home": workspace.homes.get(person),
        }
    )


async def send_event(request: web.Request) -> web.Response:
    given = await request.json()
    return web.json_response(await send_envelope(request.app[SOCKETS], given["envelope"], given["within"]))


async def cut_sockets(request: web.Request) -> web.Response:
    await disconnect(request.app[SOCKETS], (await request.json())["reason"])
    return web.json_response({})


async def forget(request: web.Request) -> web.Response:
    """What was posted and asked; rules, people and places stay."""
    slack = request.app[SLACK]
    slack.posts.clear()
    slack.posted.clear()
    slack.calls.clear()
    slack.counts.clear()
    for workspace in slack.workspaces.values():
        _forget_said(workspace)
    return web.json_response({})


async def tell_record(request: web.Request) -> web.Response:
    slack = request.app[SLACK]
    await slack.landing.settle()
    archived = [[one.id, name] for one in slack.workspaces.values() for name in sorted(one.place.archived)]
    counts = {name: slack.counts[name] for name in ("requests", "throttled")}
    return web.json_response({"posts": slack.posts, "archived": archived, **counts})


async def tell_calls(request: web.Request) -> web.Response:
    return web.json_response(request.app[SLACK].calls)


def _seen(room: Room) -> list[Json]:
    return sorted(room.messages.values(), key=lambda one: float(one["ts"]))


def _forget_said(workspace: Workspace) -> None:
    for room in workspace.rooms.values():
        room.messages.clear()
    for kept in (workspace.ephemerals, workspace.modals, workspace.homes):
        kept.clear()


TOLD = {
    "rules": set_rules,
    "script": add_script,
    "workspace": change_workspace,
    "token": put_token,
    "revoke": revoke,
    "rotate": rotate,
    "say": say,
    "press": press,
    "close": close_modal,
    "socket": send_event,
    "disconnect": cut_sockets,
    "forget": forget,
}
ASKED = {"seen": show, "record": tell_record, "calls": tell_calls}


@web.middleware
async def know_address(request: web.Request, handler: Any) -> web.StreamResponse:
    """Urls that Slack gives out lead back here."""
    slack = request.app[SLACK]
    slack.address = slack.address or str(request.url.origin())
    answer: web.StreamResponse = await handler(request)
    return answer


def add_routes(site: web.Application) -> None:
    site[SOCKETS] = Sockets()
    site.middlewares.append(know_address)
    for name, tell in TOLD.items():
        site.router.add_post(f"/control/{name}", tell)
    for name, ask in ASKED.items():
        site.router.add_get(f"/control/{name}", ask)
