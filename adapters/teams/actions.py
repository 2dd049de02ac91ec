"""Buttons of a card: the packed action, and nothing else that anybody would believe. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.actions import Action
from bot.cards import Button
from bot.codec import pack

Json = dict[str, Any]

KEY = "k"
"""Under it stands the packed action, in the data of each button."""

VERB = "act"
"""One for everything: what is done says the packed action."""

MOST_IN_A_ROW = 6
"""Teams shows no more side by side."""

WIDEST_ROW = 38
"""Letters that fit side by side on a phone, each button with as much room as four; more make another row."""

PRESSED = "✓"
_ROUND = 4


def execute(title: str, action: Action, tooltip: str | None = None) -> Json:
    """Answered inside its invoke. A client that does not know it submits the same as a message of its own."""
    data = {KEY: pack(action)}
    told = {"title": title} | ({"tooltip": tooltip} if tooltip else {})
    instead = {"type": "Action.Submit", **told, "data": data}
    return {"type": "Action.Execute", **told, "verb": VERB, "data": dict(data), "fallback": instead}


def submit(title: str, action: Action) -> Json:
    """For a dialog, where nothing else works."""
    return {"type": "Action.Submit", "title": title, "data": {KEY: pack(action)}}


def toggle(title: str, element_id: str) -> Json:
    """Shows and hides an element, and sends nothing."""
    return {"type": "Action.ToggleVisibility", "title": title, "targetElements": [element_id]}


def button_action(button: Button) -> Json:
    title = f"{PRESSED} {button.label}" if button.pressed else button.label
    return execute(title, button.action, button.tells)


def action_rows(actions: Iterable[Json]) -> list[Json]:
    """In as many sets as rows are needed."""
    rows: list[list[Json]] = []
    room = 0
    for action in actions:
        width = len(action["title"]) + _ROUND
        if not rows or width > room or len(rows[-1]) == MOST_IN_A_ROW:
            rows.append([])
            room = WIDEST_ROW
        rows[-1].append(action)
        room -= width
    return [{"type": "ActionSet", "actions": row} for row in rows]
