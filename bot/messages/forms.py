"""What a platform adds to a form that it shows itself."""

from __future__ import annotations

from bot.messages import Translator


def more_label(t: Translator) -> str:
    """Shows the folded part of a form."""
    return t.gettext("More")


def missing(t: Translator) -> str:
    """At a field that was left empty."""
    return t.gettext("This one is needed.")


def none_of_these(t: Translator) -> str:
    """The choice that takes back a choice which nobody has to make."""
    return t.gettext("None of these")


def others_by_name(t: Translator) -> str:
    """Where only one person fits in the list above, or not everybody is in it."""
    return t.gettext("More people, or somebody who is not listed? Write their names, with commas.")
