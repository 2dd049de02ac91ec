"""What people do with kudos."""

from __future__ import annotations

from bot.actions import (
    Action,
    AddWord,
    ChangeWords,
    DontCount,
    GiveKudos,
    HideKudos,
    KeepThanksPrivate,
    KudosAction,
    MyKudos,
    NameBehaviour,
    OpenBehaviour,
    OpenKudos,
    OpenWords,
    RemoveKudos,
    SecondKudos,
    ShowKudos,
    TakeBackReaction,
    TeamKudos,
    ThankByReaction,
    UndoKudos,
    UndoLatest,
)
from bot.cards import Reply
from bot.codec import pack
from bot.context import Context
from bot.kudos import changes as kudos_changes
from bot.kudos import giving as kudos_giving
from bot.kudos import small as small_thanks
from bot.kudos import views as kudos_views
from bot.ports import Transaction


def act(context: Context, action: KudosAction) -> Reply:
    """Raises a Refusal; NotHere too for a gift that the actor may not know of."""
    match action:
        case OpenKudos():
            return kudos_giving.open_form(context, action)
        case GiveKudos():
            return kudos_giving.give(context, action)
        case UndoKudos() | UndoLatest() | OpenWords() | ChangeWords() | OpenBehaviour() | NameBehaviour():
            return kudos_changes.act_as_giver(context, action)
        case SecondKudos(gift_id=gift_id):
            return kudos_changes.second(context, gift_id)
        case HideKudos():
            return kudos_changes.hide(context, action)
        case RemoveKudos():
            return kudos_changes.remove(context, action)
        case KeepThanksPrivate():
            return kudos_changes.keep_private(context)
        case ThankByReaction() | TakeBackReaction():
            return small_thanks.react(context, action)
        case AddWord():
            return small_thanks.add_word(context, action)
        case DontCount():
            return small_thanks.dont_count(context, action)
        case ShowKudos(gift_id=gift_id):
            return kudos_views.own_gift_card(context, gift_id)
        case TeamKudos(team_id=team_id):
            return kudos_views.team_card(context, team_id)
        case MyKudos():
            return kudos_views.my_card(context)


def team_id_of(tx: Transaction, action: Action) -> int | None:
    """The team whose managers may remove the gift; None for one that only giver and receivers know."""
    gift = tx.gifts.get(action.gift_id) if isinstance(action, RemoveKudos) else None
    return gift.team_id if gift is not None and gift.is_public else None


def shows(context: Context, action: KudosAction) -> str:
    """What shows an act's reply again without doing it again; "" where doing it again changes nothing."""
    match action:
        case ChangeWords(gift_id=gift_id) | NameBehaviour(gift_id=gift_id):
            return pack(ShowKudos(gift_id))
        case UndoLatest():
            latest = context.tx.gifts.latest(context.member.id)
            return pack(ShowKudos(latest.id)) if latest is not None else ""
        case KeepThanksPrivate():
            return pack(MyKudos())
        case _:
            return ""
