"""The message extension "Give kudos": from the compose box, and from a message's menu, its author filled in.

It works in chats that Kindling is not in, since all is said in the dialog itself. What a client sends along
of a message counts for no more than what its user might have typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from adapters.connection import Core
from adapters.teams.acquaintance import Person
from adapters.teams.acting import Acting
from adapters.teams.parse import Spot, Who
from adapters.teams.payloads import Json, id_at, list_at, object_at
from adapters.teams.presses import Presses, press_of
from adapters.teams.render import CONTENT_TYPE, push_of
from adapters.teams.replies import Replies
from bot.actions import OpenKudos
from bot.cards import Card, Reply
from bot.errors import StoreBusy, StoreFailed
from bot.messages import translator
from bot.messages.placed import not_known_sentence
from bot.messages.talk import not_kept_card
from bot.models import ConversationKind
from bot.ports import Transaction

TITLE = "Kindling"
MOST_OFFERED = 20
LINK = re.compile(
    r"https://teams\.(microsoft\.com|cloud\.microsoft)/l/message/[A-Za-z0-9%._~:/?=&@+-]{1,900}"
)
Answer = dict[str, Any]


class KudosExtension:
    def __init__(self, core: Core, acting: Acting, replies: Replies, presses: Presses) -> None:
        self._core = core
        self._acting = acting
        self._replies = replies
        self._presses = presses

    async def open(self, activity: Json, spot: Spot, who: Who | None) -> Answer:
        """The form, in a dialog."""
        if who is None:
            return _said(not_known_sentence(translator("en")))
        person = Person(who, spot)
        try:
            opening = opening_of(activity, spot)
            opening = await self._core.store.read(lambda tx: _shareable(tx, spot.tenant_id, opening))
            what = {"opened": opening.message, "about": ",".join(opening.people)}
            identity = self._presses.identity(press_of(activity, who, spot, what))
            return await self._answer(await self._acting.act(person, identity, opening), person)
        except (StoreBusy, StoreFailed):
            return _said(push_of(not_kept_card(translator("en"))))

    async def submit(self, activity: Json, spot: Spot, who: Who | None) -> Answer:
        """What came of it, or the form with what is wrong at its fields."""
        data = object_at(activity, "value", "data")
        if who is None:
            return _said(not_known_sentence(translator("en")))
        person = Person(who, spot)
        try:
            identity = self._presses.identity(press_of(activity, who, spot, data))
            reply, _ = await self._acting.press(person, identity, data)
            return await self._answer(reply, person)
        except (StoreBusy, StoreFailed):
            return _said(push_of(not_kept_card(translator("en"))))

    async def _answer(self, reply: Reply, person: Person) -> Answer:
        """A form, and what came of it with what can be done about it, until it is closed."""
        if isinstance(reply, Card) and reply.is_empty:
            return _said(push_of(reply))
        title = TITLE if isinstance(reply, Card) else reply.title
        card = await self._replies.draw(reply, person.who, person.spot.tenant_id, in_dialog=True)
        dialog = {
            "title": title,
            "width": "medium",
            "height": "large",
            "card": {"contentType": CONTENT_TYPE, "content": card},
        }
        return {"task": {"type": "continue", "value": dialog}}


def _said(sentence: str) -> Answer:
    return {"task": {"type": "message", "value": sentence}}


def opening_of(activity: Json, spot: Spot) -> OpenKudos:
    """From a message: its author, whom it mentions, and where it is; else the empty form."""
    message = object_at(activity, "value", "messagePayload")
    author = _person_in(message)
    if not message:
        return OpenKudos()
    mentioned = (_person_in({"from": object_at(one, "mentioned")}) for one in list_at(message, "mentions"))
    link = id_at(message, "linkToMessage")
    return OpenKudos(
        people=(author,) if author else (),
        conversation=spot.channel_id,
        message=id_at(message, "replyToId") or id_at(message, "id"),
        link=link if LINK.fullmatch(link) else "",
        offered=tuple(_each_once(mentioned, author)),
    )


def _person_in(found: Json) -> str:
    """A person of the directory; apps and people without an account have no such id."""
    return id_at(found, "from", "user", "id").lower()


def _each_once(people: Iterator[str], author: str) -> list[str]:
    return [one for one in dict.fromkeys(people) if one and one != author][:MOST_OFFERED]


def _shareable(tx: Transaction, tenant_id: str, opening: OpenKudos) -> OpenKudos:
    """Where the message stands is told only as far as Kindling is there, and others may go."""
    room = tx.conversations.find(tenant_id, opening.conversation)
    if room is None or room.kind is not ConversationKind.CHANNEL or room.ended is not None:
        return replace(opening, conversation="", message="", link="")
    return opening if room.public else replace(opening, link="")
