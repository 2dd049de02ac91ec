"""A gift with the names of its people: what cards are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cards import Place
from bot.models import Gift, GiftPlace, Member, Team, Told
from bot.ports import Transaction
from bot.tips import Library, UnknownBehaviour


@dataclass(frozen=True, slots=True)
class ShownGift:
    """`receivers` are those who did not hide theirs. `link` opens the message it was given from, or is "".

    `mentioned` are the receivers who hear of it by being mentioned in the channel; `behaviour` is a label;
    `channel_ended` is why the channel can't be written to, where it can't.
    """

    gift: Gift
    giver: Member
    receivers: tuple[Member, ...]
    mentioned: frozenset[int]
    seconders: tuple[Member, ...] = ()
    behaviour: str | None = None
    team: Team | None = None
    channel: Place | None = None
    channel_ended: str | None = None
    link: str = ""


def shown_gift(tx: Transaction, library: Library, gift: Gift) -> ShownGift:
    """Raises LookupError for a gift whose giver is gone."""
    giver = tx.members.get(gift.giver_id)
    if giver is None:
        raise LookupError(f"no member {gift.giver_id}")
    team = tx.teams.get(gift.team_id) if gift.team_id is not None else None
    room = tx.conversations.get(team.conversation_id) if team is not None else None
    return ShownGift(
        gift,
        giver,
        _members(tx, gift.shown_ids),
        frozenset(one.member_id for one in gift.receipts if one.told in {Told.CHANNEL, Told.ROUND_UP}),
        _members(tx, tx.gifts.seconders(gift.id)),
        behaviour_label(library, gift.behaviour),
        team,
        Place(room.platform_id, room.name) if room is not None else None,
        room.ended if room is not None else None,
        _link(tx, gift),
    )


def _members(tx: Transaction, ids: Iterable[int]) -> tuple[Member, ...]:
    found = (tx.members.get(member_id) for member_id in ids)
    return tuple(member for member in found if member is not None)


def behaviour_label(library: Library, behaviour: str | None) -> str | None:
    """None too for one that behaviours.toml has no more."""
    if behaviour is None:
        return None
    try:
        return library.behaviour(behaviour).label
    except UnknownBehaviour:
        return None


def _link(tx: Transaction, gift: Gift) -> str:
    """Only where everybody can go, and not in the message's own thread."""
    if gift.origin is None or gift.place is GiftPlace.THREAD:
        return ""
    place = tx.conversations.find(gift.workspace_id, gift.origin.conversation)
    link = gift.origin.link
    return link if place is not None and place.public and link.startswith("https://") else ""
