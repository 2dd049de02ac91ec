"""Small thanks, by reaction: what only the reactor reads."""

from __future__ import annotations

from bot.actions import AddWord, DontCount
from bot.cards import Button, Buttons, Card, Note, Text, Typed, plain_line
from bot.messages import Translator, fill
from bot.models import Member, SmallGift


def small_thanks_card(t: Translator, small: SmallGift, author: Member) -> Card:
    sentence = fill(t.gettext("That counts as kudos to {name}."), name=Typed(author.name))
    buttons = (
        Button(t.gettext("Add a word"), AddWord(small.id)),
        Button(t.gettext("Don't count it"), DontCount(small.id)),
    )
    note = t.gettext("Only you see this, once a day at most. Nothing of the message is kept.")
    return Card(plain_line(sentence), (Text(sentence), Buttons(buttons), Note((note,))))


def not_counted_card(t: Translator) -> Card:
    sentence = t.gettext("Not counted. Your reaction stays where it is, as any other would.")
    return Card(sentence, (Text((sentence,)),))
