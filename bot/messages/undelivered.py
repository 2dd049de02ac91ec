"""To an admin, once for each day that has any: what Kindling could not deliver."""

from __future__ import annotations

from bot.cards import Card, Note, Part, Text
from bot.messages import Translator, fill, say


def undelivered_card(t: Translator, held: int, refused: int) -> Card:
    """`held` may have arrived and are not sent twice, `refused` the platform would not take."""
    parts: list[Part] = []
    if held:
        template = t.ngettext(
            "{count} message got no answer. It may be there, so I did not send it twice.",
            "{count} messages got no answer. They may be there, so I did not send them twice.",
            held,
        )
        parts.append(Text(fill(template, count=held)))
    if refused:
        template = t.ngettext(
            "{count} message was refused five times, and I gave up on it.",
            "{count} messages were refused five times, and I gave up on them.",
            refused,
        )
        parts.append(Text(fill(template, count=refused)))
    parts.append(Note(fill(t.gettext("Who runs Kindling sees each of them with: kindling deliveries"))))
    push = t.ngettext(
        "I could not deliver {count} message.", "I could not deliver {count} messages.", held + refused
    )
    return Card(say(push, count=held + refused), tuple(parts))
