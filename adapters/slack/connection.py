"""Slack as a platform of the process: the Connection port."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from aiohttp import web
from pydantic import SecretStr

from adapters.connection import Core, Recurring
from adapters.sealing import Sealer, Signer
from adapters.settings import Settings
from adapters.slack.calls import Calls
from adapters.slack.clients import Clients, OAuthApp
from adapters.slack.directory import SlackDirectory
from adapters.slack.door import Door
from adapters.slack.inbound import Inbound
from adapters.slack.lines import Manner
from adapters.slack.manifest import EVENTS_PATH, INSTALL, NEEDED, OPTIONAL, REDIRECT
from adapters.slack.messenger import SlackMessenger
from adapters.slack.oauth import OAuth, OAuthSite
from adapters.slack.own_workspace import OwnWorkspace
from adapters.slack.pace import slack_pace
from adapters.slack.render import message_of
from adapters.slack.sockets import Socket
from bot.models import Platform

TOKENS, POSTS = "slack tokens", "slack posts"
"""What keys are derived for."""

RENEWED_EVERY, LOOKED_AT_EVERY = 10 * 60.0, 60.0


class SlackConnection:
    """Where Slack is set up. Its parts are built here and nowhere else."""

    platform = Platform.SLACK

    def __init__(self, settings: Settings, core: Core) -> None:
        self._settings = settings
        self._core = core
        self._sealer = Sealer(settings.secret_key, TOKENS) if settings.secret_key is not None else None
        self._clients = Clients(
            core.store,
            address=settings.slack_api_url,
            timeout=settings.request_timeout,
            token=settings.slack_bot_token,
            sealer=self._sealer,
            app=_oauth_app(settings),
        )
        manner = Manner(settings.slack_command, settings.slack_kudos_command)
        calls = Calls(self._clients, core.store, core.clock)
        draw = partial(message_of, manner=manner)
        self.messenger = SlackMessenger(calls, core.store, Signer(_signing_key(settings), POSTS), draw)
        self.directory = SlackDirectory(calls, core.store)
        self.pace = slack_pace()
        self.inbound = Inbound(core, self._clients, calls, self.directory, manner)
        token = settings.slack_bot_token
        self._own = OwnWorkspace(core, self._clients, token) if token is not None else None
        app_token = settings.slack_app_token
        self.socket = Socket(self.inbound.app, app_token, self._clients) if app_token is not None else None

    @property
    def recurring(self) -> Sequence[Recurring]:
        found = [Recurring("slack-tokens", RENEWED_EVERY, self._clients.tokens.renew_ending)]
        if self.socket is not None:
            found.append(Recurring("slack-socket", LOOKED_AT_EVERY, self.socket.look))
        return found

    async def prepare(self) -> None:
        """Raises SetupFault for a token that Slack does not take, or one that can't be opened."""
        if self._own is not None:
            await self._own.prepare()
        await self._clients.tokens.check()

    def add_routes(self, site: web.Application) -> None:
        """Only what the settings ask for is there."""
        settings = self._settings
        if settings.slack_signing_secret is not None:
            door = Door(settings.slack_signing_secret, self.inbound.hand)
            site.router.add_post(EVENTS_PATH, door.take)
        app = _oauth_app(settings)
        if app is not None and self._sealer is not None and settings.public_url is not None:
            about = OAuthSite(app, settings.public_url, sorted({**NEEDED, **OPTIONAL}))
            oauth = OAuth(self._core, self._clients, self._sealer, about, self.inbound.later)
            site.router.add_get(INSTALL, oauth.begin)
            site.router.add_get(REDIRECT, oauth.finish)

    async def open(self) -> None:
        self._clients.session()
        if self.socket is not None:
            await self.socket.open()

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()
        await self.inbound.close()
        await self._clients.close()


def _oauth_app(settings: Settings) -> OAuthApp | None:
    client_id, secret = settings.slack_oauth_client_id, settings.slack_oauth_client_secret
    return OAuthApp(client_id, secret) if client_id is not None and secret is not None else None


def _signing_key(settings: Settings) -> SecretStr:
    """What marks posts. Without a key of Kindling's own the bot's token is as secret and as lasting."""
    found = settings.secret_key or settings.slack_bot_token
    if found is None:
        raise ValueError("settings with OAuth have a key")
    return found
