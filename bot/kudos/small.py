"""Small thanks: the emoji that a team chose, put under a message in its channel.

Only the reactor hears of it, once a day at the most. Nothing of the message is kept: the row has a digest
of its id, and where a form would answer is remembered for a week, as with every form.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.actions import AddWord, DontCount, OpenKudos, Reaction, TakeBackReaction, ThankByReaction
from bot.cards import NOTHING, Card, Reply
from bot.context import Context
from bot.errors import NotHere
from bot.kudos.giving import open_form
from bot.kudos.places import back_on, keeps_private
from bot.kudos.views import gift_card
from bot.messages import kudos_small as words
from bot.models import Gift, Member, Origin, SmallGift, Team
from bot.ports import Transaction
from bot.teams.values import bare_emoji


def heeds(tx: Transaction, workspace_id: str, reactor_id: str, action: Reaction) -> bool:
    """Whether a reaction is any of Kindling's business; of others nothing is stored, not even that it was.

    `reactor_id` is a platform id.
    """
    if _team_of(tx, workspace_id, action) is not None:
        return True
    reactor = tx.members.find(workspace_id, reactor_id)
    kept = tx.small_gifts.of_mark(reactor.id, _origin(action).mark) if reactor is not None else None
    return isinstance(action, TakeBackReaction) and kept is not None


def _team_of(tx: Transaction, workspace_id: str, action: Reaction) -> Team | None:
    """The team in whose channel it was, if the emoji is the one it chose."""
    conversation = tx.conversations.find(workspace_id, action.conversation)
    team = tx.teams.of_conversation(conversation.id) if conversation is not None else None
    return team if team is not None and team.kudos_emoji == bare_emoji(action.emoji) else None


def _origin(action: Reaction) -> Origin:
    return Origin(action.conversation, action.message, getattr(action, "link", ""))


def react(context: Context, action: Reaction) -> Card:
    """Never refuses: a reaction that is no thanks is answered by the empty card."""
    kept = context.tx.small_gifts.of_mark(context.member.id, _origin(action).mark)
    at = action.happened_at or context.now
    if kept is not None and at < kept.changed_at:
        return NOTHING
    if isinstance(action, TakeBackReaction):
        _take_back(context, action, kept, at)
        return NOTHING
    if kept is not None and kept.changed_at == at and kept.asked_on is not None:
        return _asking_card(context, kept)  # the same event again
    small = _given(context, action, kept, at)
    return NOTHING if small is None else _ask(context, _origin(action), small)


def _take_back(context: Context, action: TakeBackReaction, kept: SmallGift | None, at: datetime) -> None:
    """One that was never seen is kept as taken back, since its beginning may still come."""
    if kept is None:
        small = _new(context, action, at)
        if small is not None:
            context.tx.small_gifts.add(replace(small, taken_back_at=context.now))
    elif kept.emoji == bare_emoji(action.emoji):
        context.tx.small_gifts.save(replace(kept, changed_at=at, taken_back_at=context.now))


def _given(
    context: Context, action: ThankByReaction, kept: SmallGift | None, at: datetime
) -> SmallGift | None:
    """The small thanks as they stand now; None where a reaction is none, or was there before."""
    fresh = _new(context, action, at)
    if fresh is None or (kept is not None and kept.taken_back_at is None):
        return None
    if kept is None:
        return context.tx.small_gifts.add(fresh)
    again = replace(
        fresh, id=kept.id, asked_on=kept.asked_on, declined_at=kept.declined_at, gift_id=kept.gift_id
    )
    context.tx.small_gifts.save(again)
    return again


def _new(context: Context, action: Reaction, at: datetime) -> SmallGift | None:
    """None for a reaction that thanks nobody: to oneself, an app, a stranger, who is not in the team."""
    team = _team_of(context.tx, context.workspace.id, action)
    author = context.tx.members.find(context.workspace.id, action.author)
    if team is None or author is None or not _may_thank(context.member):
        return None
    if author.id == context.member.id or not _may_be_thanked(context.tx, team, author):
        return None
    origin = _origin(action)
    given = context.tx.gifts.of_message(context.member.id, origin)
    in_words = next((gift.id for gift in given if author.id in gift.receiver_ids), None)
    return SmallGift(
        0,
        context.workspace.id,
        team.id,
        context.member.id,
        author.id,
        origin.mark,
        bare_emoji(action.emoji),
        public=not keeps_private(author),
        given_at=context.now,
        changed_at=at,
        gift_id=in_words,
    )


def _may_thank(member: Member) -> bool:
    """Who has stopped is neither counted nor written to, even where they react."""
    return not member.is_app and not member.is_stranger and member.stopped_at is None


def _may_be_thanked(tx: Transaction, team: Team, member: Member) -> bool:
    if member.is_app or member.is_stranger or member.deactivated_at is not None:
        return False
    return any(found.id == team.id for found, _ in tx.teams.of_member(member.id))


def _ask(context: Context, origin: Origin, small: SmallGift) -> Card:
    """Asks for a word, unless the giver was asked today, is not there to be asked, or gave one already."""
    tx, me = context.tx, context.member
    quiet = back_on(me, context.now, context.zone) is not None or not small.stands
    if quiet or small.gift_id is not None or tx.small_gifts.was_asked_on(me.id, context.today):
        return NOTHING
    asked = replace(small, asked_on=context.today)
    tx.small_gifts.save(asked)
    tx.gifts.keep_origin(me.id, _nonce(small), origin, context.now)
    return _asking_card(context, asked)


def _nonce(small: SmallGift) -> str:
    return f"small/{small.id}"


def _asking_card(context: Context, small: SmallGift) -> Card:
    author = context.tx.members.get(small.receiver_id)
    return words.small_thanks_card(context.t(), small, author) if author is not None else NOTHING


def add_word(context: Context, action: AddWord) -> Reply:
    """The form, or where the gift went that said it in words. Raises NotHere for what is not the actor's."""
    small = _own(context, action.small_id)
    if (gift := _in_words(context.tx, small)) is not None:
        return gift_card(context, gift)
    author = context.tx.members.get(small.receiver_id)
    origin = context.tx.gifts.origin(context.member.id, _nonce(small)) or Origin("", "")
    people = (author.platform_id,) if author is not None else ()
    return open_form(context, OpenKudos(people, "", origin.conversation, origin.message, origin.link))


def _in_words(tx: Transaction, small: SmallGift) -> Gift | None:
    gift = tx.gifts.get(small.gift_id) if small.gift_id is not None else None
    return gift if gift is not None and gift.stands else None


def dont_count(context: Context, action: DontCount) -> Card:
    """Raises NotHere for what is not the actor's."""
    small = _own(context, action.small_id)
    if small.declined_at is None:
        context.tx.small_gifts.save(replace(small, declined_at=context.now))
    return words.not_counted_card(context.t())


def _own(context: Context, small_id: int) -> SmallGift:
    small = context.tx.small_gifts.get(small_id)
    if small is None or small.giver_id != context.member.id:
        raise NotHere
    return small
