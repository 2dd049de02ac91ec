"""Who sees what of the answers, as the demo's panel says it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.messages import Translator, say
from bot.messages.names import names_text
from bot.messages.periods import first_time_text, share_text
from bot.messages.quiz import LETTERS
from bot.summaries.guard import Shown

__all__ = ["LETTERS"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the guard lets out. `still_needed`: how many answers are in, of how many that it takes."""

    took_part: Shown | None
    right: Shown | None
    in_channel: Shown | None
    still_needed: tuple[int, int] | None
    is_open: bool


def you(t: Translator) -> str:
    return t.gettext("You")


def you_as_manager(t: Translator) -> str:
    return t.gettext("You, as manager")


def everybody(t: Translator) -> str:
    return t.gettext("Everybody in the channel")


def your_answer(t: Translator, letters: list[str]) -> str:
    return say(t.gettext("Your answer: {letters}."), letters=names_text(t, letters))


def no_answer_yet(t: Translator) -> str:
    return t.gettext("The question. You have not answered it yet.")


def no_answer(t: Translator) -> str:
    return t.gettext("The question. You did not answer it, and nobody is told.")


def manager_sees(t: Translator, figures: Figures) -> tuple[str, ...]:
    took_part = say(t.gettext("Took part: {share}."), share=share_text(t, figures.took_part))
    right = say(t.gettext("Question: {share}."), share=_right(t, figures))
    if not figures.is_open:
        return took_part, right
    return t.gettext("Nothing yet. When the week is over, as it stands now:"), took_part, right


def _right(t: Translator, figures: Figures) -> str:
    if figures.still_needed is None:
        return first_time_text(t, figures.right)
    count, of = figures.still_needed
    return say(t.gettext("not shown, {count} of {of} needed answers are in"), count=count, of=of)


def channel_sees(t: Translator, figures: Figures) -> tuple[str, ...]:
    if figures.is_open:
        nobody = t.gettext("Nothing of who answered, or what.")
        return (nobody,)
    best = t.gettext("The right answer and its reason.")
    if figures.in_channel is None:
        return best, t.gettext("No figure: too few answered.")
    return best, say(t.gettext("For the team: {share}."), share=first_time_text(t, figures.in_channel))
