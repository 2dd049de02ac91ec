"""What a platform's own frame round a card or form says: its close button, and what has no place in it."""

from __future__ import annotations

from bot.messages import Translator


def close_label(t: Translator) -> str:
    return t.gettext("Close")


def cancel_label(t: Translator) -> str:
    return t.gettext("Cancel")


def more_note(t: Translator) -> str:
    """Above the fields that decide less, where a platform cannot fold them."""
    return t.gettext("All of this is filled in. Change only what you like.")


def also_offered(t: Translator) -> str:
    """The label of people who can be added with one press."""
    return t.gettext("Mentioned there too")


def none_label(t: Translator) -> str:
    """The option of a choice that takes it back."""
    return t.gettext("None of these")


def left_out_note(t: Translator) -> str:
    """In a card that is longer than the platform shows."""
    return t.gettext("There is more here than one message can hold. Some of it is left out.")
