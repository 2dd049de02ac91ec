"""The fake platform's HTTP side: posts, edits, deletions and look-ups, with the faults of its rules."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from aiohttp import web

from tests.fake_platform.place import Landing, Place, suffer
from tests.fake_platform.rules import Fault, Rules


class Platform:
    """Everything that the process remembers."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.posts: list[dict[str, Any]] = []
        self.keyed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.requests = 0
        self.throttled = 0
        self.landing = Landing()

    def place(self, workspace: str) -> Place:
        if workspace not in self.places:
            self.places[workspace] = Place.of(Rules())
        return self.places[workspace]

    def land(self, workspace: str, body: dict[str, Any]) -> str:
        """The post stands in its channel from now on."""
        post_id = str(len(self.posts) + 1)
        post = {"id": post_id, "workspace": workspace, "at": time.time(), "edits": 0, "deleted": False}
        self.posts.append({**post, **body})
        self.keyed[workspace, body["key"]].append(post_id)
        return post_id


PLATFORM = web.AppKey("platform", Platform)


async def post_message(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    workspace = request.match_info["workspace"]
    body = await request.json()
    place, channel = platform.place(workspace), body["channel"]
    platform.requests += 1
    if channel in place.archived:
        return _error(410, "is_archived")
    if (wait := place.too_fast(channel)) > 0:
        platform.throttled += 1
        return _error(429, "ratelimited", wait)

    def land() -> web.Response:
        return web.json_response({"id": platform.land(workspace, body)})

    fault = place.next_fault(channel)
    return await suffer(request, place, platform.landing, fault, channel, land, _error)


def _error(status: int, code: str, retry_after: float | None = None) -> web.Response:
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:.3f}"}
    return web.json_response({"error": code}, status=status, headers=headers)


async def change_message(request: web.Request) -> web.Response:
    """An edit or a deletion."""
    platform = request.app[PLATFORM]
    number = int(request.match_info["id"]) - 1
    post = platform.posts[number] if number < len(platform.posts) else None
    if post is None or post["deleted"]:
        return _error(404, "message_not_found")
    if request.method == "DELETE":
        post["deleted"] = True
    else:
        post.update(await request.json(), edits=post["edits"] + 1)
    return web.json_response({"id": post["id"]})


async def look_up(request: web.Request) -> web.Response:
    platform = request.app[PLATFORM]
    workspace = request.match_info["workspace"]
    if not platform.place(workspace).rules.askable:
        return _error(501, "cannot_ask")
    found = platform.keyed[workspace, request.query["key"]]
    return web.json_response({"id": found[0] if found else None})


async def set_rules(request: web.Request) -> web.Response:
    given = await request.json()
    request.app[PLATFORM].places[given["workspace"]] = Place.of(Rules.of_json(given["rules"]))
    return web.json_response({})


async def add_script(request: web.Request) -> web.Response:
    given = await request.json()
    place = request.app[PLATFORM].place(given["workspace"])
    place.scripts[given["channel"]].extend(map(Fault, given["faults"]))
    return web.json_response({})


async def forget_posts(request: web.Request) -> web.Response:
    """Everything but the rules is as at the start."""
    platform = request.app[PLATFORM]
    platform.posts.clear()
    platform.keyed.clear()
    platform.requests = platform.throttled = 0
    return web.json_response({})


async def tell_record(request: web.Request) -> web.Response:
    platform = request.app[PLATFORM]
    await platform.landing.settle()
    archived = [[name, one] for name, place in platform.places.items() for one in sorted(place.archived)]
    counts = {"requests": platform.requests, "throttled": platform.throttled}
    return web.json_response({"posts": platform.posts, "archived": archived, **counts})


def application() -> web.Application:
    site = web.Application(client_max_size=16 * 1024 * 1024)
    site[PLATFORM] = Platform()
    site.router.add_post("/w/{workspace}/messages", post_message)
    site.router.add_get("/w/{workspace}/messages", look_up)
    site.router.add_patch("/w/{workspace}/messages/{id}", change_message)
    site.router.add_delete("/w/{workspace}/messages/{id}", change_message)
    site.router.add_post("/control/rules", set_rules)
    site.router.add_post("/control/script", add_script)
    site.router.add_post("/control/forget", forget_posts)
    site.router.add_get("/control/record", tell_record)
    return site
