"""What people do in Teams: words, and presses, which are answered inside their invoke for them alone."""

from __future__ import annotations

from typing import Any

from adapters.connection import Core
from adapters.teams.acquaintance import Acquaintance, Person
from adapters.teams.acting import Acting
from adapters.teams.actions import KEY
from adapters.teams.lasting import Lasting, Pressed
from adapters.teams.learning import member_of
from adapters.teams.own_views import answered_view
from adapters.teams.parse import Scope, Spot, Who, pressed_data, said_of
from adapters.teams.payloads import Json, id_at
from adapters.teams.presses import Presses, identity_of, press_of, said_identity
from adapters.teams.render import CONTENT_TYPE, message, push_of
from adapters.teams.replies import Replies
from adapters.teams.words import Said
from bot.actions import (
    SayWords,
    ShowHelp,
)
from bot.cards import Card
from bot.errors import NotUnderstood, StoreBusy, StoreFailed
from bot.messages import translator
from bot.messages.placed import not_known_sentence, not_read_sentence
from bot.messages.talk import not_kept_card
from bot.messages.welcome import closed_channel_card
from bot.ports import Transaction
from bot.words import KudosWords, read_words

TOLD = "application/vnd.microsoft.activity.message"
Answer = dict[str, Any]


class Listeners:
    def __init__(
        self,
        core: Core,
        acquaintance: Acquaintance,
        acting: Acting,
        replies: Replies,
        lasting: Lasting,
        presses: Presses,
    ) -> None:
        self._core = core
        self._acquaintance = acquaintance
        self._acting = acting
        self._replies = replies
        self._lasting = lasting
        self._presses = presses

    async def hear(self, activity: Json, spot: Spot, who: Who) -> None:
        """A message to Kindling: what was typed, or a button of a client that knows no invokes.

        Raises StoreBusy and StoreFailed: Teams sends it again.
        """
        person = Person(who, spot, by_word=True)
        own = identity_of("answer", spot.address, id_at(activity, "id"), id_at(activity, "timestamp"))
        if spot.is_closed:
            await self._acquaintance.meet(person)
            self._replies.place(closed_channel_card(translator("en"), spot.channel_name), who, spot, own)
        elif (data := pressed_data(activity)) is not None and KEY in data:
            identity = self._presses.identity(press_of(activity, who, spot, data))
            reply, _ = await self._acting.press(person, identity, data)
            self._replies.place(reply, who, spot, own, quiet=True)
        else:
            await self._hear_words(activity, person)

    async def _hear_words(self, activity: Json, person: Person) -> None:
        """Typed in a channel, it is answered there only if anybody may read the answer.

        Where a team lets Kindling hear everything, what does not mention it is none of its business.
        """
        said, spot = said_of(activity), person.spot
        if spot.scope is not Scope.PERSONAL and not said.calls:
            return
        own, at = id_at(activity, "id"), id_at(activity, "timestamp")
        identity = said_identity(person.who.platform_id, spot.address, said.text, at, own)
        reply = await self._acting.act(person, identity, await self._words(spot.tenant_id, said))
        heard = self._meant(said.text)
        self._replies.place(
            reply,
            person.who,
            spot,
            identity,
            public=heard is None or isinstance(heard, ShowHelp),
            quiet=isinstance(heard, KudosWords) and isinstance(reply, Card),
        )

    def _meant(self, text: str) -> object:
        """As the core reads it; None for what it does not understand."""
        try:
            return read_words(text, direct=False, today=self._core.clock.now().date())
        except NotUnderstood:
            return None

    async def _words(self, tenant_id: str, said: Said) -> SayWords:
        """Whom a mention means is told by their id for the bot; one that is not known stays a name."""
        if not said.mentions:
            return SayWords(said.text)
        known = await self._core.store.read(lambda tx: _people(tx, tenant_id, said))
        return SayWords(said.text, known)

    async def answer_press(self, activity: Json, spot: Spot, who: Who | None) -> Answer:
        """The invoke's body: the card that this person sees from now on, and nobody else."""
        data = pressed_data(activity)
        if who is None:
            return told_answer(not_known_sentence(translator("en")))
        if data is None:
            return told_answer(not_read_sentence(translator("en")))
        by_itself = id_at(activity, "value", "trigger") == "automatic"
        try:
            return await self._answer(Person(who, spot), activity, data, by_itself=by_itself)
        except (StoreBusy, StoreFailed):
            return told_answer(push_of(not_kept_card(translator("en"))))

    async def _answer(self, person: Person, activity: Json, data: Json, *, by_itself: bool) -> Answer:
        identity = self._presses.identity(press_of(activity, person.who, person.spot, data))
        reply, action = await self._acting.press(person, identity, data, by_itself=by_itself)
        if isinstance(reply, Card) and reply.is_empty:
            return told_answer(reply.push)
        again, tenant_id = answered_view(action, reply), person.spot.tenant_id
        card = await self._replies.draw(reply, person.who, tenant_id, again=again)
        if isinstance(reply, Card) and not by_itself:
            pressed = Pressed(person.who, person.spot, id_at(activity, "replyToId"))
            self._lasting.keep(pressed, message(reply, card))
        return {"statusCode": 200, "type": CONTENT_TYPE, "value": card}


def told_answer(sentence: str) -> Answer:
    return {"statusCode": 200, "type": TOLD, "value": sentence}


def _people(tx: Transaction, tenant_id: str, said: Said) -> tuple[tuple[str, str], ...]:
    found = ((shown, member_of(tx, tenant_id, person)) for shown, person in said.mentions)
    return tuple((shown, member.platform_id) for shown, member in found if member is not None)
