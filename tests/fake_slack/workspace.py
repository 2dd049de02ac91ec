"""What the fake Slack keeps of a workspace: people, channels, messages, views."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.fake_platform.place import Place
from tests.fake_platform.rules import Rules

Json = dict[str, Any]

BOT = "UKINDLING"
"""Kindling's own id, in every workspace."""

SCOPES = frozenset(
    {
        "chat:write", "commands", "im:write", "im:history", "users:read", "channels:read", "channels:join",
        "groups:read", "channels:history", "groups:history", "reactions:read", "usergroups:read",
    }
)  # fmt: skip


class SlackError(Exception):
    """`"ok": false` with this code, and what else Slack tells beside it."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass
class Room:
    """A channel or a direct conversation. `facts` is Slack's object of it; messages are by their `ts`."""

    facts: Json
    members: set[str]
    messages: dict[str, Json] = field(default_factory=dict)
    last_ts: float = 0.0

    @property
    def id(self) -> str:
        return str(self.facts["id"])

    @property
    def is_direct(self) -> bool:
        return bool(self.facts.get("is_im"))

    def next_ts(self) -> str:
        """Slack's time of a message: unique in its channel, and never before the last."""
        self.last_ts = max(time.time(), self.last_ts + 0.000002)
        return f"{self.last_ts:.6f}"


@dataclass
class Token:
    """What a bot token may do, and whether it still may."""

    workspace: str
    scopes: frozenset[str]
    refused: str | None = None
    ends_at: float | None = None


@dataclass
class Workspace:
    """`teams` are those of an organisation: then the id is that of the enterprise."""

    id: str
    place: Place
    name: str = "Workspace"
    enterprise: str | None = None
    teams: list[str] = field(default_factory=list)
    bot: str = BOT
    people: dict[str, Json] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    modals: defaultdict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    ephemerals: defaultdict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, name: str, rules: Rules | None = None) -> Workspace:
        one = cls(name, Place.of(rules or Rules()), name)
        one.people[BOT] = {"id": BOT, "name": "kindling", "real_name": "Kindling", "is_bot": True}
        return one

    def update(self, facts: Json) -> None:
        """What a test says of it: people and channels are added, or replaced as a whole."""
        for name in ("name", "enterprise", "teams", "bot"):
            setattr(self, name, facts.get(name, getattr(self, name)))
        for one in facts.get("people", ()):
            self.people[one["id"]] = one
        for one in facts.get("channels", ()):
            self.put_channel(one)
        self.groups.update(facts.get("groups", {}))

    def put_channel(self, facts: Json) -> Room:
        known = self.rooms.get(facts["id"])
        members = set(facts.pop("members", ()))
        messages = {} if known is None else known.messages
        self.rooms[facts["id"]] = Room({"is_channel": True, **facts}, members, messages)
        return self.rooms[facts["id"]]

    def room(self, channel: object) -> Room:
        """By its id, or the direct one with a person. Anything else the bot can't see."""
        name = str(channel)
        if name in self.people:
            return self.direct(name)
        room = self.rooms.get(name)
        if room is None and name.startswith("D") and name[1:] in self.people:
            return self.direct(name[1:])
        if room is None or (room.facts.get("is_private") and self.bot not in room.members):
            raise SlackError("channel_not_found")
        return room

    def direct(self, person: str) -> Room:
        """Opened when first asked for."""
        if person == self.bot or self.people.get(person, {}).get("is_bot"):
            raise SlackError("cannot_dm_bot")
        if person not in self.people:
            raise SlackError("user_not_found")
        name = f"D{person}"
        if name not in self.rooms:
            facts = {"id": name, "is_im": True, "user": person}
            self.rooms[name] = Room(facts, {person, self.bot})
        return self.rooms[name]

    def is_closed(self, room: Room) -> bool:
        gone = room.is_direct and self.people.get(str(room.facts["user"]), {}).get("deleted", False)
        return bool(gone or room.facts.get("is_archived") or room.id in self.place.archived)


def page(items: Iterable[Any], arguments: Json, most: int) -> tuple[list[Any], Json]:
    """A page of them as Slack's cursors go; more than `most` at once is never given."""
    found = list(items)
    try:
        begin = int(str(arguments.get("cursor") or "0").removeprefix("from-"))
        limit = int(arguments.get("limit") or most)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    end = begin + min(limit, most)
    more = f"from-{end}" if end < len(found) else ""
    return found[begin:end], {"next_cursor": more}
