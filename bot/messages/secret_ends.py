"""To an admin: the secret with which the platform is reached ends soon."""

from __future__ import annotations

from datetime import date

from bot.cards import Card, Note, Text
from bot.messages import Translator, fill, say
from bot.messages.times import day_name


def secret_ends_card(t: Translator, ends_on: date, days: int) -> Card:
    """`days`: how many are left, today not counted."""
    day = day_name(t, ends_on)
    if days:
        template = t.ngettext(
            "In {count} day, on {day}, my password for this platform ends.",
            "In {count} days, on {day}, my password for this platform ends.",
            days,
        )
        line = fill(template, count=days, day=day)
        push = say(t.gettext("My password for this platform ends on {day}."), day=day)
    else:
        line = (t.gettext("My password for this platform ends today."),)
        push = t.gettext("My password for this platform ends today.")
    after = t.gettext("After that I can neither answer nor post anything here.")
    todo = t.gettext("Whoever runs Kindling can renew it in ten minutes: kindling doctor says how.")
    return Card(push, (Text(line), Text((after,)), Note((todo,))))
