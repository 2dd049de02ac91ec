"""The fake platform's HTTP side: posts, edits, deletions and look-ups, with the faults of its rules."""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fake_platform.rules import Fault, Limit, Rules


@dataclass
class Place:
    """A workspace as the platform keeps it."""

    rules: Rules
    chance: random.Random
    limit: Limit
    limits: dict[str, Limit] = field(default_factory=dict)
    scripts: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    archived: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, rules: Rules) -> Place:
        return cls(rules, random.Random(rules.seed), Limit(rules.workspace))

    def next_fault(self, channel: str) -> Fault:
        if self.scripts[channel]:
            return self.scripts[channel].popleft()
        drawn = self.chance.random()
        for fault, share in self.rules.faults.items():
            if drawn < share:
                return fault
            drawn -= share
        return Fault.NONE


class Platform:
    """Everything that the process remembers."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.posts: list[dict[str, Any]] = []
        self.keyed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.requests = 0
        self.throttled = 0
        self._landing: set[asyncio.Task[None]] = set()

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

    def land_later(self, workspace: str, body: dict[str, Any], after: float) -> None:
        async def land() -> None:
            await asyncio.sleep(after)
            self.land(workspace, body)

        task = asyncio.create_task(land())
        self._landing.add(task)
        task.add_done_callback(self._landing.discard)

    async def settle(self) -> None:
        """Returns when nothing is about to land any more."""
        while self._landing:
            await asyncio.wait(self._landing)


PLATFORM = web.AppKey("platform", Platform)


async def post_message(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    workspace = request.match_info["workspace"]
    body = await request.json()
    place, channel = platform.place(workspace), body["channel"]
    platform.requests += 1
    if channel in place.archived:
        return _error(410, "is_archived")
    if (wait := _too_fast(place, channel)) > 0:
        platform.throttled += 1
        return _error(429, "rate_limited", wait)
    return await _post(request, platform, place, workspace, body)


async def _post(
    request: web.Request, platform: Platform, place: Place, workspace: str, body: dict[str, Any]
) -> web.StreamResponse:
    rules = place.rules
    match place.next_fault(body["channel"]):
        case Fault.THROTTLE:
            return _error(429, "rate_limited", rules.retry_after)
        case Fault.ARCHIVE:
            place.archived.add(body["channel"])
            return _error(410, "is_archived")
        case Fault.ERROR_BEFORE:
            return _error(500, "internal_error")
        case Fault.ERROR_AFTER:
            platform.land(workspace, body)
            return _error(500, "internal_error")
        case Fault.DROP_BEFORE:
            return _drop(request)
        case Fault.DROP_AFTER:
            platform.land(workspace, body)
            return _drop(request)
        case Fault.LAND_LATE:
            platform.land_later(workspace, body, place.chance.uniform(rules.late / 2, rules.late))
            return _drop(request)
        case Fault.STALL:
            await asyncio.sleep(rules.stall)
    return web.json_response({"id": platform.land(workspace, body)})


def _too_fast(place: Place, channel: str) -> float:
    """How long to wait by the limits; 0 lets it in."""
    rules, now = place.rules, time.monotonic()
    if not rules.channel and not rules.workspace:
        return 0.0
    limit = place.limits.setdefault(channel, Limit(rules.channel))
    wait = max(limit.wait(now), place.limit.wait(now))
    if wait <= 0:
        limit.let_in(now)
        place.limit.let_in(now)
    return max(wait, 0.0)


def _error(status: int, code: str, retry_after: float | None = None) -> web.Response:
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:.3f}"}
    return web.json_response({"error": code}, status=status, headers=headers)


def _drop(request: web.Request) -> web.Response:
    """The connection is cut without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


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
    await platform.settle()
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
