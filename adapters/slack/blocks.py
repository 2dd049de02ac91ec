"""A card's parts as blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import assert_never

from adapters.slack.fitting import MOST_IN_ROW
from adapters.slack.folds import fold_value
from adapters.slack.lines import (
    MOST_TEXT,
    Json,
    Pen,
    bold_blocks,
    bold_object,
    context_blocks,
    label_object,
    plain_object,
    section,
    text_blocks,
    text_objects,
)
from adapters.slack.text import cleaned, cut, fits, one_line, pieces
from bot.cards import (
    Button,
    Buttons,
    Choices,
    Fact,
    Fields,
    Fold,
    Heading,
    Image,
    Lettered,
    Note,
    Part,
    Strong,
    Text,
    Title,
)
from bot.codec import pack

MOST_TITLE = 150
MOST_LABEL = 75
MOST_FIELD = 2000
MOST_ALT = 2000
_FACTS_IN_SECTION = 5
_ADDRESS = re.compile(r"https?://[^\s<>|\"]{1,2900}\Z", re.ASCII)


def part_blocks(parts: Iterable[Part], pen: Pen, *, ruled: bool = False) -> Iterator[Json]:
    """Every button has an action_id of its own, as Slack asks of a message. Folds join the row after them.

    `ruled`: a line above each heading, for a page of several sections.
    """
    numbers = count()
    folds: list[Json] = []
    for part in parts:
        if isinstance(part, Buttons):
            row = [_button(one, next(numbers)) for one in part.buttons]
            yield from _rows([*row, *folds])
            folds = []
        elif isinstance(part, Fold) and (value := fold_value(part, pen)) is not None:
            folds.append(_pressed_for(part.label, f"fold/{next(numbers)}", value))
        else:
            yield from _rows(folds)
            folds = []
            if ruled and isinstance(part, Heading):
                yield {"type": "divider"}
            yield from _part(part, pen)
    yield from _rows(folds)


def _rows(buttons: list[Json]) -> Iterator[Json]:
    for start in range(0, len(buttons), MOST_IN_ROW):
        yield {"type": "actions", "elements": buttons[start : start + MOST_IN_ROW]}


def _button(button: Button, number: int) -> Json:
    """Green only marks a letter that is on, which its accessible label says too; the main one comes first."""
    drawn = _pressed_for(button.label, f"act/{number}", pack(button.action))
    if tells := one_line(cleaned(button.tells or "")):
        drawn["accessibility_label"] = cut(tells, MOST_LABEL)
    return drawn | {"style": "primary"} if button.pressed else drawn


def _pressed_for(label: str, action_id: str, value: str) -> Json:
    text = label_object(label, MOST_LABEL)
    return {"type": "button", "action_id": action_id, "text": text, "value": value}


def _part(part: Part, pen: Pen) -> Iterator[Json]:
    match part:
        case Title(line=line):
            yield from title_blocks(pen.plain(line))
        case Heading(text=text):
            yield from bold_blocks(pen.typed(text))
        case Text(line=line):
            yield from text_blocks(pen, line)
        case Choices(choices=choices):
            for choice in choices:
                yield from _choice(choice, pen)
        case Fold(label=label, lines=lines):
            yield from bold_blocks(cleaned(label))
            for line in lines:
                yield from text_blocks(pen, line)
        case Note(line=line):
            yield from context_blocks(pen, line)
        case Fields(facts=facts):
            yield from _facts(facts, pen)
        case Image(url=url, alt=alt):
            yield from _image(url, cleaned(alt))
        case Buttons():
            raise TypeError("part_blocks draws rows of buttons")
        case _:
            assert_never(part)


def title_blocks(text: str) -> Iterator[Json]:
    title = one_line(text)
    if title and fits(title, MOST_TITLE):
        yield {"type": "header", "text": plain_object(title)}
    else:
        yield from bold_blocks(title)


def _choice(choice: Lettered, pen: Pen) -> Iterator[Json]:
    yield from text_blocks(pen, (Strong(choice.letter), f"  {choice.text}"))


def _facts(facts: Sequence[Fact], pen: Pen) -> Iterator[Json]:
    """Two columns; what is too long for one stands as a paragraph of its own."""
    row: list[Json] = []
    for fact in facts:
        pair = _pair(fact, pen)
        if pair is None or len(row) == 2 * _FACTS_IN_SECTION:
            yield from _table(row)
            row = []
        if pair is None:
            yield from bold_blocks(cleaned(fact.label))
            yield from text_blocks(pen, fact.line)
        else:
            row += pair
    yield from _table(row)


def _table(row: list[Json]) -> Iterator[Json]:
    if row:
        yield {"type": "section", "fields": row, "expand": True}


def _pair(fact: Fact, pen: Pen) -> list[Json] | None:
    """Label and value; None if they have no room in a table, or one of them is nothing."""
    label, values = cleaned(fact.label).strip(), text_objects(pen, fact.line)
    value = values[0] if len(values) == 1 else plain_object(pen.plain(fact.line))
    if not label or not value["text"] or not (fits(label, MOST_FIELD) and fits(value["text"], MOST_FIELD)):
        return None
    return [bold_object(label), value]


def _image(url: str, alt: str) -> Iterator[Json]:
    """Without an address that Slack can fetch, what the picture says."""
    told = alt.strip()
    if _ADDRESS.match(url):
        shown = cut(told, MOST_ALT) or "…"
        yield {"type": "image", "image_url": url, "alt_text": shown}
        told = "" if shown == told else told
    yield from (section(piece) for piece in pieces(told, MOST_TEXT))
