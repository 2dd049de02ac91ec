"""Frozen records: what the product knows, in the words of the house.

Instants are aware UTC datetimes (`*_at`), days are dates in the team's or member's zone (`*_on`).
"""

from bot.models.calendar import WEEKDAYS, Timetable, Week
from bot.models.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.models.teams import DeliveryWay, Member, Membership, Team, ThanksWay
from bot.models.week import Answer, Lesson, LessonState, PracticeAnswer, Quiz, QuizResult, Resolve
from bot.models.workspaces import Conversation, ConversationKind, Platform, UnknownOutcome, Workspace

__all__ = [
    "WEEKDAYS",
    "Answer",
    "Conversation",
    "ConversationKind",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "DeliveryWay",
    "Lesson",
    "LessonState",
    "Member",
    "Membership",
    "Platform",
    "PracticeAnswer",
    "Quiz",
    "QuizResult",
    "Resolve",
    "Team",
    "ThanksWay",
    "Timetable",
    "UnknownOutcome",
    "Week",
    "Workspace",
]
