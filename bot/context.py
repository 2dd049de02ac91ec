"""What every decision about a person's act needs at hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from bot import schedule
from bot.errors import NotInTeam
from bot.messages import Translator, translator
from bot.models import Conversation, Member, Team, Workspace
from bot.ports import Transaction
from bot.tips import Library


@dataclass(frozen=True, slots=True)
class Context:
    """One act: the transaction, who acts and where, the lessons and the time (product time).

    `place` is the platform id of the conversation acted in, None outside any.
    """

    tx: Transaction
    library: Library
    workspace: Workspace
    member: Member
    place: str | None
    identity: str
    now: datetime

    @property
    def conversation(self) -> Conversation | None:
        """The one acted in, if it is known. Few acts ask."""
        if self.place is None:
            return None
        return self.tx.conversations.find(self.workspace.id, self.place)

    @property
    def zone(self) -> str:
        """The zone of who acts: their own, else their first team's, else UTC."""
        if self.member.zone is not None:
            return self.member.zone
        teams = self.tx.teams.of_member(self.member.id)
        return teams[0][0].timetable.zone if teams else "UTC"

    @property
    def today(self) -> date:
        """The day it is for who acts."""
        return schedule.local(self.now, self.zone).date()

    def t(self, team: Team | None = None) -> Translator:
        """The translator of the team's language, else of the first team's the member is in."""
        if team is None:
            teams = self.tx.teams.of_member(self.member.id)
            team = teams[0][0] if teams else None
        return translator(team.language if team is not None else "en")

    def require_member(self, team: Team) -> None:
        """Raises NotInTeam for somebody who is neither in the team nor manages it."""
        if all(found.id != team.id for found, _ in self.tx.teams.of_member(self.member.id)):
            raise NotInTeam

    def nonce(self, *about: object) -> str:
        """Tells this act from every other, and is the same when the act is delivered again."""
        text = "/".join(map(str, (self.identity, self.member.id, *about)))
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
