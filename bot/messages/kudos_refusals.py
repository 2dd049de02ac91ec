"""Kudos: what cannot be, said kindly: at a form's field, or as the whole answer."""

from __future__ import annotations

from bot.cards import Line, Typed
from bot.errors import (
    ChangeTooLate,
    NothingToUndo,
    NotYourGift,
    OwnGift,
    Refusal,
    TooManyToday,
    UndoTooLate,
)
from bot.messages import Translator, fill, say


def nobody(t: Translator) -> str:
    return t.gettext("Choose somebody to thank.")


def oneself(t: Translator) -> str:
    return t.gettext("Choose somebody other than yourself.")


def an_app(t: Translator) -> str:
    return t.gettext("Kindling can't thank apps.")


def too_many_people(t: Translator, count: int) -> str:
    return say(
        t.gettext("That's {count} people. Ten fit one thank you; give the others one of their own."),
        count=count,
    )


def not_a_member(t: Translator, name: str) -> str:
    return say(t.gettext("{name} isn't in this workspace."), name=name)


def somebody_unknown(t: Translator) -> str:
    return t.gettext("Somebody here isn't in this workspace.")


def deactivated(t: Translator, name: str) -> str:
    return say(t.gettext("{name} is no longer here."), name=name)


def unknown_name(t: Translator, name: str) -> str:
    return say(t.gettext("I can't tell who is meant by “{name}”. Choose them here."), name=name)


def too_short(t: Translator) -> str:
    return t.gettext("Say what you saw, in three letters or more.")


def too_long(t: Translator, over: int) -> str:
    template = t.ngettext("That's {count} character too many.", "That's {count} characters too many.", over)
    return say(template, count=over)


def no_behaviour(t: Translator) -> str:
    return t.gettext("Choose what you saw.")


def sentence(t: Translator, refusal: Refusal) -> Line | None:
    """None for a refusal that is about something else."""
    match refusal:
        case TooManyToday():
            return (t.gettext("That's many today, which is generous. The rest keep until tomorrow."),)
        case NothingToUndo():
            return (t.gettext("You gave no thanks today, so there is nothing to undo."),)
        case UndoTooLate(yesterday=True, manager=""):
            return (t.gettext("That was yesterday, so it stays."),)
        case UndoTooLate(manager=""):
            return (t.gettext("That was some days ago, so it stays."),)
        case UndoTooLate(yesterday=True, manager=manager):
            return fill(t.gettext("That was yesterday; ask {manager} to remove it."), manager=Typed(manager))
        case UndoTooLate(manager=manager):
            template = t.gettext("That was some days ago; ask {manager} to remove it.")
            return fill(template, manager=Typed(manager))
        case ChangeTooLate():
            return (t.gettext("The day is over, so the words stay as they are."),)
        case NotYourGift(giver=giver):
            return fill(t.gettext("Only {giver} can undo or change this."), giver=Typed(giver))
        case OwnGift(part="giver"):
            return (t.gettext("You gave this one."),)
        case OwnGift():
            return (t.gettext("That one is about you."),)
        case _:
            return None
