"""Keeping what was drawn within what a message or a view may hold in all. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from adapters.slack.lines import MOST_TEXT, Json, Manner, Pen, plain_object, section
from adapters.slack.text import fits
from bot.messages.frames import left_out_note

MOST_IN_ROW = 25
_ALWAYS_KEPT = 2
"""Blocks at the end: the last buttons and the note."""
_TYPED = (MOST_TEXT, 1000, 300, 100)
"""How much of each typed text is shown, tried in turn."""


@dataclass(frozen=True, slots=True)
class Room:
    """`weight` is of the JSON: more than Slack counts, which does not say what it counts.

    `sent_as` makes that JSON.
    """

    blocks: int
    weight: int
    sent_as: Callable[[list[Json]], str]

    def weigh(self, blocks: list[Json]) -> int:
        return len(self.sent_as(blocks)) if blocks else 0

    def holds(self, blocks: list[Json]) -> bool:
        return len(blocks) <= self.blocks and self.weigh(blocks) <= self.weight


IN_MESSAGE = Room(50, 13_000, json.JSONEncoder(ensure_ascii=False).encode)
"""Characters: from about 13,200 on Slack answered msg_blocks_too_long (slackapi/bolt-js issue 2509)."""
IN_VIEW = Room(100, 240_000, json.JSONEncoder().encode)
"""Bytes, as slack_sdk sends them: a view may have 250 KB."""


def fitted(
    draw: Callable[[Pen], list[Json]], manner: Manner, room: Room, *, announces: bool = False
) -> list[Json]:
    """What `draw` draws; with less of what was typed if it is too much, then without its middle."""
    blocks: list[Json] = []
    for most_typed in _TYPED:
        blocks = _joined(draw(Pen(manner, announces, most_typed)), room.blocks)
        if room.holds(blocks):
            return blocks
        if room.weigh(blocks) <= room.weight:
            break
    return _without_middle(blocks, manner, room)


def _joined(blocks: list[Json], most: int) -> list[Json]:
    """Neighbours of a kind as one block, if there are too many."""
    if len(blocks) <= most:
        return blocks
    found: list[Json] = []
    for block in blocks:
        one = _together(found[-1], block) if found else None
        if one is None:
            found.append(block)
        else:
            found[-1] = one
    return found


def _together(first: Json, second: Json) -> Json | None:
    match first, second:
        case {"type": "actions", "elements": a}, {"type": "actions", "elements": b}:
            return first | {"elements": a + b} if len(a + b) <= MOST_IN_ROW else None
        case {"type": "section", "text": {"text": a}}, {"type": "section", "text": {"text": b}}:
            text = f"{a}\n\n{b}"
            return section(text) if fits(text, MOST_TEXT) else None
        case _:
            return None


def _without_middle(blocks: list[Json], manner: Manner, room: Room) -> list[Json]:
    said = {"type": "context", "elements": [plain_object(left_out_note(manner.t))]}
    head, tail = blocks[:-_ALWAYS_KEPT], blocks[-_ALWAYS_KEPT:]
    weights = [room.weigh([one]) for one in head]
    left = room.weight - sum(weights) - room.weigh([said, *tail])
    while head and (left < 0 or len(head) + 1 + len(tail) > room.blocks):
        left += weights.pop()
        head.pop()
    while tail and left < 0:
        left += room.weigh([tail.pop(0)])
    return [*head, said, *tail]
