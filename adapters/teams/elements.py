"""Elements of a card that several parts need. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]


def text_block(text: str, **looks: Any) -> Json:
    """`text` is Markdown."""
    return {"type": "TextBlock", "text": text, "wrap": True, **looks}


def hidden(element_id: str, items: Iterable[Json], *, shown: bool = False) -> Json:
    """What a toggle shows; `shown` from the first."""
    return {"type": "Container", "id": element_id, "isVisible": shown, "items": list(items)}
