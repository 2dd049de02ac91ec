"""To a manager, once: the team's channel is lost."""

from __future__ import annotations

from bot.actions import OpenChange, OpenStopTeam
from bot.cards import Button, Buttons, Card, Place, Text, Typed
from bot.messages import Translator, fill, say
from bot.models import Conversation, Team


def lost_channel_card(t: Translator, team: Team, room: Conversation) -> Card:
    place = Place(room.platform_id, room.name)
    if "archived" in (room.ended or ""):
        line = fill(t.gettext("I can't post in {place} any more: it was archived."), place=place)
    else:
        line = fill(t.gettext("I can't post in {place} any more: I can't reach it."), place=place)
    ask = fill(
        t.gettext("Choose another channel for {team}, or stop the team. Until then it gets nothing."),
        team=Typed(team.name),
    )
    buttons = (
        Button(t.gettext("Choose a channel"), OpenChange(team.id)),
        Button(t.gettext("Stop the team"), OpenStopTeam(team.id)),
    )
    push = say(t.gettext("{team} gets nothing just now: its channel is closed to me."), team=team.name)
    return Card(push, (Text(line), Text(ask), Buttons(buttons)))
