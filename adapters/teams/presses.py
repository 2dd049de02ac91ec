"""By what an act is known when Teams tells it again, as it does where no answer came in fifteen seconds.

The same activity comes back, and after a while the same act under a new id: a client tried again. So words
are known by who wrote what where and when, and a press by its activity or, within a short while, by being the
same as the last one of that person on that message. Later on it is meant anew.
Source: MicrosoftDocs/msteams-docs, issue 6084.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.teams.parse import Spot, Who
from adapters.teams.payloads import Json, id_at

AGAIN_WITHIN = 90.0
"""Seconds in which the same press is taken for the same act."""

MOST_KEPT = 20_000
_packed = json.JSONEncoder(sort_keys=True, default=str).encode


def identity_of(*parts: object) -> str:
    """One name for one act, whatever its parts contain."""
    return "teams/" + hashlib.sha256(_packed(parts).encode()).hexdigest()[:40]


def said_identity(person: str, conversation: str, text: str, said_at: str, activity_id: str) -> str:
    if said_at:
        return identity_of("said", person, conversation, text, said_at)
    return identity_of("said", person, conversation, activity_id or secrets.token_hex())


@dataclass(frozen=True, slots=True)
class Press:
    """`message` is what it was done on; `what` the button's data, entered values included."""

    person: str
    conversation: str
    message: str
    activity_id: str
    what: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    what: str
    identity: str
    at: float


def press_of(activity: Json, who: Who, spot: Spot, data: Json) -> Press:
    """Of what a button carries, the texts: anything else is nothing of ours."""
    message = id_at(activity, "replyToId") or id_at(activity, "value", "messagePayload", "id")
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    return Press(who.platform_id, spot.address, message, id_at(activity, "id"), texts)


class Presses:
    """The last press of each person on each message, for a short while."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._last: dict[tuple[str, str, str], Kept] = {}

    def identity(self, press: Press) -> str:
        now, what = self._steady(), identity_of(press.what)
        place = (press.person, press.conversation, press.message)
        last = self._last.pop(place, None)
        if last is None or last.what != what or now - last.at > AGAIN_WITHIN:
            own = press.activity_id or secrets.token_hex()
            last = Kept(what, identity_of("press", press.person, press.conversation, own), now)
        self._last[place] = last
        if len(self._last) > MOST_KEPT:
            del self._last[next(iter(self._last))]
        return last.identity
