"""Who may ask the local chat at all, and how a request's body comes in and a fault goes out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any

from aiohttp import web

from adapters.local.faults import FromAnotherPage, LocalFault, NotFromHere, NotJson, NotSaidToBeJson, TooMuch
from bot.errors import StoreBusy, StoreFailed

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
MOST_BYTES = 64 * 1024
_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def guarded(handler: Handler) -> Handler:
    """The handler for this computer's own page only, with faults answered as `{"error": sentence}`."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            let_in(request)
            response = await handler(request)
        except LocalFault as fault:
            response = web.json_response({"error": str(fault)}, status=fault.status)
        except (StoreBusy, StoreFailed, sqlite3.OperationalError):
            sentence = "That could not be kept just now, so nothing was changed. Try again in a moment."
            response = web.json_response({"error": sentence}, status=503)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return answer


def let_in(request: web.Request) -> None:
    """Raises NotFromHere for another computer, a proxy or another host name; FromAnotherPage for a
    change that another page asks for."""
    if not _is_loopback(request.remote) or _host_name(request.host) not in _HOSTS:
        raise NotFromHere
    if any(name in request.headers for name in _FORWARDED):
        raise NotFromHere
    origin = request.headers.get("Origin")
    if request.method != "GET" and origin is not None and origin != f"http://{request.host}":
        raise FromAnotherPage


def _is_loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def _host_name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


async def read_object(request: web.Request) -> dict[str, Any]:
    """The body as a JSON object. Raises NotSaidToBeJson, TooMuch or NotJson."""
    if request.content_type != "application/json":
        raise NotSaidToBeJson
    body = b""
    async for chunk in request.content.iter_chunked(MOST_BYTES):
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooMuch(MOST_BYTES)
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise NotJson from None
    if not isinstance(value, dict):
        raise NotJson
    return value
