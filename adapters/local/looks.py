"""How a card would look elsewhere. Wiring gives the renderers, since no platform knows another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from bot.cards import Card, Reply

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What the page calls it, and what its `static/look-NAME.js` draws, as that platform would get it."""

    label: str
    draw: Callable[[Card], Json]


Looks = Mapping[str, Look]
"""By NAME: a short word, part of the names of files."""
NO_LOOKS: Looks = MappingProxyType({})


def drawn(reply: Reply, looks: Looks) -> Json:
    """A card in each look; nothing of a form."""
    return {name: look.draw(reply) for name, look in looks.items()} if isinstance(reply, Card) else {}
