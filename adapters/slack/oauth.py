"""Many workspaces: whoever may installs Kindling in theirs, from a page of ours by way of Slack's."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import aiohttp
from aiohttp import web
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth import AuthorizeUrlGenerator

from adapters.connection import Core
from adapters.later import Later
from adapters.logs import log_fault, logger
from adapters.sealing import Sealer
from adapters.slack.clients import Clients, OAuthApp
from adapters.slack.faults import code_of
from adapters.slack.ids import post_address, workspace_id
from adapters.slack.manifest import INSTALL, REDIRECT
from adapters.slack.pages import page_response
from bot import workspaces
from bot.errors import StoreBusy, StoreFailed
from bot.messages import install as words
from bot.messages import translator
from bot.models import Installation, Platform, Workspace
from bot.ports import Transaction

COOKIE = "kindling_installs"
LASTS = timedelta(minutes=10)
log = logger(__name__)


@dataclass(frozen=True, slots=True)
class OAuthSite:
    """The app that is installed, where people reach this server, and what the app may do."""

    app: OAuthApp
    public_url: str
    scopes: Sequence[str]

    @property
    def begins_at(self) -> str:
        return self.public_url + INSTALL

    @property
    def cookie_path(self) -> str:
        """A proxy may have put Kindling into a folder."""
        return f"{urlsplit(self.public_url).path}/slack"

    @property
    def is_sealed(self) -> bool:
        """Whether a cookie travels so that nobody reads it."""
        return self.public_url.startswith("https:")


class OAuth:
    def __init__(self, core: Core, clients: Clients, sealer: Sealer, site: OAuthSite, later: Later) -> None:
        self._core = core
        self._clients = clients
        self._sealer = sealer
        self._site = site
        self._later = later
        self._address = AuthorizeUrlGenerator(
            client_id=site.app.client_id,
            redirect_uri=quote(site.public_url + REDIRECT, safe=""),
            scopes=list(site.scopes),
            authorization_url=urljoin(clients.address, "/oauth/v2/authorize"),
        )

    async def begin(self, _request: web.Request) -> web.Response:
        """The page with Slack's address, and a state that only this browser can bring back."""
        state, now = secrets.token_urlsafe(32), self._core.clock.now()
        t = translator("en")
        try:
            await self._core.store.decide(lambda tx: tx.installations.keep_state(state, now + LASTS))
        except (StoreBusy, StoreFailed):
            return page_response(words.not_kept_page(t), self._site.begins_at, 503)
        response = page_response(words.begin_page(t), self._address.generate(state))
        response.set_cookie(
            COOKIE,
            state,
            max_age=int(LASTS.total_seconds()),
            path=self._site.cookie_path,
            httponly=True,
            samesite="Lax",
            secure=self._site.is_sealed,
        )
        return response

    async def finish(self, request: web.Request) -> web.Response:
        """Slack sends people back here, with a code or with why there is none."""
        response = await self._finished(request)
        response.del_cookie(COOKIE, path=self._site.cookie_path)
        return response

    async def _finished(self, request: web.Request) -> web.Response:
        t = translator("en")
        try:
            if not await self._is_begun_here(request):
                return page_response(words.expired_page(t), self._site.begins_at, 400)
            if "error" in request.query or not request.query.get("code"):
                return page_response(words.declined_page(t), self._site.begins_at, 400)
            granted = await self._granted(request.query["code"])
            if granted is None:
                return page_response(words.failed_page(t), self._site.begins_at, 502)
            workspace = await self._install(granted)
        except (StoreBusy, StoreFailed) as fault:
            log_fault(log, "An installation could not be kept.", fault)
            return page_response(words.not_kept_page(t), self._site.begins_at, 503)
        return page_response(words.installed_page(t, workspace.name), _home_of(granted))

    async def _is_begun_here(self, request: web.Request) -> bool:
        state, kept = request.query.get("state", ""), request.cookies.get(COOKIE, "")
        if not state or not hmac.compare_digest(state.encode(), kept.encode()):
            return False
        now = self._core.clock.now()
        return await self._core.store.decide(lambda tx: tx.installations.take_state(state, now))

    async def _granted(self, code: str) -> Mapping[str, Any] | None:
        """Slack's word for what the code is good for; None if it is good for nothing."""
        app = self._site.app
        asked = {
            "client_id": app.client_id,
            "client_secret": app.client_secret.get_secret_value(),
            "code": code,
            "redirect_uri": self._site.public_url + REDIRECT,
        }
        try:
            # As a form: the kit's own method uses a class of aiohttp's that is going away.
            answer: Any = await self._clients.with_token(None).api_call("oauth.v2.access", data=asked)
        except SlackApiError as fault:
            log.warning("Slack did not take an installation.", code=code_of(fault))
            return None
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as fault:
            log.warning("Slack did not answer an installation.", fault=type(fault).__name__)
            return None
        found: Mapping[str, Any] = answer.data
        return found if found.get("access_token") and found.get("bot_user_id") else None

    async def _install(self, granted: Mapping[str, Any]) -> Workspace:
        now, address = self._core.clock.now(), await self._post_address(granted["access_token"])
        workspace = replace(_workspace_of(granted, now), post_address=address)
        installation = self._installation_of(granted, now)

        def keep(tx: Transaction) -> Workspace:
            return workspaces.open_workspace(tx, workspace, now, installation)

        kept = await self._core.store.decide(keep, apart=True)
        self._clients.drop(kept.id)
        self._later.do(lambda: self._core.follow_workspace(kept.id))
        self._core.nudge()
        log.info("Kindling was installed.", workspace=kept.id)
        return kept

    async def _post_address(self, token: str) -> str:
        """Empty where Slack does not say: questions do without the link to their tip then."""
        try:
            answer: Any = await self._clients.with_token(token).auth_test()
        except (SlackClientError, aiohttp.ClientError, TimeoutError) as fault:
            log.warning("Slack does not say where the workspace is.", fault=type(fault).__name__)
            return ""
        return post_address(answer.data.get("url") or "")

    def _installation_of(self, granted: Mapping[str, Any], now: datetime) -> Installation:
        lasts, refresh = granted.get("expires_in"), granted.get("refresh_token")
        installer = granted.get("authed_user") or {}
        return Installation(
            _workspace_of(granted, now).id,
            granted.get("app_id") or "",
            granted["bot_user_id"],
            now,
            tuple(scope for scope in (granted.get("scope") or "").split(",") if scope),
            installer.get("id"),
            self._sealer.seal(granted["access_token"]),
            self._sealer.seal(refresh) if refresh else None,
            _machine_now() + timedelta(seconds=lasts) if lasts else None,
        )


def _machine_now() -> datetime:
    """A token ends by the clock of whoever gave it, not by the product's."""
    return datetime.now(UTC)


def _workspace_of(granted: Mapping[str, Any], now: datetime) -> Workspace:
    """For a whole organisation Slack names no team."""
    team, enterprise = granted.get("team") or {}, granted.get("enterprise") or {}
    whole = granted.get("is_enterprise_install") is True
    place = workspace_id(enterprise.get("id"), None if whole else team.get("id"))
    name = (enterprise if whole else team).get("name") or place
    return Workspace(place, Platform.SLACK, name, now)


def _home_of(granted: Mapping[str, Any]) -> str:
    """Opens the app's home in whichever Slack the person has."""
    team, app = (granted.get("team") or {}).get("id"), granted.get("app_id") or ""
    place = {"team": team} if team else {}
    return f"https://slack.com/app_redirect?{urlencode({'app': app, **place})}"
