"""The ways by which an answer reaches somebody in Slack. Each is tried once."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus

import aiohttp

from adapters.pace import Windows
from adapters.slack.calls import Calls
from adapters.slack.clients import Clients
from adapters.slack.heard import Spot, SpotKind
from adapters.slack.lines import Json
from adapters.wire import Address
from bot.errors import RateLimited, Refused, SendingFault

TRIGGER_LASTS = 2.8
"""Seconds from the request's coming in within which its trigger is used; Slack's own limit is three."""

MODALS = ((100, 60.0),)
"""How many modals a workspace's app may open: views.open is of Slack's tier 4, about 100 a minute."""

_SLACKS_HOST = re.compile(r"(.+\.)?(slack\.com|slack-gov\.com)")
_address = lru_cache(maxsize=8)(Address.read)
_compact = json.JSONEncoder(separators=(",", ":")).encode
WITH_KINDLING = {SpotKind.CHAT, SpotKind.POST, SpotKind.ANSWER}
"""A command can be typed where two colleagues talk; what is pressed stands where Kindling is."""

CLOSED = {"not_found", "view_not_found"}
"""Somebody has closed the view meanwhile: there is nobody who waits for it."""


class NoWay(Exception):
    """This way is not open; another may be."""


def slacks_address(url: str, api: str) -> Address:
    """Where an answer may be sent: to Slack's hosts, or to where its API is. Raises NoWay."""
    try:
        given, own = Address.read(url), _address(api)
    except ValueError:
        raise NoWay from None
    scheme, host, _ = given.origin
    if given.origin == own.origin or (scheme == "https" and _SLACKS_HOST.fullmatch(host)):
        return given
    raise NoWay


def answer_body(message: Json, thread: str, *, replace: bool) -> bytes:
    """What a response_url is told: for who acted alone, or in place of what was pressed."""
    told = message | {"response_type": "ephemeral", "replace_original": replace}
    if thread and not replace:
        told["thread_ts"] = thread
    return _compact(told).encode()


@contextmanager
def _trying() -> Iterator[None]:
    """Raises NoWay for whatever Slack, or what lies before it, has against it."""
    try:
        yield
    except (SendingFault, aiohttp.ClientError, TimeoutError) as fault:
        raise NoWay from fault


class Ways:
    """Each raises NoWay where it leads nowhere."""

    def __init__(self, calls: Calls, clients: Clients, steady: Callable[[], float] = time.monotonic) -> None:
        self._calls = calls
        self._clients = clients
        self._steady = steady
        self._modals: defaultdict[str, Windows] = defaultdict(lambda: Windows(MODALS))
        self._shut_until: dict[str, float] = {}

    async def open(self, spot: Spot, draw: Callable[[], Json]) -> None:
        """A modal, while the trigger lasts and the workspace has room for one; drawn only then."""
        if not spot.trigger or self._left(spot) <= 0 or not self._has_room(spot.workspace_id):
            raise NoWay
        try:
            await self._trigger(spot, "views.open", draw())
        except NoWay as fault:
            if isinstance(limited := fault.__cause__, RateLimited):
                self._shut_until[spot.workspace_id] = self._steady() + limited.retry_after
            raise

    async def push(self, spot: Spot, view: Json) -> None:
        """A modal on top of the one pressed in."""
        if not spot.trigger or self._left(spot) <= 0:
            raise NoWay
        await self._trigger(spot, "views.push", view)

    def _left(self, spot: Spot) -> float:
        return spot.came_at + TRIGGER_LASTS - self._steady()

    def _has_room(self, workspace_id: str) -> bool:
        now, windows = self._steady(), self._modals[workspace_id]
        if self._shut_until.get(workspace_id, 0.0) > now:
            return False
        if (free_at := windows.free_at()) > now:
            self._shut_until[workspace_id] = free_at
            return False
        windows.took(now)
        return True

    async def _trigger(self, spot: Spot, method: str, view: Json) -> None:
        with _trying():
            async with asyncio.timeout(self._left(spot)):
                body = {"trigger_id": spot.trigger, "view": view}
                await self._calls.post(spot.workspace_id, method, body)

    async def update(self, spot: Spot, view: Json) -> None:
        """The modal pressed in. Needs no trigger."""
        with _trying():
            try:
                body = {"view_id": spot.view, "view": view}
                await self._calls.post(spot.workspace_id, "views.update", body)
            except Refused as fault:
                if fault.code not in CLOSED:
                    raise

    async def publish(self, workspace_id: str, person: str, view: Json) -> None:
        """Somebody's home."""
        with _trying():
            await self._calls.post(workspace_id, "views.publish", {"user_id": person, "view": view})

    async def respond(self, spot: Spot, body: bytes) -> None:
        """By the request's own address. `body` is an answer_body()."""
        address = slacks_address(spot.response_url, self._clients.address)
        try:
            status = await self._clients.wire.post(address, body)
        except OSError as fault:
            raise NoWay from fault
        if status != HTTPStatus.OK:
            raise NoWay

    async def whisper(self, spot: Spot, message: Json) -> None:
        """In a channel, seen by one person alone."""
        await self._say(spot, "chat.postEphemeral", message | {"channel": spot.channel, "user": spot.person})

    async def write(self, spot: Spot, message: Json) -> None:
        """To the person directly: in the conversation acted in, if that is theirs with Kindling."""
        is_direct = spot.kind in WITH_KINDLING and spot.channel.startswith("D")
        place = {"channel": spot.channel if is_direct else spot.person}
        quiet = {"unfurl_links": False, "unfurl_media": False}
        await self._say(spot, "chat.postMessage", message | place | quiet, in_thread=is_direct)

    async def _say(self, spot: Spot, method: str, body: Json, *, in_thread: bool = True) -> None:
        thread = {"thread_ts": spot.thread} if spot.thread and in_thread else {}
        with _trying():
            await self._calls.post(spot.workspace_id, method, body | thread)
