"""Cards and forms as Block Kit. Pure.

For whoever listens and sends:

`message_of(reply)` is `text` and `blocks` for chat.postMessage, chat.update and a response_url; a form, which
no message can hold, becomes a button that opens it. `modal_of(reply, opener)` is a view for views.open,
views.push and views.update, `home_of(card)` one for views.publish.

One listener takes every press. `act/N` is a button whose value is a packed action (`bot.codec.unpack`);
`fold/N` is one whose value is the folded text itself: `folds.fold_view(value)`, shown by views.open from a
message and by views.push from a modal, asks the core nothing and opens for everybody after every restart.
Inputs send no presses of their own.

A form comes back as view_submission with the callback_id `form`: `views.submit_of(view)` filled with
`forms.values_of(view)` is the action (`bot.codec.fill`). Where the core answers with the form again, the
acknowledgement is `{"response_action": "errors", "errors": forms.errors_of(form)}`, so that what was typed
stays; a card takes the modal's place with "update". `views.opener_of(view)` tells where it was opened from.

Within every limit of Slack's for any card: typed text is cut at a word, our own words never; where a card is
longer than a message can be, parts from its middle are left out and that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from adapters.slack.blocks import part_blocks, title_blocks
from adapters.slack.fitting import IN_MESSAGE, IN_VIEW, Room, fitted
from adapters.slack.forms import error_blocks, input_blocks, opening_of
from adapters.slack.lines import MOST_TEXT, Json, Manner, Pen, context_blocks, plain_object, section
from adapters.slack.text import cleaned, cut, escaped, one_line, pieces
from adapters.slack.views import APP, MOST_TITLE, Opener, modal, view_title
from bot.cards import Button, Buttons, Card, Form, Part, Reply, Title
from bot.codec import pack
from bot.messages.frames import cancel_label, close_label

MOST_PUSH = 4000
_MANNER = Manner()
_NOWHERE = Opener()


def message_of(reply: Reply, manner: Manner = _MANNER) -> Json:
    match reply:
        case Card():
            push, blocks = reply.push, _card_blocks(reply, reply.parts, manner, IN_MESSAGE)
        case Form():
            push, blocks = reply.title, fitted(lambda pen: list(_door(reply, pen)), manner, IN_MESSAGE)
        case _:
            assert_never(reply)
    return {"text": escaped(_push_text(push)), "blocks": blocks or _said(push)}


def modal_of(reply: Reply, opener: Opener = _NOWHERE, manner: Manner = _MANNER) -> Json:
    match reply:
        case Card():
            title, parts = _titled(reply, manner)
            blocks = _card_blocks(reply, parts, manner, IN_VIEW) or _said(reply.push)
            return modal("card", title, blocks, close_label(manner.t), opener)
        case Form():
            title = view_title(cleaned(reply.title))
            blocks = fitted(lambda pen: list(_form_blocks(reply, pen, title)), manner, IN_VIEW)
            label = cut(one_line(cleaned(reply.submit_label)), MOST_TITLE) or APP
            shown, close = blocks or _said(reply.title), cancel_label(manner.t)
            view = modal("form", title, shown, close, opener, pack(reply.submit))
            return view | {"submit": plain_object(label)}
        case _:
            assert_never(reply)


def home_of(card: Card, manner: Manner = _MANNER) -> Json:
    blocks = _card_blocks(card, card.parts, manner, IN_VIEW, ruled=True)
    return {"type": "home", "blocks": blocks or _said(card.push)}


def _card_blocks(
    card: Card, parts: tuple[Part, ...], manner: Manner, room: Room, *, ruled: bool = False
) -> list[Json]:
    def draw(pen: Pen) -> list[Json]:
        return list(part_blocks(parts, pen, ruled=ruled))

    return fitted(draw, manner, room, announces=card.announces)


def _push_text(push: str) -> str:
    return cut(cleaned(push).strip(), MOST_PUSH) or APP


def _said(push: str) -> list[Json]:
    """A card without any words or buttons is its push sentence."""
    return [section(piece) for piece in pieces(_push_text(push), MOST_TEXT)]


def _titled(card: Card, manner: Manner) -> tuple[str | None, tuple[Part, ...]]:
    """The modal's title, and the parts that remain: a first title that fits there is not said twice."""
    match card.parts:
        case (Title(line=line), *rest) if (title := view_title(Pen(manner).plain(line))) is not None:
            return title, tuple(rest)
        case _:
            return None, card.parts


def _form_blocks(form: Form, pen: Pen, title: str | None) -> Iterator[Json]:
    if title is None:
        yield from title_blocks(cleaned(form.title))
    yield from input_blocks(form, pen)
    yield from context_blocks(pen, form.note)


def _door(form: Form, pen: Pen) -> Iterator[Json]:
    """A form where there is no room for one: what it is, what was wrong with it, and a button to open it."""
    yield from title_blocks(cleaned(form.title))
    yield from error_blocks(form.errors.values())
    yield from context_blocks(pen, form.note)
    yield from part_blocks([Buttons((Button(form.title, opening_of(form)),))], pen)
