"""What becomes of a gift: undone, said in other words, seconded, hidden, removed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot import teams
from bot.actions import (
    ChangeWords,
    HideKudos,
    NameBehaviour,
    OpenBehaviour,
    OpenWords,
    RemoveKudos,
    UndoKudos,
    UndoLatest,
)
from bot.cards import Card, Reply, Value
from bot.context import Context
from bot.errors import ChangeTooLate, NotHere, NothingToUndo, NotYourGift, OwnGift, UndoTooLate
from bot.kudos.giving import checked_behaviour, reason_error
from bot.kudos.owed import edit_posts
from bot.kudos.shown import shown_gift
from bot.kudos.views import gift_card
from bot.kudos.words import clean_text
from bot.messages import kudos as words
from bot.messages import kudos_replies as replies
from bot.models import ConversationKind, Gift, Team
from bot.ports import Act

GiversAction = UndoKudos | UndoLatest | OpenWords | ChangeWords | OpenBehaviour | NameBehaviour
_DAY = timedelta(days=1)


def act_as_giver(context: Context, action: GiversAction) -> Reply:
    """Raises NotHere, NotYourGift, and too late UndoTooLate or ChangeTooLate."""
    if isinstance(action, UndoLatest):
        return _undo(context, _latest(context))
    gift = _own(context, action.gift_id)
    if isinstance(action, UndoKudos):
        return _undo(context, gift)
    if not gift.stands:
        return gift_card(context, gift)
    if context.now >= gift.until_at:
        raise ChangeTooLate
    match action:
        case OpenWords():
            values = {"reason": gift.reason, "behaviour": gift.behaviour or ""}
            return words.words_form(context.t(), gift, context.library.behaviours, values, {})
        case ChangeWords():
            return _change(context, gift, action)
        case OpenBehaviour():
            return words.behaviour_form(context.t(), gift, context.library.behaviours)
        case NameBehaviour(behaviour=behaviour):
            named = replace(gift, behaviour=checked_behaviour(context, behaviour))
            return _changed(context, gift, named)


def _latest(context: Context) -> Gift:
    latest = context.tx.gifts.latest(context.member.id)
    if latest is None or latest.until_at <= context.now:
        raise NothingToUndo
    return latest


def _own(context: Context, gift_id: int) -> Gift:
    """Somebody else's gift is NotYourGift where the actor may know of it, else NotHere."""
    gift = context.tx.gifts.get(gift_id)
    giver = context.tx.members.get(gift.giver_id) if gift is not None else None
    if gift is None or giver is None or giver.workspace_id != context.workspace.id:
        raise NotHere
    if giver.id == context.member.id:
        return gift
    if gift.stands and (gift.is_public or context.member.id in gift.receiver_ids):
        raise NotYourGift(giver.name)
    raise NotHere


def _undo(context: Context, gift: Gift) -> Card:
    """Once more is the same answer."""
    if gift.stands:
        if context.now >= gift.until_at:
            raise _too_late(context, gift)
        _withdraw(context, replace(gift, undone_at=context.now))
    return gift_card(context, context.tx.gifts.get(gift.id) or gift)


def _too_late(context: Context, gift: Gift) -> UndoTooLate:
    team = _public_team(context, gift)
    managers = teams.managers(context.tx, team) if team is not None else []
    yesterday = gift.given_on + _DAY >= context.today
    return UndoTooLate(managers[0].name if managers else "", yesterday)


def _public_team(context: Context, gift: Gift) -> Team | None:
    return context.tx.teams.get(gift.team_id) if gift.is_public and gift.team_id is not None else None


def _withdraw(context: Context, gift: Gift) -> None:
    context.tx.gifts.save(gift)
    edit_posts(context.tx, gift, context.now)


def _change(context: Context, gift: Gift, action: ChangeWords) -> Reply:
    t, reason = context.t(), clean_text(action.reason)
    error = reason_error(t, reason)
    if error is not None:
        values: dict[str, Value] = {"reason": action.reason, "behaviour": action.behaviour}
        return words.words_form(t, gift, context.library.behaviours, values, {"reason": error})
    behaviour = checked_behaviour(context, action.behaviour)
    return _changed(context, gift, replace(gift, reason=reason, behaviour=behaviour))


def _changed(context: Context, before: Gift, gift: Gift) -> Card:
    if gift != before:
        context.tx.gifts.save(gift)
        edit_posts(context.tx, gift, context.now)
    return gift_card(context, context.tx.gifts.get(gift.id) or gift)


def second(context: Context, gift_id: int) -> Card:
    """Raises OwnGift for giver and receivers, NotHere, NotInTeam for a channel that is not public."""
    gift = _public(context, gift_id)
    if context.member.id == gift.giver_id:
        raise OwnGift("giver")
    if context.member.id in gift.receiver_ids:
        raise OwnGift("receiver")
    if context.tx.gifts.second(gift.id, context.member.id, context.now):
        edit_posts(context.tx, gift, context.now)
    return replies.seconded_card(context.t())


def _public(context: Context, gift_id: int) -> Gift:
    """A gift that the actor can see in a channel."""
    gift = context.tx.gifts.get(gift_id)
    team = _public_team(context, gift) if gift is not None else None
    if gift is None or team is None or gift.workspace_id != context.workspace.id:
        raise NotHere
    channel = context.tx.conversations.get(team.conversation_id)
    if channel is None or channel.kind is not ConversationKind.CHANNEL or not channel.public:
        context.require_member(team)
    if not gift.stands or not gift.shown_ids:
        raise NotHere
    return gift


def hide(context: Context, action: HideKudos) -> Card:
    """Raises NotHere for anybody but a receiver of thanks that others can see."""
    gift, me = context.tx.gifts.get(action.gift_id), context.member.id
    if gift is None or not gift.stands or not gift.is_public or me not in gift.receiver_ids:
        raise NotHere
    if me not in gift.shown_ids:
        return replies.hidden_card(context.t())
    if not action.sure:
        return replies.ask_hide_card(context.t(), shown_gift(context.tx, context.library, gift))
    receipts = tuple(
        replace(one, hidden_at=context.now) if one.member_id == me else one for one in gift.receipts
    )
    _withdraw(context, replace(gift, receipts=receipts))
    return replies.hidden_card(context.t())


def remove(context: Context, action: RemoveKudos) -> Card:
    """For a manager of the gift's team, which the table of roles has seen to. Raises NotHere."""
    gift = context.tx.gifts.get(action.gift_id)
    team = _public_team(context, gift) if gift is not None else None
    if gift is None or team is None or gift.undone_at is not None or not gift.shown_ids:
        raise NotHere
    t = context.t(team)
    if gift.removed_at is not None:
        return replies.gone_card(t, team)
    if not action.sure:
        return replies.ask_remove_card(t, shown_gift(context.tx, context.library, gift), team)
    _withdraw(context, replace(gift, removed_at=context.now))
    act = Act(team.workspace_id, context.now, "kudos removed", context.member.id, team.id, {"gift": gift.id})
    context.tx.audit.add(act)
    return replies.gone_card(t, team)


def keep_private(context: Context) -> Card:
    context.tx.members.save(replace(context.member, thanks_private=True))
    return replies.kept_private_card(context.t())
