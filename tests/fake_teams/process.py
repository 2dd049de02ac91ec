"""Starts the fake Teams as a process of its own, and tells it what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tests.fake_platform.process import FakePlatform
from tests.fake_teams.tenants import Json


def person(entra_id: str, name: str, tenant: str, **facts: object) -> Json:
    """A member as the roster has it; `facts` are Teams' own names, such as userRole."""
    known = {"id": f"29:{entra_id}", "aadObjectId": entra_id, "name": name, "tenantId": tenant}
    return {**known, "userRole": "user", **facts}


class FakeTeams(FakePlatform):
    MODULE = "tests.fake_teams"

    def service_url(self, tenant: str) -> str:
        """What the tenant's activities carry."""
        return f"{self.address}/smba/{tenant}"

    def open_tenant(
        self,
        tenant: str,
        *,
        members: Mapping[str, Sequence[Json]] | None = None,
        channels: Mapping[str, Sequence[Json]] | None = None,
        names: Mapping[str, str] | None = None,
        blocked: Iterable[str] | None = None,
    ) -> None:
        """Members, channels and names by the team's id; `blocked`: people and places not to be written to."""
        about: Json = {"workspace": tenant, "members": members or {}, "channels": channels or {}}
        about["names"] = names or {}
        if blocked is not None:
            about["blocked"] = sorted(blocked)
        self.tell("tenant", about)

    def say(self, tenant: str, channel: str, person: str, text: str) -> str:
        """Somebody writes something themselves; the message's id."""
        about = {"workspace": tenant, "channel": channel, "person": person, "text": text}
        return str(self.tell("say", about)["id"])

    def tokens(self, **answers: object) -> None:
        """How tokens are given: `stall`, `status`, `error`, `lives`; `revoke` ends those that are out."""
        self.tell("tokens", answers)
