"""To somebody who gets ideas directly and never presses anything."""

from __future__ import annotations

from bot.actions import AnswerUseful, OpenSettings, ResumeMe
from bot.cards import Button, Buttons, Card, Note, Part, Text
from bot.messages import Translator
from bot.models import Lesson


def still_useful_parts(t: Translator, lesson: Lesson) -> tuple[Part, ...]:
    """Asked once, above an idea."""

    def button(label: str, how: str) -> Button:
        return Button(label, AnswerUseful(lesson.team_id, lesson.week, how))

    buttons = (
        button(t.gettext("Keep them"), "keep"),
        button(t.gettext("Every other week"), "rarer"),
        button(t.gettext("Stop"), "stop"),
    )
    return Text((t.gettext("Are these ideas still useful to you?"),)), Buttons(buttons)


def rarer_parts(t: Translator) -> tuple[Part, ...]:
    return (Note((t.gettext("I have heard nothing from you, so I now write every other week."),)),)


def farewell_card(t: Translator, *, has_channel: bool) -> Card:
    """Nothing comes directly any more. `has_channel`: the team's ideas are still posted there."""
    if has_channel:
        sentence = t.gettext("I stop writing to you directly. The ideas are still in your team's channel.")
        button = Button(t.gettext("My settings"), OpenSettings())
    else:
        sentence = t.gettext(
            "I stop writing to you, as it seems of little use now. One press brings it back."
        )
        button = Button(t.gettext("Bring it back"), ResumeMe())
    return Card(sentence, (Text((sentence,)), Buttons((button,))))
