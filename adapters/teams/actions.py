"""Buttons of a card: the packed action, and nothing else that anybody would believe. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.actions import Action
from bot.cards import Button
from bot.codec import pack

Json = dict[str, Any]

KEY = "k"
"""Under it stands the packed action, in the data of each button."""

VERB = "act"
"""One for everything: what is done says the packed action."""

MOST_IN_A_SET = 6
"""Teams shows no more side by side."""

PRESSED = "✓"


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


def action_sets(buttons: Sequence[Button]) -> list[Json]:
    actions = [_pressable(button) for button in buttons]
    rows = [actions[first : first + MOST_IN_A_SET] for first in range(0, len(actions), MOST_IN_A_SET)]
    return [{"type": "ActionSet", "actions": row} for row in rows]


def _pressable(button: Button) -> Json:
    title = f"{PRESSED} {button.label}" if button.pressed else button.label
    return execute(title, button.action, button.tells)
