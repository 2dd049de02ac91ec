"""Cards that each person may have a view of their own of, brought back when they come back to the card.

Teams asks for it by itself, for sixty people at the most, and not reliably in channels: pressing again always
works. An idea's card keeps its words for everybody, so it is not among them when it is posted.
"""

from __future__ import annotations

from adapters.teams.render import MOST_REFRESHED, Refresh
from bot.actions import Action, AnswerQuiz, PickChoices, ShowQuiz, ShowTry, TakeBackTry, TryTip
from bot.cards import Card, Reply
from bot.models import Conversation, ConversationKind
from bot.ports import Transaction


def posted_view(card: Card) -> ShowQuiz | None:
    """What brings back the view of a posted question; None for a card that has no such views."""
    for button in card.buttons():
        if isinstance(button.action, AnswerQuiz | PickChoices):
            return ShowQuiz(button.action.quiz_id)
    return None


def answered_view(action: Action | None, reply: Reply) -> ShowQuiz | ShowTry | None:
    """What shows again the answer to what somebody pressed on a question's or an idea's card."""
    if not isinstance(reply, Card):
        return None
    match action:
        case AnswerQuiz(quiz_id=quiz_id) | PickChoices(quiz_id=quiz_id) | ShowQuiz(quiz_id=quiz_id):
            return ShowQuiz(quiz_id)
        case TryTip() | TakeBackTry() | ShowTry():
            return ShowTry(action.team_id, action.week)
        case _:
            return None


def refresh_for(tx: Transaction, room: Conversation, view: Action) -> Refresh | None:
    """For whose view it may be; None where those are more than Teams takes, or nobody's id is known."""
    people = _ids_for_the_bot(tx, room)
    return Refresh(view, people) if 0 < len(people) <= MOST_REFRESHED else None


def _ids_for_the_bot(tx: Transaction, room: Conversation) -> tuple[str, ...]:
    if room.kind is ConversationKind.DIRECT:
        rooms: list[Conversation | None] = [room]
    else:
        team = tx.teams.of_conversation(room.id)
        there = tx.teams.people(team.id) if team is not None else []
        rooms = [tx.conversations.direct(member.id) for one, member in there if one.in_channel]
    found = (tx.references.get(one.id) for one in rooms if one is not None)
    return tuple(one.person for one in found if one is not None and one.person)
