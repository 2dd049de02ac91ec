"""Starts the fake Slack as a process of its own, and tells it what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.fake_platform.process import FakePlatform
from tests.fake_slack.workspace import BOT, SCOPES, Json

WITHIN = 5.0


def bot_token(workspace: str) -> str:
    """The token that every workspace of the fake Slack has from its beginning."""
    return f"xoxb-{workspace}"


def person(person_id: str, name: str, zone: str | None = "Europe/Lisbon", **facts: object) -> Json:
    """A user object as users.list has it; `facts` are Slack's own names, such as is_restricted."""
    profile = {"real_name": name, "display_name": ""}
    about = {"deleted": False, "is_bot": False, "tz": zone, "real_name": name, "profile": profile}
    return {"id": person_id, "name": person_id.lower(), **about, **facts}


def channel(
    channel_id: str, name: str, members: Iterable[str] = (), *, bot: bool = True, **facts: object
) -> Json:
    """A channel object with who is in it; `bot`: Kindling too."""
    inside = [*members, *([BOT] if bot else [])]
    return {"id": channel_id, "name": name, "is_private": False, "members": inside, **facts}


class FakeSlack(FakePlatform):
    MODULE = "tests.fake_slack"

    @property
    def api(self) -> str:
        """What `SLACK_API_URL` is to be."""
        return f"{self.address}/api/"

    def open_workspace(
        self,
        workspace: str,
        *,
        people: Sequence[Json] = (),
        channels: Sequence[Json] = (),
        groups: Mapping[str, Sequence[str]] | None = None,
        **facts: object,
    ) -> None:
        """Makes it, or adds to it; the same id replaces. `facts`: name, enterprise, teams, bot."""
        about = {"people": people, "channels": channels, "groups": groups or {}}
        self.tell("workspace", {"workspace": workspace, **about, **facts})

    def put_token(
        self,
        workspace: str,
        token: str,
        scopes: Iterable[str] = SCOPES,
        refused: str | None = None,
        lasts: float | None = None,
    ) -> None:
        about = {"scopes": sorted(scopes), "refused": refused, "lasts": lasts}
        self.tell("token", {"workspace": workspace, "token": token, **about})

    def revoke(self, workspace: str, code: str = "token_revoked") -> None:
        self.tell("revoke", {"workspace": workspace, "code": code})

    def rotate(self, seconds: float | None) -> None:
        """Tokens that OAuth grants from now on last so long; None for ever."""
        self.tell("rotate", {"seconds": seconds})

    def say(
        self,
        workspace: str,
        channel: str,
        person: str,
        text: str,
        thread: str | None = None,
        times: int = 1,
    ) -> Json:
        """Somebody's own message; answers it, or the last of so many."""
        about = {"channel": channel, "person": person, "text": text, "thread": thread, "times": times}
        return dict(self.tell("say", {"workspace": workspace, **about}))

    def press(
        self,
        workspace: str,
        person: str,
        channel: str | None = None,
        ts: str | None = None,
        lasts: float = 3.0,
    ) -> dict[str, str]:
        """`trigger_id` and `response_url`, as the payload of what somebody just did carries them."""
        about = {"channel": channel, "ts": ts, "lasts": lasts}
        return dict(self.tell("press", {"workspace": workspace, "person": person, **about}))

    def close_modal(self, workspace: str, person: str, *, everything: bool = False) -> None:
        self.tell("close", {"workspace": workspace, "person": person, "all": everything})

    def seen_by(self, workspace: str, person: str) -> Json:
        """`rooms`: messages by channel, oldest first; `ephemerals`; `modals`, the top one last; `home`."""
        return dict(self.ask("seen", workspace=workspace, person=person))

    def send_event(self, envelope: Json, within: float = WITHIN) -> Json:
        """Over Socket Mode. The acknowledgement, or `error` if there was no connection or no answer."""
        return dict(self.tell("socket", {"envelope": envelope, "within": within}))

    def disconnect(self, reason: str = "refresh_requested") -> None:
        self.tell("disconnect", {"reason": reason})

    def calls(self, method: str | None = None) -> list[Json]:
        """Every call but posts, in order: `workspace`, `method` (empty for a response_url), `arguments`."""
        found: list[Any] = self.ask("calls")
        return [one for one in found if method is None or one["method"] == method]
