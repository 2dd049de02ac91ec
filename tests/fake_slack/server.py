"""The fake Slack's HTTP side: the Web API, response urls, sockets, and the tests' own interface."""

from __future__ import annotations

import json
from base64 import b64decode
from typing import Any

from aiohttp import hdrs, web

from tests.fake_platform.place import Place, suffer
from tests.fake_platform.rules import Fault
from tests.fake_slack import access, chat, control, conversations, people, responses, sockets, views
from tests.fake_slack.slack import SLACK, Method, Slack
from tests.fake_slack.workspace import Json, SlackError, Token, Workspace

POST = "chat.postMessage"
METHODS: dict[str, tuple[str, Method]] = {
    POST: ("chat:write", chat.post_message),
    "chat.update": ("chat:write", chat.update),
    "chat.delete": ("chat:write", chat.delete),
    "chat.postEphemeral": ("chat:write", chat.post_ephemeral),
    "conversations.open": ("im:write", conversations.open_direct),
    "conversations.list": ("channels:read", conversations.list_channels),
    "conversations.info": ("channels:read", conversations.info),
    "conversations.members": ("channels:read", conversations.members),
    "conversations.join": ("channels:join", conversations.join),
    "conversations.history": ("", conversations.history),
    "conversations.replies": ("", conversations.replies),
    "users.list": ("users:read", people.list_people),
    "users.info": ("users:read", people.info),
    "usergroups.users.list": ("usergroups:read", people.group_members),
    "auth.teams.list": ("", people.list_teams),
    "auth.test": ("", access.whose_token),
    "views.open": ("", views.open_view),
    "views.push": ("", views.push_view),
    "views.update": ("", views.update_view),
    "views.publish": ("", views.publish_home),
}
"""By name, with the scope that each needs."""

WITHOUT_WORKSPACE = {"oauth.v2.access": access.grant, "apps.connections.open": access.open_socket}


async def call_method(request: web.Request) -> web.StreamResponse:
    slack, method = request.app[SLACK], request.match_info["method"]
    arguments = await _arguments(request)
    token = str(arguments.pop("token", "") or _authorization(request, arguments))
    slack.counts["requests"] += 1
    try:
        if method in WITHOUT_WORKSPACE:
            slack.calls.append({"workspace": "", "method": method, "arguments": arguments})
            return _ok(WITHOUT_WORKSPACE[method](slack, token, arguments))
        known = _allowed(slack, method, token)
    except SlackError as error:
        return _refusal(error)
    answer = await _answer(request, slack, slack.workspace(known.workspace), method, arguments)
    answer.headers["x-oauth-scopes"] = ",".join(sorted(known.scopes))
    return answer


def _authorization(request: web.Request, arguments: Json) -> str:
    """The token. An app's id and secret become arguments, as they may be written too."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        login, _, secret = b64decode(given).decode().partition(":")
        arguments.update(client_id=login, client_secret=secret)
        return ""
    return given


def _allowed(slack: Slack, method: str, given: str) -> Token:
    token = slack.token(given)
    if method not in METHODS:
        raise SlackError("unknown_method", req_method=method)
    scope, _ = METHODS[method]
    if scope and scope not in token.scopes:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(token.scopes)))
    return token


async def _answer(
    request: web.Request, slack: Slack, workspace: Workspace, method: str, arguments: Json
) -> web.StreamResponse:
    if method == POST:
        return await _post(request, slack, workspace, arguments)
    slack.calls.append({"workspace": workspace.id, "method": method, "arguments": arguments})
    if (wait := workspace.place.too_fast_for(method)) > 0:
        slack.counts["throttled"] += 1
        return _fail(workspace.place, 429, "ratelimited", wait)
    return await _suffered(request, slack, workspace, method, arguments, workspace.place.scripted(method))


async def _post(
    request: web.Request, slack: Slack, workspace: Workspace, arguments: Json
) -> web.StreamResponse:
    """By chance and by script things happen to posts, as the workspace's rules have it."""
    channel, place = str(arguments.get("channel")), workspace.place
    try:
        chat.writable_room(workspace, channel)
    except SlackError as error:
        return _refusal(error)
    if (wait := place.too_fast(channel)) > 0:
        slack.counts["throttled"] += 1
        return _fail(place, 429, "ratelimited", wait)
    return await _suffered(request, slack, workspace, POST, arguments, place.next_fault(channel))


async def _suffered(
    request: web.Request, slack: Slack, workspace: Workspace, method: str, arguments: Json, fault: Fault
) -> web.StreamResponse:
    def land() -> web.Response:
        try:
            return _ok(METHODS[method][1](slack, workspace, arguments))
        except SlackError as error:
            return _refusal(error)

    def fail(status: int, code: str, wait: float | None) -> web.Response:
        return _fail(workspace.place, status, code, wait)

    channel = str(arguments.get("channel"))
    return await suffer(request, workspace.place, slack.landing, fault, channel, land, fail)


async def _arguments(request: web.Request) -> Json:
    """As JSON, as a form, or in the address: Slack takes each."""
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        given: Any = json.loads(await request.read() or b"{}")
        found.update(given)
    elif request.method == hdrs.METH_POST:
        found.update(await request.post())
    return found


def _ok(told: Json) -> web.Response:
    return web.json_response({"ok": True, **told})


def _refusal(error: SlackError) -> web.Response:
    return web.json_response({"ok": False, "error": error.code, **error.more})


def _fail(place: Place, status: int, code: str, wait: float | None) -> web.Response:
    """A fault of its own Slack says in JSON with status 200, and the machines before it in HTML."""
    match status:
        case 429:
            headers = {"Retry-After": f"{wait or 1:.3f}"}
            return web.json_response({"ok": False, "error": code}, status=status, headers=headers)
        case 500 if place.chance.random() < 0.5:
            return web.Response(text="<html>upstream error</html>", content_type="text/html", status=status)
        case _:
            return _refusal(SlackError(code))


def application() -> web.Application:
    site = web.Application(client_max_size=16 * 1024 * 1024)
    site[SLACK] = Slack()
    site.router.add_route("*", "/api/{method}", call_method)
    site.router.add_post("/response/{number}/response", responses.respond)
    site.router.add_get("/socket", sockets.connect)
    control.add_routes(site)
    return site
