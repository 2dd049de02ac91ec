"""Frozen records: what the product knows, in the words of the house.

Instants are aware UTC datetimes (`*_at`), days are dates in the team's or member's zone (`*_on`).
"""

from bot.models.calendar import WEEKDAYS, Timetable, Week
from bot.models.deliveries import Arrived, Delivery, DeliveryKind, DeliveryState
from bot.models.installations import Installation, Reference
from bot.models.kudos import WITH_TEAM, Gift, GiftPlace, Origin, Receipt, SmallGift, Told
from bot.models.summaries import SummaryReader, WeekFigures
from bot.models.teams import DeliveryWay, Member, Membership, Team, ThanksWay
from bot.models.week import Answer, Lesson, LessonState, PracticeAnswer, Quiz, QuizResult, Resolve
from bot.models.workspaces import Conversation, ConversationKind, Platform, UnknownOutcome, Workspace

__all__ = [
    "WEEKDAYS",
    "WITH_TEAM",
    "Answer",
    "Arrived",
    "Conversation",
    "ConversationKind",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "DeliveryWay",
    "Gift",
    "GiftPlace",
    "Installation",
    "Lesson",
    "LessonState",
    "Member",
    "Membership",
    "Origin",
    "Platform",
    "PracticeAnswer",
    "Quiz",
    "QuizResult",
    "Receipt",
    "Reference",
    "Resolve",
    "SmallGift",
    "SummaryReader",
    "Team",
    "ThanksWay",
    "Timetable",
    "Told",
    "UnknownOutcome",
    "Week",
    "WeekFigures",
    "Workspace",
]
