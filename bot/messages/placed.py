"""What stands where everybody reads, in place of an answer that is for one person alone."""

from __future__ import annotations

from bot.cards import Card, Say, Text
from bot.messages import Translator, fill


def answered_directly_card(t: Translator) -> Card:
    sentence = t.gettext("I answered you in our own chat, where only you see it.")
    return Card(sentence, (Text((sentence,)),))


def not_reached_card(t: Translator) -> Card:
    """Their chat with Kindling can't be written to; their words are as good there."""
    template = t.gettext(
        "I can't write to you yet. Open a chat with me, say {word}, and then ask again there."
    )
    push = t.gettext("I can't write to you yet. Open a chat with me first.")
    return Card(push, (Text(fill(template, word=Say("hi"))),))


def not_known_sentence(t: Translator) -> str:
    """To a press of somebody whom the platform does not name."""
    return t.gettext("I can't tell who you are in this organisation, so nothing was changed.")


def not_read_sentence(t: Translator) -> str:
    """To a press that carries nothing of Kindling's."""
    return t.gettext("That button came back empty. Nothing was changed.")
