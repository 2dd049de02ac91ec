"""The fake Teams' HTTP side: tokens, conversations, activities, rosters."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from tests.fake_platform.place import Place, suffer
from tests.fake_platform.rules import Fault, Rules
from tests.fake_teams.tenants import UNDER, Json, Teams, Tenant

TEAMS = web.AppKey("teams", Teams)
MOST_BYTES = 100_000
LIVES = 3600


async def give_token(request: web.Request) -> web.Response:
    """For client credentials; what was told of tokens decides how long it takes and whether it is refused."""
    teams, form = request.app[TEAMS], await request.post()
    told = teams.token_answers["token"]
    teams.counts["tokens"] += 1
    await asyncio.sleep(float(told.get("stall", 0)))
    if told.get("status"):
        return web.json_response({"error": told["error"]}, status=told["status"])
    if form.get("grant_type") != "client_credentials" or not form.get("client_secret"):
        return web.json_response({"error": "invalid_request"}, status=400)
    lives = told.get("lives", LIVES)
    return web.json_response({"token_type": "Bearer", "expires_in": lives, "access_token": teams.grant()})


def _fail(status: int, code: str, retry_after: float | None = None) -> web.Response:
    """The fake platform's 410 is Teams' 404: a conversation that is gone."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:.3f}"}
    given = (404, "ConversationNotFound") if code == "is_archived" else (status, code)
    return web.json_response({"error": {"code": given[1]}}, status=given[0], headers=headers)


def _tenant(request: web.Request) -> Tenant:
    return request.app[TEAMS].tenant(request.match_info["tenant"])


@web.middleware
async def want_token(request: web.Request, handler: Any) -> web.StreamResponse:
    """Every call to the connector needs a token that was granted here."""
    if request.path.startswith("/smba/"):
        teams = request.app[TEAMS]
        teams.counts["requests"] += 1
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in teams.tokens:
            return _fail(401, "Unauthorized")
    answer: web.StreamResponse = await handler(request)
    return answer


async def open_direct(request: web.Request) -> web.StreamResponse:
    """The same conversation each time, as Teams does."""
    teams, tenant, body = request.app[TEAMS], _tenant(request), await request.json()
    person = body["members"][0]["id"]
    teams.calls.append({"tenant": tenant.id, "call": "open", "body": body})
    if person in tenant.blocked:
        return _fail(403, "MessageWritesBlocked")
    if (wait := tenant.place.too_fast(f"open {person}")) > 0:
        teams.counts["throttled"] += 1
        return _fail(429, "TooManyRequests", wait)
    return web.json_response({"id": tenant.direct.setdefault(person, f"a:{person}")}, status=201)


async def post_activity(request: web.Request) -> web.StreamResponse:
    teams, tenant, read = request.app[TEAMS], _tenant(request), await request.read()
    conversation = request.match_info["conversation"]
    channel = conversation.partition(UNDER)[0]
    if len(read.decode().encode("utf-16-le")) > MOST_BYTES:
        return _fail(413, "MessageSizeTooBig")
    activity = await request.json()
    if channel in tenant.place.archived:
        return _fail(404, "ConversationNotFound")
    if channel in tenant.blocked:
        return _fail(403, "MessageWritesBlocked")
    if (wait := tenant.place.too_fast(channel)) > 0:
        teams.counts["throttled"] += 1
        return _fail(429, "TooManyRequests", wait)

    def land() -> web.Response:
        return web.json_response({"id": teams.land(tenant, conversation, activity)}, status=201)

    fault = tenant.place.next_fault(channel)
    return await suffer(request, tenant.place, teams.landing, fault, channel, land, _fail)


async def change_activity(request: web.Request) -> web.StreamResponse:
    """An edit or a deletion. What happens to them is scripted for the channel's name behind "change "."""
    teams, tenant = request.app[TEAMS], _tenant(request)
    channel = request.match_info["conversation"].partition(UNDER)[0]
    post = teams.standing.get((tenant.id, channel, request.match_info["activity"]))
    activity = None if request.method == "DELETE" else await request.json()

    def change() -> web.Response:
        if post is None or post["deleted"]:
            return _fail(404, "ActivityNotFoundInConversation")
        if post["by"]:
            return _fail(403, "Forbidden")
        if activity is None:
            post["deleted"] = True
            return web.Response()
        post.update(activity=activity, edits=post["edits"] + 1)
        return web.json_response({"id": post["id"]})

    scripted = tenant.place.scripts[f"change {channel}"]
    fault = scripted.popleft() if scripted else Fault.NONE
    return await suffer(request, tenant.place, teams.landing, fault, channel, change, _fail)


async def page_members(request: web.Request) -> web.Response:
    roster = _tenant(request).roster(request.match_info["conversation"].partition(UNDER)[0])
    if roster is None:
        return _fail(403, "BotNotInConversationRoster")
    size, start = int(request.query["pageSize"]), int(request.query.get("continuationToken") or 0)
    page: Json = {"members": roster[start : start + size]}
    if start + size < len(roster):
        page["continuationToken"] = str(start + size)
    return web.json_response(page)


async def tell_member(request: web.Request) -> web.Response:
    """Of a team, of its channels, and of the chat that a person has with the bot."""
    tenant, person = _tenant(request), request.match_info["person"]
    channel = request.match_info["conversation"].partition(UNDER)[0]
    roster = tenant.roster(channel)
    if roster is None and channel == f"a:{person}":
        roster = [one for members in tenant.members.values() for one in members]
    found = next((one for one in roster or () if one.get("id") == person), None)
    if found is None:
        return _fail(404, "MemberNotFoundInConversation")
    return web.json_response(found)


async def list_channels(request: web.Request) -> web.Response:
    channels = _tenant(request).channels.get(request.match_info["team"])
    if channels is None:
        return _fail(403, "BotNotInConversationRoster")
    return web.json_response({"conversations": channels})


async def tell_metadata(request: web.Request) -> web.Response:
    keys = f"http://{request.host}/v1/.well-known/keys"
    return web.json_response({"issuer": "https://api.botframework.com", "jwks_uri": keys})


async def tell_keys(request: web.Request) -> web.Response:
    return web.json_response({"keys": request.app[TEAMS].keys})


async def set_keys(request: web.Request) -> web.Response:
    """The public keys of who signs what Teams sends."""
    request.app[TEAMS].keys = (await request.json())["keys"]
    return web.json_response({})


async def tell_team(request: web.Request) -> web.Response:
    tenant, team = _tenant(request), request.match_info["team"]
    if team not in tenant.channels:
        return _fail(403, "BotNotInConversationRoster")
    return web.json_response({"id": team, "name": tenant.names.get(team)})


async def set_tenant(request: web.Request) -> web.Response:
    """Adds to the tenant: teams' members and channels, and who or what is blocked."""
    given = await request.json()
    tenant = request.app[TEAMS].tenant(given["workspace"])
    tenant.members.update(given.get("members", {}))
    tenant.channels.update(given.get("channels", {}))
    tenant.names.update(given.get("names", {}))
    tenant.blocked = set(given.get("blocked", tenant.blocked))
    return web.json_response({})


async def set_rules(request: web.Request) -> web.Response:
    given = await request.json()
    request.app[TEAMS].tenant(given["workspace"]).place = Place.of(Rules.of_json(given["rules"]))
    return web.json_response({})


async def add_script(request: web.Request) -> web.Response:
    given = await request.json()
    place = request.app[TEAMS].tenant(given["workspace"]).place
    place.scripts[given["channel"]].extend(map(Fault, given["faults"]))
    return web.json_response({})


async def say(request: web.Request) -> web.Response:
    """Somebody writes a message of their own: it stands there, and is none of Kindling's posts."""
    given = await request.json()
    tenant = request.app[TEAMS].tenant(given["workspace"])
    said = request.app[TEAMS].say(tenant, given["channel"], given["person"], given["text"])
    return web.json_response({"id": said})


async def set_tokens(request: web.Request) -> web.Response:
    """How tokens are given from now on: `stall` seconds, `status` and `error`, `lives`; `revoke` ends all."""
    given, teams = await request.json(), request.app[TEAMS]
    if given.pop("revoke", False):
        teams.tokens.clear()
    teams.token_answers["token"] = given
    return web.json_response({})


async def forget(request: web.Request) -> web.Response:
    """What was posted and asked; rules, people and places stay."""
    teams = request.app[TEAMS]
    teams.posts.clear()
    teams.standing.clear()
    teams.calls.clear()
    teams.counts.clear()
    return web.json_response({})


async def tell_record(request: web.Request) -> web.Response:
    teams = request.app[TEAMS]
    await teams.landing.settle()
    archived = [[one.id, name] for one in teams.tenants.values() for name in sorted(one.place.archived)]
    counts = {name: teams.counts[name] for name in ("requests", "throttled", "tokens")}
    return web.json_response({"posts": teams.posts, "archived": archived, "calls": teams.calls, **counts})


def application() -> web.Application:
    site = web.Application(client_max_size=16 * 1024 * 1024, middlewares=[want_token])
    site[TEAMS] = Teams()
    add, base = site.router, "/smba/{tenant}/v3"
    add.add_post("/{tenant}/oauth2/v2.0/token", give_token)
    add.add_post(f"{base}/conversations", open_direct)
    add.add_post(f"{base}/conversations/{{conversation}}/activities", post_activity)
    add.add_put(f"{base}/conversations/{{conversation}}/activities/{{activity}}", change_activity)
    add.add_delete(f"{base}/conversations/{{conversation}}/activities/{{activity}}", change_activity)
    add.add_get(f"{base}/conversations/{{conversation}}/pagedmembers", page_members)
    add.add_get(f"{base}/conversations/{{conversation}}/members/{{person}}", tell_member)
    add.add_get(f"{base}/teams/{{team}}", tell_team)
    add.add_get(f"{base}/teams/{{team}}/conversations", list_channels)
    add.add_get("/v1/.well-known/openidconfiguration", tell_metadata)
    add.add_get("/v1/.well-known/keys", tell_keys)
    for name, tell in (
        ("keys", set_keys),
        ("tenant", set_tenant),
        ("rules", set_rules),
        ("script", add_script),
        ("say", say),
        ("tokens", set_tokens),
        ("forget", forget),
    ):
        add.add_post(f"/control/{name}", tell)
    add.add_get("/control/record", tell_record)
    return site
