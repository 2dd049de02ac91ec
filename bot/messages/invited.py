"""What Kindling says to who invited it into a channel."""

from __future__ import annotations

from bot.actions import Done, OpenSetup
from bot.cards import Button, Buttons, Card, Part, Place, Say, Text, plain_line
from bot.messages import Translator, fill
from bot.models import Conversation


def invited_card(t: Translator, room: Conversation, *, can_set_up: bool) -> Card:
    """Nobody else in the channel sees it."""
    place = Place(room.platform_id, room.name)
    asks = fill(t.gettext("Shall I coach {place}?"), place=place)
    parts: tuple[Part, ...] = (Text(asks),)
    if can_set_up:
        yes = Button(t.gettext("Set me up here"), OpenSetup(room.platform_id))
        parts += (Buttons((yes, Button(t.gettext("Not now"), Done()))),)
    else:
        template = t.gettext("An admin of this workspace can set me up: they say {setup} in this channel.")
        parts += (Text(fill(template, setup=Say("setup"))),)
    return Card(plain_line(asks), parts)
