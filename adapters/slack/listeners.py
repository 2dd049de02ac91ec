"""What comes from Slack, decided and answered: each act once, and before Slack hears that it was received."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from adapters.connection import Core
from adapters.later import Later
from adapters.logs import log_fault, logger
from adapters.slack.aftermath import Aftermaths
from adapters.slack.directs import Directs
from adapters.slack.happenings import ENDING, NOTHING, take
from adapters.slack.heard import Acted, Heard, Spoke, Spot, SpotKind, Told, Unfolded
from adapters.slack.homes import Homes
from adapters.slack.lines import Json, Manner
from adapters.slack.meanings import Meanings
from adapters.slack.parse import read_command, read_form, read_message_shortcut, read_press, read_shortcut
from adapters.slack.parse_events import read_event
from adapters.slack.payloads import text_at
from adapters.slack.replies import Replies
from adapters.slack.setup import NotEntered, Setup
from bot import teams
from bot.actions import Action, ChangeTeam, OpenHome, OpenKudos, SetUpTeam
from bot.cards import Reply
from bot.coach import Actor
from bot.errors import ActionBroken, NotHere, Refusal, StoreBusy, StoreFailed
from bot.messages import talk as words
from bot.messages import translator
from bot.ports import Person, Transaction

MOST_REMEMBERED = 10_000
OK, TRY_AGAIN = 200, 503
log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack hears at once: 200 is the acknowledgement, with what it is to show."""

    body: Json | None = None
    status: int = OK


READERS: dict[str, Callable[[Json, float], Heard]] = {
    "block_actions": read_press,
    "view_submission": read_form,
    "shortcut": read_shortcut,
    "message_action": read_message_shortcut,
    "event_callback": read_event,
}


class Listeners:
    def __init__(
        self,
        core: Core,
        replies: Replies,
        meanings: Meanings,
        setup: Setup,
        homes: Homes,
        aftermaths: Aftermaths,
        directs: Directs,
        later: Later,
        manner: Manner,
    ) -> None:
        self._core = core
        self._replies = replies
        self._meanings = meanings
        self._setup = setup
        self._homes = homes
        self._aftermaths = aftermaths
        self._directs = directs
        self._later = later
        self._manner = manner
        self._answered: OrderedDict[str, None] = OrderedDict()

    async def hear(self, payload: Json, came_at: float) -> Answer:
        """`came_at` in seconds of a steady clock. Raises NotReadable for what Slack never sends."""
        heard = self._read(payload, came_at)
        with self._later.standing_back():
            match heard:
                case Acted() | Spoke():
                    return await self._act(heard)
                case Unfolded():
                    return await self._unfold(heard)
                case Told():
                    return await self._take(heard)
                case None:
                    return Answer()
                case _:
                    assert_never(heard)

    def _read(self, payload: Json, came_at: float) -> Heard:
        kind = text_at(payload, "type")
        if not kind and "command" in payload:
            return read_command(payload, came_at, self._manner)
        reader = READERS.get(kind)
        return reader(payload, came_at) if reader is not None else None

    async def _act(self, heard: Acted | Spoke) -> Answer:
        spot = heard.spot
        try:
            return await self._decided(heard)
        except NotHere:
            return Answer(self._replies.place(spot, words.not_installed_card(translator("en"))))
        except (StoreBusy, StoreFailed) as fault:
            log_fault(log, "What somebody did could not be kept.", fault)
            return self._not_kept(spot)

    async def _decided(self, heard: Acted | Spoke) -> Answer:
        who, spot, action = heard.who, heard.spot, await self._meaning(heard)
        actor = Actor(who.workspace_id, who.person, who.name or who.person, who.conversation)
        if isinstance(action, Refusal):
            return self._answer(heard, await self._core.refuse(actor, action))
        if who.is_stranger:
            now = self._core.clock.now()
            await self._core.store.decide(lambda tx: _know_stranger(tx, actor, now))
        if isinstance(action, SetUpTeam | ChangeTeam):
            reply = await self._setup.decide(actor, heard.identity, action)
        else:
            reply = await self._core.act(actor, heard.identity, action)
        if isinstance(reply, NotEntered):
            return Answer({"response_action": "errors", "errors": {"channel": str(reply)}})
        self._follow_up(heard, actor, action, reply)
        if isinstance(action, OpenHome) and spot.kind is SpotKind.HOME:
            return Answer()
        return self._answer(heard, reply)

    async def _meaning(self, heard: Acted | Spoke) -> Action | Refusal:
        workspace_id = heard.who.workspace_id
        if isinstance(heard, Spoke):
            return await self._meanings.words(workspace_id, heard.said)
        if isinstance(heard.action, OpenKudos) and heard.action.conversation:
            return await self._meanings.opening(workspace_id, heard.action)
        return heard.action

    def _follow_up(self, heard: Acted | Spoke, actor: Actor, action: Action, reply: Reply) -> None:
        """One's home, and where one is reached directly: nobody waits for either."""
        if isinstance(action, OpenHome) and heard.spot.kind is SpotKind.HOME:
            self._later.do(lambda: self._homes.show(actor, reply))
        elif self._homes.is_changed(actor, action):
            self._later.do(lambda: self._homes.renew(actor, heard.identity))
        if self._directs.is_news(heard.spot):
            self._later.do(lambda: self._directs.keep(heard.spot))

    def _answer(self, heard: Acted | Spoke, reply: Reply) -> Answer:
        """An event that Slack tells again was answered already, if this process did."""
        if heard.spot.kind in {SpotKind.CHAT, SpotKind.CHANNEL}:
            if heard.identity in self._answered:
                return Answer()
            self._answered[heard.identity] = None
            if len(self._answered) > MOST_REMEMBERED:
                self._answered.popitem(last=False)
        return Answer(self._replies.place(heard.spot, reply))

    def _not_kept(self, spot: Spot) -> Answer:
        """Events come again by themselves; people are told, and keep what they typed."""
        if not spot.trigger:
            return Answer(status=TRY_AGAIN)
        card = words.not_kept_card(translator("en"))
        if spot.kind is SpotKind.FORM and spot.field:
            return Answer({"response_action": "errors", "errors": {spot.field: card.push}})
        return Answer(self._replies.place(spot, card))

    async def _unfold(self, unfolded: Unfolded) -> Answer:
        spot = unfolded.spot
        try:
            self._replies.unfold(unfolded)
        except ActionBroken as broken:
            actor = Actor(spot.workspace_id, spot.person, spot.person)
            return Answer(self._replies.place(spot, await self._core.refuse(actor, broken)))
        return Answer()

    async def _take(self, told: Told) -> Answer:
        now = self._core.clock.now()
        try:
            after = await self._core.store.decide(lambda tx: take(tx, told, now), apart=told.kind in ENDING)
        except (StoreBusy, StoreFailed) as fault:
            log_fault(log, "What Slack told could not be kept.", fault)
            return Answer(status=TRY_AGAIN)
        if after != NOTHING:
            self._later.do(lambda: self._aftermaths.follow(told.workspace_id, after))
        return Answer()


def _know_stranger(tx: Transaction, actor: Actor, now: datetime) -> None:
    """Somebody of another workspace, met in a channel that both share, is not taken for one of this."""
    if tx.members.find(actor.workspace_id, actor.platform_id) is None:
        person = Person(actor.platform_id, actor.name, is_stranger=True)
        teams.know_person(tx, actor.workspace_id, person, now)
