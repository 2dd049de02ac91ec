"""The Directory port over Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from adapters.slack.calls import NOTHING, About, Calls
from adapters.slack.ids import is_organisation
from bot.errors import Refused, Unreachable
from bot.models import Conversation, Workspace
from bot.ports import Person, Room, Store

SLACKBOT = "USLACKBOT"
"""Slack's own bot, of which `is_bot` is false."""

KINDS = "public_channel,private_channel"
UNKNOWN_PEOPLE = {"user_not_found", "user_not_visible"}


class SlackDirectory:
    def __init__(self, calls: Calls, store: Store) -> None:
        self._calls = calls
        self._store = store

    async def people(self, workspace: Workspace) -> list[Person]:
        """Everybody of the workspace, guests too. Who installed Kindling is an admin."""
        installation = await self._store.read(lambda tx: tx.installations.get(workspace.id))
        by = None if installation is None else installation.installed_by
        return [
            person_of_user(user, installer=by) async for user in self._all(workspace, "users.list", "members")
        ]

    async def rooms(self, workspace: Workspace) -> list[Room]:
        """Public channels, and the private ones that Kindling was invited to."""
        found = self._all(workspace, "conversations.list", "channels", {"types": KINDS})
        return [room_of_channel(channel) async for channel in found]

    async def people_in(self, conversation: Conversation) -> list[str]:
        about = {"channel": conversation.platform_id}
        pages = self._calls.pages(conversation.workspace_id, "conversations.members", "members", about)
        return [str(one) async for page in pages for one in page]

    async def person(self, workspace: Workspace, platform_id: str) -> Person | None:
        """Whoever users.list does not tell of is a stranger here: somebody from the far side of a channel."""
        try:
            user = (await self._calls.ask(workspace.id, "users.info", {"user": platform_id}))["user"]
        except (Refused, Unreachable) as fault:
            if fault.code in UNKNOWN_PEOPLE:
                return None
            raise
        return person_of_user(user, stranger=is_stranger(user, workspace.id))

    async def group(self, workspace_id: str, group_id: str) -> list[str] | None:
        """Who is in a user group (`S…`). None where Kindling may not ask, or there is no such group."""
        try:
            told = await self._calls.ask(workspace_id, "usergroups.users.list", {"usergroup": group_id})
        except Refused:
            return None
        return [str(one) for one in told.get("users") or ()]

    async def _all(
        self, workspace: Workspace, method: str, found_in: str, about: About = NOTHING
    ) -> AsyncIterator[dict[str, Any]]:
        """Of an organisation each workspace that let Kindling in is asked for: Slack wants it named."""
        teams: list[str | None] = [None]
        if is_organisation(workspace.id):
            pages = self._calls.pages(workspace.id, "auth.teams.list", "teams")
            teams = [str(team["id"]) async for page in pages for team in page]
        seen: set[str] = set()
        for team in teams:
            async for page in self._calls.pages(workspace.id, method, found_in, {**about, "team_id": team}):
                for one in page:
                    if one["id"] not in seen:
                        seen.add(one["id"])
                        yield one


def person_of_user(
    user: Mapping[str, Any], *, stranger: bool = False, installer: str | None = None
) -> Person:
    """A user object of Slack's, from a method or an event."""
    platform_id = str(user["id"])
    return Person(
        platform_id,
        _name(user),
        zone=_zone(user.get("tz")),
        is_app=bool(user.get("is_bot") or user.get("is_workflow_bot") or platform_id == SLACKBOT),
        is_stranger=stranger or bool(user.get("is_stranger")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner") or platform_id == installer),
        deactivated=bool(user.get("deleted")),
    )


def is_stranger(user: Mapping[str, Any], workspace_id: str) -> bool:
    """Whether somebody is of another company. People of one organisation share its workspaces."""
    enterprise = user.get("enterprise_user") or {}
    own = {user.get("team_id"), enterprise.get("enterprise_id"), *(enterprise.get("teams") or ())}
    return bool(user.get("is_stranger")) or workspace_id not in own


def room_of_channel(channel: Mapping[str, Any]) -> Room:
    """A channel object of Slack's, from a method or an event."""
    return Room(
        str(channel["id"]),
        str(channel.get("name") or channel["id"]),
        public=not channel.get("is_private"),
        archived=bool(channel.get("is_archived")),
        entered=bool(channel.get("is_member")),
    )


def _name(user: Mapping[str, Any]) -> str:
    """As Slack shows it: what they chose to be called, else their full name."""
    profile = user.get("profile") or {}
    shown = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((one.strip() for one in shown if isinstance(one, str) and one.strip()), str(user["id"]))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(given: object) -> str | None:
    return given if isinstance(given, str) and given in _zones() else None
