"""Where an answer goes in Slack, as MESSAGES says it: for who acted alone, and by another way if one fails.

What can go with the acknowledgement goes with it: that needs no request of Kindling's own. The rest goes
behind it, each way once. Nothing is lost where all fail: asking again shows it again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import lru_cache
from typing import assert_never

from adapters.later import Later
from adapters.logs import logger
from adapters.slack.folds import fold_view
from adapters.slack.forms import errors_of
from adapters.slack.heard import Spot, SpotKind, Unfolded
from adapters.slack.lines import Json, Manner
from adapters.slack.parse import ANSWER_BLOCK
from adapters.slack.render import message_of, modal_of
from adapters.slack.ways import NoWay, Ways, answer_body
from bot.cards import Card, Form, Reply

MOST_DRAWN = 256
Way = Callable[[], Awaitable[None]]
log = logger(__name__)


class Replies:
    def __init__(self, ways: Ways, later: Later, manner: Manner) -> None:
        self._ways = ways
        self._later = later
        self._manner = manner

    def place(self, spot: Spot, reply: Reply) -> Json | None:
        """What the acknowledgement carries; the rest is on its way."""
        if isinstance(reply, Card) and reply.is_empty:
            return {"response_action": "clear"} if spot.kind is SpotKind.FORM else None
        if spot.kind is SpotKind.FORM:
            return self._after_form(spot, reply)
        if spot.kind is SpotKind.COMMAND and isinstance(reply, Card):
            return {"response_type": "ephemeral", **self._message(reply)}
        ways = self._ways_for(spot, reply)
        self._later.do(lambda: self._go(spot, ways))
        return None

    def unfold(self, unfolded: Unfolded) -> None:
        """Raises ActionBroken for what is no fold's value."""
        spot, view = unfolded.spot, fold_view(unfolded.value, self._manner)
        message = {"text": view["title"]["text"], "blocks": view["blocks"]}
        ways = (
            lambda: self._unfolded(spot, view),
            lambda: self._ways.respond(spot, answer_body(message, spot.thread, replace=False)),
            lambda: self._ways.write(spot, message),
        )
        self._later.do(lambda: self._go(spot, ways))

    async def _unfolded(self, spot: Spot, view: Json) -> None:
        if spot.kind is SpotKind.VIEW:
            await self._ways.push(spot, view)
        else:
            await self._ways.open(spot, lambda: view)

    def _after_form(self, spot: Spot, reply: Reply) -> Json:
        """What is wrong stands at its field, with what was typed; a card takes the form's place."""
        if isinstance(reply, Form) and (errors := errors_of(reply)):
            return {"response_action": "errors", "errors": errors}
        return {"response_action": "update", "view": self._modal(spot, reply)}

    def _ways_for(self, spot: Spot, reply: Reply) -> Sequence[Way]:
        """In the order in which they are tried."""
        ways = self._ways

        async def open_modal() -> None:
            await ways.open(spot, lambda: self._modal(spot, reply))

        async def update_modal() -> None:
            await ways.update(spot, self._modal(spot, reply))

        async def respond() -> None:
            await ways.respond(spot, self._body(reply, spot.thread))

        async def replace() -> None:
            await ways.respond(spot, self._body(reply, "", replace=True))

        async def whisper() -> None:
            await ways.whisper(spot, self._message(reply))

        async def write() -> None:
            await ways.write(spot, self._message(reply))

        match spot.kind:
            case SpotKind.ANSWER if isinstance(reply, Card):
                return replace, write
            case SpotKind.POST if spot.channel.startswith("D"):
                return open_modal, write
            case SpotKind.COMMAND | SpotKind.POST | SpotKind.ANSWER | SpotKind.SHORTCUT:
                return open_modal, respond, write
            case SpotKind.VIEW | SpotKind.FORM:
                return update_modal, write
            case SpotKind.HOME:
                return open_modal, write
            case SpotKind.CHAT:
                return (write,)
            case SpotKind.CHANNEL:
                return whisper, write
            case _:
                assert_never(spot.kind)

    async def _go(self, spot: Spot, ways: Sequence[Way]) -> None:
        for way in ways:
            try:
                await way()
            except NoWay:
                continue
            return
        log.warning(
            "An answer reached nobody by any way; asking again shows it.", workspace=spot.workspace_id
        )

    def _message(self, reply: Reply) -> Json:
        return _card_message(reply, self._manner) if isinstance(reply, Card) else _drawn(reply, self._manner)

    def _body(self, reply: Reply, thread: str, *, replace: bool = False) -> bytes:
        if isinstance(reply, Card):
            return _card_body(reply, self._manner, thread, replace)
        return answer_body(_drawn(reply, self._manner), thread, replace=replace)

    def _modal(self, spot: Spot, reply: Reply) -> Json:
        return modal_of(reply, spot.opener, self._manner)


def _drawn(reply: Reply, manner: Manner) -> Json:
    """With the mark by which a press in it is known as one in an answer."""
    message = message_of(reply, manner)
    first, *rest = message["blocks"]
    return message | {"blocks": [{**first, "block_id": ANSWER_BLOCK}, *rest]}


_card_message = lru_cache(maxsize=MOST_DRAWN)(_drawn)
"""Many answers are one card: who chose the same in a quiz is told the same. Nobody changes what was drawn."""


@lru_cache(maxsize=MOST_DRAWN)
def _card_body(card: Card, manner: Manner, thread: str, replace: bool) -> bytes:
    return answer_body(_card_message(card, manner), thread, replace=replace)
