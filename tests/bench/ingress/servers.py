"""`python -m tests.bench.ingress.servers KIND [FILE [ADDRESS]]`: a server to measure while its parent lives.

`slack` is the whole application beside a fake Slack at ADDRESS, `bolt` is Bolt with one listener, `hmac`
checks the signature and nothing more; `teams` is the whole application beside a fake Teams, and `json` reads
the body and nothing more.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web
from pydantic import SecretStr
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.collector import collect_seldom
from adapters.loop import run_long
from adapters.server import InHand, web_application
from adapters.settings import Settings
from adapters.wiring import build
from tests.adapters.teams.talk import APP, TENANT
from tests.fake_platform.serving import serve

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


async def check_signature(request: web.Request) -> web.Response:
    body = await request.read()
    stamp = request.headers["X-Slack-Request-Timestamp"]
    mark = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"v0={mark}", request.headers["X-Slack-Signature"]):
        return web.Response(status=401)
    return web.Response()


async def read_json(request: web.Request) -> web.Response:
    json.loads(await request.read())
    return web.json_response({})


def bare(path: str, handler: Any) -> web.Application:
    site = web.Application()
    site.router.add_post(path, handler)
    return site


def bolt() -> web.Application:
    async def authorize(**_about: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0HOTEL", bot_token="xoxb-1", bot_user_id="U0")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)

    async def acknowledge(ack: Any) -> None:
        await ack()

    app.action("act/0")(acknowledge)
    app.command("/kindling")(acknowledge)

    async def take(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    return bare("/slack/events", take)


def settings_for(kind: str, file: Path, address: str) -> Settings:
    given: dict[str, Any] = {"database_url": SecretStr(str(file)), "log_level": "warning"}
    if kind == "slack":
        given |= {
            "slack_api_url": f"{address}/api/",
            "slack_bot_token": SecretStr("xoxb-T0HOTEL"),
            "slack_signing_secret": SecretStr(SECRET),
        }
    else:
        given |= {
            "teams_app_id": APP,
            "teams_app_password": SecretStr("secret"),
            "teams_tenant_id": TENANT,
            "teams_api_url": address,
        }
    return Settings.model_construct(**{**Settings().model_dump(), **given})


async def whole(kind: str, file: Path, address: str) -> None:
    """The database is as whoever measures has made it."""
    collect_seldom()
    async with build(settings_for(kind, file, address), local=False, at=AT) as application:
        await application.open()
        await serve(web_application(application, InHand()))


def main(kind: str, file: str = "", address: str = "") -> None:
    sites = {
        "hmac": lambda: bare("/slack/events", check_signature),
        "json": lambda: bare("/api/messages", read_json),
        "bolt": bolt,
    }
    if kind in sites:
        asyncio.run(serve(sites[kind]()))
    else:
        run_long(whole(kind, Path(file), address))


if __name__ == "__main__":
    main(*sys.argv[1:])
