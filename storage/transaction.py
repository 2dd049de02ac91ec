"""The Transaction of the core, over a Session."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from bot.ports import (
    Audit,
    Conversations,
    Deliveries,
    Figures,
    Gifts,
    Identities,
    Installations,
    Lessons,
    Members,
    Quizzes,
    References,
    SmallGifts,
    Teams,
    Workspaces,
)
from storage.queries.audit import AuditQueries
from storage.queries.conversations import ConversationQueries
from storage.queries.deliveries import DeliveryQueries
from storage.queries.figures import FigureQueries
from storage.queries.gifts import GiftQueries
from storage.queries.identities import IdentityQueries
from storage.queries.installations import InstallationQueries
from storage.queries.lessons import LessonQueries
from storage.queries.members import MemberQueries
from storage.queries.quizzes import QuizQueries
from storage.queries.references import ReferenceQueries
from storage.queries.small_gifts import SmallGiftQueries
from storage.queries.teams import TeamQueries
from storage.queries.workspaces import WorkspaceQueries
from storage.session import Session


class NestingSession(Session, Protocol):
    """A session that can undo a part."""

    def savepoint(self) -> AbstractContextManager[None]: ...


class SqlTransaction:
    """One decision's or question's view. It ends with its session."""

    __slots__ = ("_session",)

    def __init__(self, session: NestingSession) -> None:
        self._session = session

    @property
    def workspaces(self) -> Workspaces:
        return WorkspaceQueries(self._session)

    @property
    def installations(self) -> Installations:
        return InstallationQueries(self._session)

    @property
    def conversations(self) -> Conversations:
        return ConversationQueries(self._session)

    @property
    def references(self) -> References:
        return ReferenceQueries(self._session)

    @property
    def members(self) -> Members:
        return MemberQueries(self._session)

    @property
    def teams(self) -> Teams:
        return TeamQueries(self._session)

    @property
    def lessons(self) -> Lessons:
        return LessonQueries(self._session)

    @property
    def quizzes(self) -> Quizzes:
        return QuizQueries(self._session)

    @property
    def gifts(self) -> Gifts:
        return GiftQueries(self._session)

    @property
    def small_gifts(self) -> SmallGifts:
        return SmallGiftQueries(self._session)

    @property
    def figures(self) -> Figures:
        return FigureQueries(self._session)

    @property
    def deliveries(self) -> Deliveries:
        return DeliveryQueries(self._session)

    @property
    def identities(self) -> Identities:
        return IdentityQueries(self._session)

    @property
    def audit(self) -> Audit:
        return AuditQueries(self._session)

    def savepoint(self) -> AbstractContextManager[None]:
        return self._session.savepoint()
