"""Everything that the fake Slack's process remembers."""

from __future__ import annotations

import itertools
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fake_platform.place import Landing
from tests.fake_slack.workspace import SCOPES, Json, SlackError, Token, Workspace

TRIGGER_LASTS = 3.0
RESPONSE_USES, RESPONSE_LASTS = 5, 30 * 60.0


@dataclass
class Trigger:
    """Lets one modal be opened, for three seconds."""

    workspace: str
    person: str
    ends_at: float
    used: bool = False


@dataclass
class ResponseUrl:
    """Where what somebody did can be answered: five times, for half an hour."""

    workspace: str
    person: str
    channel: str
    ts: str | None
    ends_at: float
    left: int = RESPONSE_USES


@dataclass
class Slack:
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    rotates: float | None = None
    """How many seconds tokens last; None for ever."""
    triggers: dict[str, Trigger] = field(default_factory=dict)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    posts: list[Json] = field(default_factory=list)
    posted: dict[tuple[str, str, str], Json] = field(default_factory=dict)
    calls: list[Json] = field(default_factory=list)
    landing: Landing = field(default_factory=Landing)
    counts: Counter[str] = field(default_factory=Counter)
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    address: str = ""

    def workspace(self, name: str) -> Workspace:
        """Made when first named, with a token `xoxb-` and its name that may do everything."""
        if name not in self.workspaces:
            self.workspaces[name] = Workspace.of(name)
            self.tokens[f"xoxb-{name}"] = Token(name, SCOPES)
        return self.workspaces[name]

    def token(self, given: str) -> Token:
        token = self.tokens.get(given)
        if not given:
            raise SlackError("not_authed")
        if token is None:
            raise SlackError("invalid_auth")
        if token.refused is not None:
            raise SlackError(token.refused)
        if token.ends_at is not None and token.ends_at <= time.time():
            raise SlackError("token_expired")
        return token

    def use_trigger(self, given: object) -> Trigger:
        trigger = self.triggers.get(str(given))
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.ends_at <= time.time():
            raise SlackError("expired_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def press(self, given: Json) -> Json:
        """What a payload carries by which somebody's act can be answered."""
        number, now = next(self.numbers), time.time()
        trigger, response = f"{number}.trigger", f"{number}/response"
        lasts = float(given.get("lasts", TRIGGER_LASTS))
        self.triggers[trigger] = Trigger(given["workspace"], given["person"], now + lasts)
        channel = given.get("channel") or f"D{given['person']}"
        about = (given["workspace"], given["person"], channel, given.get("ts"))
        self.responses[response] = ResponseUrl(*about, ends_at=now + RESPONSE_LASTS)
        return {"trigger_id": trigger, "response_url": f"{self.address}/response/{response}"}


SLACK = web.AppKey("slack", Slack)
Method = Callable[[Slack, Workspace, Json], Json]


def given_json(arguments: Json, name: str) -> Any:
    """An argument that is JSON, or JSON written in a form's field."""
    given = arguments.get(name)
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise SlackError("invalid_arguments") from None


def flag(arguments: Json, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in {"1", "true"}
