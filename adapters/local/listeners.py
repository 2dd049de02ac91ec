"""The local chat's HTTP: its page, its JSON API, and the way into the core."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from aiohttp import web

from adapters.local.chat import Change, Chat, Message, Place
from adapters.local.clock import DemoClock
from adapters.local.faults import ClockOnlyForward, ClockTooFar, NotKnown
from adapters.local.gate import guarded, read_object
from adapters.local.looks import NO_LOOKS, Looks, drawn
from adapters.local.page import page_response, static_response
from adapters.local.parse import (
    Pressed,
    Said,
    action_of,
    actor_of,
    command_words,
    identity_of,
    mentions_in,
    message_id,
    parse_instant,
    parse_pressed,
    parse_said,
)
from adapters.local.people import APP_ID, LocalPerson
from adapters.local.render import instant_json, plain_of, reply_json, reply_parts, typed_parts
from adapters.local.shapes import Json, message_json, person_json, place_json, sight_json
from adapters.local.steps import Steps
from adapters.local.stream import Streams
from bot.actions import Action, SayWords
from bot.cards import Reply
from bot.coach import Actor
from bot.errors import Refusal
from bot.summaries.sight import Sight

_FARTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the product clock stands after a move, and what was due then, if anything."""

    now: datetime
    what: str | None


class Core(Protocol):
    """What the local chat needs of the product; wiring gives it."""

    async def act(self, actor: Actor, identity: str, action: Action) -> Reply:
        """A fault of the person who acts is a reply too, never an exception."""

    async def refuse(self, actor: Actor, refusal: Refusal) -> Reply:
        """The reply that says why an action could not even be read."""

    async def advance(self, to: datetime | None) -> Moved:
        """Moves the product clock through everything due, up to the instant; None: to the next thing due."""

    async def next_due(self) -> tuple[datetime, str] | None: ...

    async def who_sees(self, person_id: str) -> tuple[Sight, ...]:
        """Who sees what of the latest question, as that person may know it."""

    async def steps_taken(self, person_id: str, since: datetime) -> Steps:
        """What that person has tried since then."""


class LocalListeners:
    def __init__(self, chat: Chat, core: Core, clock: DemoClock, looks: Looks) -> None:
        self._chat = chat
        self._looks = looks
        self._core = core
        self._clock = clock
        self._moving = asyncio.Lock()
        self._streams = Streams(chat)

    async def close(self, _app: web.Application) -> None:
        self._streams.close()

    async def page(self, _request: web.Request) -> web.Response:
        return page_response(self._chat, self._looks)

    async def static(self, request: web.Request) -> web.Response:
        return static_response(request.match_info["name"])

    async def people(self, _request: web.Request) -> web.Response:
        return web.json_response({"people": [person_json(person) for person in self._chat.people()]})

    async def conversations(self, request: web.Request) -> web.Response:
        places = self._chat.places(self._asking(request).id)
        return web.json_response({"conversations": [place_json(place) for place in places]})

    async def messages(self, request: web.Request) -> web.Response:
        place = self._place(self._asking(request), request.query.get("conversation", ""))
        messages = self._chat.messages(place.id, before=message_id("before", request.query.get("before")))
        return web.json_response({"messages": [message_json(message) for message in messages]})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        return await self._streams.serve(request, self._asking(request))

    async def say(self, request: web.Request) -> web.Response:
        """A command is answered privately, words to Kindling in their conversation, the rest is a message."""
        said = parse_said(await read_object(request))
        person = self._person(said.person)
        place = self._place(person, said.conversation)
        words = command_words(said.text)
        if words is not None:
            identity = identity_of("command", person.id, place.id, words, said.press or secrets.token_hex())
            reply = await self._core.act(actor_of(person, place.id), identity, self._heard(words))
            return _answered(reply)
        message = self._post_said(person, place, said)
        if place.kind == "channel":
            return _answered(message=message)
        identity = identity_of("said", message.id)
        reply = await self._core.act(actor_of(person, place.id), identity, self._heard(said.text))
        return _answered(reply, message, self._post_reply(person, place, reply, identity))

    def _heard(self, words: str) -> SayWords:
        return SayWords(words, mentions_in(words, self._chat.people()))

    async def press(self, request: web.Request) -> web.Response:
        """The reply goes to the one who pressed; in an answer of Kindling's to them it takes its place."""
        pressed = parse_pressed(await read_object(request))
        person = self._person(pressed.person)
        message = None if pressed.message is None else self._message(person, pressed.message)
        conversation = message.conversation if message else pressed.conversation
        if conversation is not None:
            self._place(person, conversation)
        reply = await self._reply_to(pressed, actor_of(person, conversation))
        if message is None or message.answers != person.id:
            return _answered(reply)
        return _answered(reply, answer=self._edit_answer(message, reply))

    async def read_clock(self, _request: web.Request) -> web.Response:
        return web.json_response(await self._clock_json(None))

    async def move_clock(self, request: web.Request) -> web.Response:
        instant = parse_instant(await read_object(request))
        async with self._moving:
            self._check_move(instant)
            moved, news = await self._advance(instant)
        clock = await self._clock_json(moved.what) | {"news": news}
        self._streams.clock_moved(clock)
        return web.json_response(clock)

    async def _advance(self, instant: datetime | None) -> tuple[Moved, list[Json]]:
        """The move, and what it brought to single people: the page can lead to where that is read."""
        news: list[Json] = []

        def notice(change: Change) -> None:
            person = self._chat.person(change.message.conversation.removeprefix("@"))
            if change.kind == "posted" and change.message.conversation.startswith("@") and person:
                news.append({"person": person.id, "name": person.name, "push": change.message.push})

        unwatch = self._chat.watch(notice)
        try:
            return await self._core.advance(instant), news
        finally:
            unwatch()

    async def who_sees(self, request: web.Request) -> web.Response:
        """The demo's panel and its steps. Raises NotKnown where this is no demo."""
        person = self._asking(request)
        opened_at = self._chat.demo_opened_at
        if opened_at is None:
            raise NotKnown("demo", "who-sees")
        sights = await self._core.who_sees(person.id)
        steps = await self._core.steps_taken(self._chat.people()[0].id, opened_at)
        return web.json_response(sight_json(sights, steps))

    def _check_move(self, instant: datetime | None) -> None:
        now = self._clock.now()
        if instant is not None and instant < now:
            raise ClockOnlyForward(now)
        if instant is not None and instant > now + timedelta(days=_FARTHEST_DAYS):
            raise ClockTooFar(_FARTHEST_DAYS)

    async def _clock_json(self, what: str | None) -> Json:
        due = await self._core.next_due()
        coming = {"at": instant_json(due[0]), "what": due[1]} if due else None
        return {"now": instant_json(self._clock.now()), "what": what, "next": coming}

    async def _reply_to(self, pressed: Pressed, actor: Actor) -> Reply:
        try:
            action = action_of(pressed)
        except Refusal as refusal:
            return await self._core.refuse(actor, refusal)
        nonce = pressed.press or secrets.token_hex()
        identity = identity_of("press", pressed.person, pressed.message, pressed.action, nonce)
        return await self._core.act(actor, identity, action)

    def _post_said(self, person: LocalPerson, place: Place, said: Said) -> Message:
        """A repeated press finds what the first one posted."""
        key = identity_of("text", person.id, said.press) if said.press else None
        if key and (posted := self._chat.keyed(place.id, key)):
            return posted
        parts = typed_parts(said.text)
        return self._chat.post(place.id, person.id, self._clock.now(), said.text, parts, key=key)

    def _post_reply(self, person: LocalPerson, place: Place, reply: Reply, key: str) -> Message:
        if posted := self._chat.keyed(place.id, key):
            return posted
        push, parts = reply_parts(reply)
        return self._chat.post(
            place.id,
            APP_ID,
            self._clock.now(),
            push,
            parts,
            key=key,
            answers=person.id,
            plain=plain_of(reply),
            looks=drawn(reply, self._looks),
        )

    def _edit_answer(self, message: Message, reply: Reply) -> Message:
        push, parts = reply_parts(reply)
        plain, looks = plain_of(reply), drawn(reply, self._looks)
        return self._chat.edit(message.id, self._clock.now(), push, parts, plain=plain, looks=looks)

    def _asking(self, request: web.Request) -> LocalPerson:
        return self._person(request.query.get("as", ""))

    def _person(self, person_id: str) -> LocalPerson:
        person = self._chat.person(person_id)
        if person is None:
            raise NotKnown("person", person_id)
        return person

    def _place(self, person: LocalPerson, conversation: str) -> Place:
        for place in self._chat.places(person.id):
            if place.id == conversation:
                return place
        raise NotKnown("conversation", conversation)

    def _message(self, person: LocalPerson, row: int) -> Message:
        message = self._chat.message(row)
        if message is None or person.id not in self._chat.people_in(message.conversation):
            raise NotKnown("message", str(row))
        return message


def _answered(
    reply: Reply | None = None, message: Message | None = None, answer: Message | None = None
) -> web.Response:
    """`message`: what was posted; `reply`: for this person only; `answer`: the message that holds it."""
    return web.json_response(
        {
            "message": message_json(message) if message else None,
            "reply": reply_json(reply) if reply else None,
            "answer": message_json(answer) if answer else None,
        }
    )


def add_routes(
    app: web.Application, chat: Chat, core: Core, clock: DemoClock, looks: Looks = NO_LOOKS
) -> None:
    """The page at `/`, its files under `/local/`, the JSON API under `/api/local/`."""
    local = LocalListeners(chat, core, clock, looks)
    app.on_shutdown.append(local.close)
    app.router.add_get("/", guarded(local.page))
    app.router.add_get("/local/{name}", guarded(local.static))
    api = "/api/local"
    app.router.add_get(f"{api}/people", guarded(local.people))
    app.router.add_get(f"{api}/conversations", guarded(local.conversations))
    app.router.add_get(f"{api}/messages", guarded(local.messages))
    app.router.add_post(f"{api}/messages", guarded(local.say))
    app.router.add_post(f"{api}/actions", guarded(local.press))
    app.router.add_get(f"{api}/clock", guarded(local.read_clock))
    app.router.add_post(f"{api}/clock", guarded(local.move_clock))
    app.router.add_get(f"{api}/who-sees", guarded(local.who_sees))
    app.router.add_get(f"{api}/stream", guarded(local.stream))
