"""Cards and forms as Adaptive Cards 1.5, which are plain data, and the messages that carry them. Pure.

Teams takes cards of 28 KB anywhere, so each is kept under 25: in a form the list of people gives
way first, for asking by name; then what somebody typed is cut at a word. A lesson is never cut.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any, TypeVar, assert_never

from adapters.teams.actions import KEY, VERB, action_rows, button_action, toggle
from adapters.teams.elements import hidden, text_block
from adapters.teams.forms import Asking, form_body
from adapters.teams.inputs import LONGEST_ENTERED, Inputs
from adapters.teams.text import Pen, bold, cleaned, cut, escaped, mention_texts, spoken
from bot.actions import Action
from bot.cards import (
    Button,
    Buttons,
    Card,
    Choices,
    Fact,
    Fields,
    Fold,
    Form,
    Heading,
    Image,
    Lettered,
    Line,
    Mention,
    Note,
    Part,
    Reply,
    Text,
    Title,
)
from bot.codec import pack
from bot.messages import Translator

Json = dict[str, Any]

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
MOST_BYTES = 25_000
MOST_DRAWN = 256
MOST_REFRESHED = 60
"""Teams refreshes a card by itself for so many people."""

LONGEST_PUSH = 500

_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
_LONGEST_TYPED = (LONGEST_ENTERED, 2_000, 1_000, 500, 250, 120, 60, 30)
_MOST_LISTED = (100, 50, 25, 0)
Size = TypeVar("Size")


@dataclass(frozen=True, slots=True)
class Refresh:
    """Brings back one's own view of a card: what to do, and for whom by Teams' own ids (`29:…`)."""

    action: Action
    people: tuple[str, ...]


def reply_json(reply: Reply, t: Translator, roster: Sequence[Mention] = ()) -> Json:
    """What the one who acted sees. `roster`: everybody who may be chosen, the nearest first."""
    match reply:
        case Card():
            return card_json(reply)
        case Form():
            return form_json(reply, t, roster)
        case _:
            assert_never(reply)


def card_json(card: Card, refresh: Refresh | None = None) -> Json:
    """With `refresh`, people who may have a view of their own get it again when they see the card again."""
    about = {"refresh": _refresh(refresh)} if refresh is not None else {}
    return _fitted_card(card, MOST_BYTES - size_of(about)) | about


@lru_cache(maxsize=MOST_DRAWN)
def _fitted_card(card: Card, most: int) -> Json:
    """Many answers are one card, which nobody changes: who chose the same in a quiz is told the same."""
    names = dict(_mentioned(card)) if card.announces else {}
    told = mention_texts(names)
    entities = [_entity(one, text, names[one]) for one, text in told.items()]

    def drawn(longest: int) -> Json:
        root = _root(card.push, _body(card.parts, Pen(longest, told)))
        return root | ({"msteams": {"entities": entities}} if entities else {})

    return _fitted(drawn, _LONGEST_TYPED, most)


def for_dialog(card: Json) -> Json:
    """The same card where nothing but Submit works: each button submits what it would have executed."""

    def submitting(node: Any) -> Any:
        if isinstance(node, list):
            return [submitting(one) for one in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "Action.Execute":
            return node["fallback"]
        return {name: submitting(one) for name, one in node.items()}

    drawn: Json = submitting(card)
    return drawn


def form_json(form: Form, t: Translator, roster: Sequence[Mention] = (), *, in_dialog: bool = False) -> Json:
    """`in_dialog`: for a message extension's, which takes no other action than Submit."""

    def drawn(size: tuple[int, int]) -> Json:
        longest, most = size
        inputs = Inputs(t, tuple(roster), most, longest)
        return _root(form.title, form_body(form, Asking(t, Pen(longest), inputs, in_dialog)))

    first, *shorter = _LONGEST_TYPED
    sizes = [(first, listed) for listed in _MOST_LISTED] + [(longest, 0) for longest in shorter]
    return _fitted(drawn, sizes, MOST_BYTES)


def message(reply: Reply, card: Json) -> Json:
    """A message activity with the reply's card; notifications show its summary."""
    attachment = {"contentType": CONTENT_TYPE, "content": card}
    return {"type": "message", "summary": push_of(reply), "attachments": [attachment]}


def push_of(reply: Reply) -> str:
    return cut(cleaned(reply.push if isinstance(reply, Card) else reply.title), LONGEST_PUSH)


def size_of(card: Json) -> int:
    """In bytes, as it is sent."""
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())


def _fitted(drawn: Callable[[Size], Json], sizes: Iterable[Size], most: int) -> Json:
    """Drawn as large as fits; at the smallest if none does, since our own words are short."""
    card: Json = {}
    for size in sizes:
        card = drawn(size)
        if size_of(card) <= most:
            break
    return card


def _root(push: str, body: Iterable[Json]) -> Json:
    said = cut(cleaned(push), LONGEST_PUSH)
    return {
        "type": "AdaptiveCard",
        "$schema": _SCHEMA,
        "version": "1.5",
        "speak": spoken(said),
        "fallbackText": escaped(said),
        "body": list(body),
    }


def _refresh(refresh: Refresh) -> Json:
    """`fallback` and label are for buttons; nobody presses this one."""
    action = {"type": "Action.Execute", "verb": VERB, "data": {KEY: pack(refresh.action)}}
    return {"type": "Refresh", "action": action, "userIds": list(refresh.people[:MOST_REFRESHED])}


def _mentioned(card: Card) -> Iterator[tuple[str, str]]:
    """Platform ids and names, in reading order."""
    for line in (line for part in card.parts for line in _lines(part)):
        yield from ((one.platform_id, one.name) for one in line if isinstance(one, Mention))


def _lines(part: Part) -> Sequence[Line]:
    match part:
        case Title(line=line) | Text(line=line) | Note(line=line):
            return (line,)
        case Fold(lines=lines):
            return lines
        case Fields(facts=facts):
            return [fact.line for fact in facts]
        case Heading() | Choices() | Buttons() | Image():
            return ()
        case _:
            assert_never(part)


def _entity(platform_id: str, text: str, name: str) -> Json:
    return {"type": "mention", "text": text, "mentioned": {"id": platform_id, "name": cleaned(name)}}


def _body(parts: Sequence[Part], pen: Pen) -> Iterator[Json]:
    for place, (part, fold) in enumerate(_with_folds(parts)):
        yield from _part(part, fold, f"fold{place}", pen)


def _with_folds(parts: Sequence[Part]) -> Iterator[tuple[Part, Fold | None]]:
    """Each part by itself, but a fold right before buttons goes with them, so that theirs is one row."""
    held: Fold | None = None
    for part, after in zip_longest(parts, parts[1:]):
        if isinstance(part, Fold) and isinstance(after, Buttons):
            held = part
        else:
            yield part, held
            held = None


def _part(part: Part, fold: Fold | None, fold_id: str, pen: Pen) -> Iterator[Json]:
    match part:
        case Title(line=line):
            yield text_block(pen.one_line(line), style="heading", size="Large", weight="Bolder")
        case Heading(text=text):
            yield text_block(
                pen.one_line((text,)), style="heading", weight="Bolder", size="Default", spacing="Large"
            )
        case Text(line=line):
            yield text_block(pen.paragraphs(line))
        case Choices(choices=choices):
            yield from (_choice(choice) for choice in choices)
        case Buttons(buttons=buttons):
            yield from _pressable(buttons, fold, fold_id, pen)
        case Fold():
            yield from _pressable((), part, fold_id, pen)
        case Note(line=line):
            yield text_block(pen.paragraphs(line), isSubtle=True, size="Small")
        case Fields(facts=facts):
            yield {"type": "FactSet", "facts": [_fact(fact, pen) for fact in facts]}
        case Image(url=url, alt=alt):
            yield {"type": "Image", "url": url, "altText": alt}
        case _:
            assert_never(part)


def _pressable(buttons: Sequence[Button], fold: Fold | None, fold_id: str, pen: Pen) -> Iterator[Json]:
    folds = [toggle(fold.label, fold_id)] if fold is not None else []
    yield from action_rows([*map(button_action, buttons), *folds])
    if fold is not None:
        yield hidden(fold_id, [text_block(pen.paragraphs(line)) for line in fold.lines])


def _choice(choice: Lettered) -> Json:
    return text_block(f"{bold(choice.letter)}\u2002{escaped(choice.text)}")


def _fact(fact: Fact, pen: Pen) -> Json:
    return {"title": pen.one_line((fact.label,)), "value": pen.one_line(fact.line)}
