"""POST /slack/events: what Slack sends over HTTP, proved to be Slack's, read, and handed on."""

from __future__ import annotations

import hmac
import re
import time
from binascii import a2b_qp
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from pydantic import SecretStr
from pydantic_core import from_json
from slack_bolt.response import BoltResponse

from adapters.slack.payloads import Json, text_at

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PAYLOAD = b"payload="
MOST_FIELDS = 60
SIGNED_WITHIN = 5 * 60.0

_STAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
Hand = Callable[[Json, float], Awaitable[BoltResponse]]
"""Takes a payload and when it came in, in seconds of a steady clock."""


@dataclass(frozen=True, slots=True)
class NotTaken(Exception):
    """A request that is not Slack's, or not what it says it is. Nothing was stored."""

    status: int
    says: str


class Door:
    def __init__(self, signing_secret: SecretStr, hand: Hand) -> None:
        self._secret = signing_secret.get_secret_value().encode()
        self._hand = hand

    async def take(self, request: web.Request) -> web.Response:
        came_at = time.monotonic()
        try:
            body = await request.read()
            self._prove(request, body)
            return await self._answered(request.content_type, body, came_at)
        except NotTaken as fault:
            return web.json_response({"error": fault.says}, status=fault.status)

    async def _answered(self, content_type: str, body: bytes, came_at: float) -> web.Response:
        payload = read_payload(content_type, body)
        if "ssl_check" in payload:
            return web.Response()
        if payload.get("type") == "url_verification":
            return web.json_response({"challenge": text_at(payload, "challenge")})
        response = await self._hand(payload, came_at)
        kind = JSON if response.body else None
        return web.Response(status=response.status, text=response.body or None, content_type=kind)

    def _prove(self, request: web.Request, body: bytes) -> None:
        """Raises NotTaken for what Slack did not sign within the last five minutes.

        On the bytes as they came: https://docs.slack.dev/authentication/verifying-requests-from-slack
        """
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not _STAMP.fullmatch(stamp) or not signature.isascii():
            raise NotTaken(401, "The request is not signed.")
        mark = hmac.digest(self._secret, b"v0:" + stamp.encode() + b":" + body, "sha256").hex()
        is_slacks = hmac.compare_digest(f"v0={mark}", signature)
        if not is_slacks or abs(time.time() - int(stamp)) > SIGNED_WITHIN:
            raise NotTaken(401, "The signature is not Slack's, or too old.")


def read_payload(content_type: str, body: bytes) -> Json:
    """Raises NotTaken for a body that is not what its header says."""
    if content_type == JSON:
        return _object(body)
    if content_type != FORM:
        raise NotTaken(415, f"Send {JSON} or {FORM}.")
    if body.startswith(PAYLOAD) and b"&" not in body and body.isascii():
        return _object(unquoted(body[len(PAYLOAD) :]))
    try:
        fields = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise NotTaken(400, "The body is no form.") from None
    return _object(fields["payload"]) if "payload" in fields else _command(fields)


def unquoted(value: bytes) -> bytes:
    """A form's value without its percent signs.

    urllib's own goes through a payload of some three kilobytes piece by piece, in twenty times as long. With
    `=` in place of `%` a value is quoted-printable, which Python undoes in C.
    """
    return a2b_qp(value.replace(b"=", b"=3D").replace(b"+", b" ").replace(b"%", b"="))


def _object(text: str | bytes) -> Json:
    try:
        found: Any = from_json(text, cache_strings="keys")
    except ValueError:
        raise NotTaken(400, "The body is no JSON.") from None
    if not isinstance(found, dict):
        raise NotTaken(400, "The body is no object.")
    return found


def _command(fields: Json) -> Json:
    if "command" not in fields and "ssl_check" not in fields:
        raise NotTaken(400, "The form is none of Slack's.")
    return fields
