"""Where Kindling was added: what a channel hears of it, and where it can't be."""

from __future__ import annotations

from bot.actions import OpenKudos, OpenSetup
from bot.cards import Button, Buttons, Card, Mention, Note, Text, Title, Typed
from bot.messages import Translator, fill, say


def added_card(t: Translator, room_id: str, added_by: Mention | None) -> Card:
    """In a channel that has no team yet. `added_by`: None where the platform does not tell."""
    if added_by is not None:
        template = t.gettext(
            "{person} added me. Once a week I bring one small idea about caring for customers and each "
            "other. Two days later comes one question on it, if you like."
        )
        who = fill(template, person=added_by)
        push = t.gettext("{person} added Kindling: one short idea a week about caring service.")
        said = say(push, person=added_by.name)
    else:
        who = (
            t.gettext(
                "Once a week I bring one small idea about caring for customers and each other. Two days "
                "later comes one question on it, if you like."
            ),
        )
        said = t.gettext("Kindling is here: one short idea a week about caring service.")
    buttons = Buttons(
        (Button(t.gettext("Set up a team"), OpenSetup(room_id)), Button(t.gettext("Give kudos"), OpenKudos()))
    )
    parts = (
        Title((t.gettext("Hello"),)),
        Text(who),
        Text((t.gettext("Any time you can thank a colleague. Nobody sees who answered what."),)),
        buttons,
        Note((t.gettext("Until somebody sets a team up, I post nothing here by myself."),)),
    )
    return Card(said, parts)


def closed_channel_card(t: Translator, channel: str) -> Card:
    """To who added Kindling to a private or shared channel. `channel`: its name, "" where it isn't told."""
    if channel:
        template = t.gettext("I can't post in {channel}: it is a private or shared channel.")
        line = fill(template, channel=Typed(channel))
    else:
        line = (t.gettext("I can't post in a private or shared channel."),)
    todo = t.gettext("Choose a standard channel of the team, and set me up for that one.")
    push = t.gettext("I can't post in that channel. Choose a standard one.")
    return Card(
        push, (Text(line), Text((todo,)), Buttons((Button(t.gettext("Set up a team"), OpenSetup()),)))
    )
