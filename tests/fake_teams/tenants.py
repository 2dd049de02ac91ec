"""What the fake Teams remembers: tenants with their conversations, and what was posted."""

from __future__ import annotations

import itertools
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.fake_platform.place import Landing, Place
from tests.fake_platform.rules import Rules

Json = dict[str, Any]
UNDER = ";messageid="


@dataclass
class Tenant:
    """`members`: of each team, by its id, and of each of its channels; `channels`: of each team."""

    id: str
    place: Place = field(default_factory=lambda: Place.of(Rules()))
    members: dict[str, list[Json]] = field(default_factory=dict)
    channels: dict[str, list[Json]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    direct: dict[str, str] = field(default_factory=dict)

    def roster(self, conversation: str) -> list[Json] | None:
        """Everybody in the team that the conversation is, or is a channel of."""
        if conversation in self.members:
            return self.members[conversation]
        for team, channels in self.channels.items():
            if any(channel["id"] == conversation for channel in channels):
                return self.members[team]
        return None


class Teams:
    """Everything that the process remembers."""

    def __init__(self) -> None:
        self.tenants: dict[str, Tenant] = {}
        self.posts: list[Json] = []
        self.standing: dict[tuple[str, str, str], Json] = {}
        self.calls: list[Json] = []
        self.counts: Counter[str] = Counter()
        self.landing = Landing()
        self.tokens: set[str] = set()
        self.keys: list[Json] = []
        self.token_answers: defaultdict[str, Json] = defaultdict(dict)
        self._numbers = itertools.count(1_700_000_000_001)

    def tenant(self, tenant_id: str) -> Tenant:
        if tenant_id not in self.tenants:
            self.tenants[tenant_id] = Tenant(tenant_id)
        return self.tenants[tenant_id]

    def grant(self) -> str:
        token = f"token-{next(self._numbers)}"
        self.tokens.add(token)
        return token

    def land(self, tenant: Tenant, conversation: str, activity: Json) -> str:
        """Kindling's message stands in its conversation from now on."""
        key = str(activity.get("summary") or "").rpartition(" ")[2]
        post = self._stand(tenant, conversation, activity, key, by="")
        self.posts.append(post)
        return str(post["id"])

    def say(self, tenant: Tenant, conversation: str, person: str, text: str) -> str:
        """Somebody else's message, which Kindling may not change."""
        return str(self._stand(tenant, conversation, {"text": text}, "", by=person)["id"])

    def _stand(self, tenant: Tenant, conversation: str, activity: Json, key: str, by: str) -> Json:
        channel, _, thread = conversation.partition(UNDER)
        number = str(next(self._numbers))
        about = {"id": number, "workspace": tenant.id, "channel": channel, "key": key, "at": time.time()}
        about |= {"by": by, "edits": 0, "deleted": False, "thread": thread or None, "activity": activity}
        self.standing[tenant.id, channel, number] = about
        return about
