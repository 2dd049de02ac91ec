"""A fold as a button that carries its text, so that it opens for everybody and after every restart. Pure."""

from __future__ import annotations

import json

from adapters.slack.lines import Json, Manner, Pen, bold_blocks, section
from adapters.slack.text import cleaned, pieces
from adapters.slack.views import modal, view_title
from bot.cards import Fold
from bot.errors import ActionBroken
from bot.messages.frames import close_label

MOST_VALUE = 2000
MOST_LINES = 98


def fold_value(fold: Fold, pen: Pen) -> str | None:
    """The label and the lines; None if they are too long for a button."""
    lines = [text for line in fold.lines if (text := pen.plain(line))]
    value = json.dumps([cleaned(fold.label), *lines], separators=(",", ":"), ensure_ascii=False)
    # Slack escapes these three in what it sends back: then they do not stand there.
    value = value.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    units = len(value.encode("utf-16-le")) // 2
    return value if lines and units <= MOST_VALUE and len(lines) <= MOST_LINES else None


def fold_view(value: str, manner: Manner) -> Json:
    """The fold that such a button opens. Raises ActionBroken for what is no fold's value."""
    try:
        read = json.loads(value)
    except (ValueError, RecursionError):
        raise ActionBroken from None
    match read:
        case [str(label), *lines] if lines and all(isinstance(line, str) for line in lines):
            title = view_title(label)
            blocks = [] if title is not None else bold_blocks(label)
            blocks += [section(piece) for line in lines[:MOST_LINES] for piece in pieces(line, 3000)]
            return modal("fold", title, blocks, close_label(manner.t))
        case _:
            raise ActionBroken
