"""Opens Kindling for one command, and finds in it what a command line names."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from adapters.local.people import WORKSPACE_ID
from adapters.logs import set_up_logs
from adapters.settings import load_settings
from adapters.wiring import Application, build, store_address
from bot.errors import SetupFault
from bot.models import Conversation, Member, Team, Workspace
from bot.ports import Transaction
from bot.teams.values import did_you_mean
from storage import database_file

T = TypeVar("T")


class NoDatabaseYet(SetupFault):
    """Nothing was set up here."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"There is no database at {file} yet. Set a team up first, with kindling teams add, "
            "or name the right file in DATABASE_URL."
        )


class UnknownTeam(SetupFault):
    """No team is called so, or several are."""

    def __init__(self, asked: str, names: list[str]) -> None:
        super().__init__(
            f'There is no team "{asked}".{did_you_mean(asked, names)} All of them: kindling teams list'
        )


class SeveralTeams(SetupFault):
    """Teams of two workspaces have the same name."""

    def __init__(self, asked: str, numbers: list[int]) -> None:
        super().__init__(
            f'Several teams are called "{asked}". Give the number of one: {", ".join(map(str, numbers))}'
        )


class UnknownWorkspace(SetupFault):
    """Kindling is not installed in that workspace."""

    def __init__(self, asked: str, known: list[str]) -> None:
        have = f"Kindling is in {', '.join(known)}." if known else "Kindling is in none yet."
        super().__init__(
            f'There is no workspace "{asked}".{did_you_mean(asked, known)} {have} '
            f"{WORKSPACE_ID} is the chat on this computer."
        )


class UnknownChannel(SetupFault):
    """The workspace has no such channel."""

    def __init__(self, asked: str, near: str = "") -> None:
        super().__init__(
            f'There is no channel "{asked}" that Kindling knows.{near} '
            "Invite Kindling to it first, and give the id that the chat has for it."
        )


class UnknownPerson(SetupFault):
    """The workspace has nobody of that id or name, or several."""

    def __init__(self, asked: str, known: list[str]) -> None:
        super().__init__(
            f'There is nobody called "{asked}" here.{did_you_mean(asked, known)} '
            "Give the id that the chat has for them."
        )


def with_application(
    work: Callable[[Application], Awaitable[T]],
    *,
    local: bool | None = None,
    at: datetime | None = None,
    make: bool = False,
) -> T:
    """Opens Kindling by its settings, does the work and closes it. `make` takes a database that is not there.

    Raises SetupFault.
    """
    settings = load_settings()
    set_up_logs(settings.log_level)
    file = database_file(store_address(settings))
    if not make and not file.exists():
        raise NoDatabaseYet(file)

    async def do() -> T:
        async with build(settings, local=local, at=at) as application:
            return await work(application)

    return asyncio.run(do())


def find_team(tx: Transaction, asked: str) -> Team:
    """By its number or name. Raises UnknownTeam or SeveralTeams."""
    every = tx.teams.all()
    found = [team for team in every if team.name.casefold() == asked.strip().casefold()]
    if not found:
        found = [team for team in every if str(team.id) == asked.strip()]
    if not found:
        raise UnknownTeam(asked, [team.name for team in every])
    if len(found) > 1:
        raise SeveralTeams(asked, [team.id for team in found])
    return found[0]


def find_workspace(tx: Transaction, asked: str) -> Workspace:
    """Raises UnknownWorkspace."""
    found = tx.workspaces.get(asked)
    if found is None or found.ended_at is not None:
        known = [one.id for one in tx.workspaces.all() if one.ended_at is None]
        raise UnknownWorkspace(asked, known)
    return found


def find_channel(tx: Transaction, workspace: Workspace, asked: str) -> Conversation:
    """By the platform's id. Raises UnknownChannel."""
    found = tx.conversations.find(workspace.id, asked.removeprefix("#"))
    if found is None or found.member_id is not None or found.ended is not None:
        raise UnknownChannel(asked)
    return found


def find_member(tx: Transaction, workspace: Workspace, asked: str) -> Member:
    """By the platform's id, or by a name that one person has. Raises UnknownPerson."""
    found = tx.members.find(workspace.id, asked.removeprefix("@"))
    named = tx.members.named(workspace.id, asked) if found is None else [found]
    here = [member for member in named if member.deactivated_at is None and not member.is_app]
    if len(here) != 1:
        people = [one for one in tx.members.all(workspace.id) if not one.is_app]
        raise UnknownPerson(asked, [one.platform_id for one in people])
    return here[0]
