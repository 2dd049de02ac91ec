"""The words one can type, the same on every platform, read into an action. Pure."""

from __future__ import annotations

from bot.actions import Action, AnswerLetter, ShowHelp
from bot.errors import NotUnderstood

_HELP = {"", "hi", "hello", "hey", "help", "start", "?"}
_LETTERS = "abcd"
LONGEST_ECHO = 40


def read_words(text: str, *, direct: bool) -> Action:
    """What was typed, as an action. Raises NotUnderstood, which carries the beginning of it."""
    plain = " ".join(text.split()).casefold().strip(" .!")
    if plain in _HELP:
        return ShowHelp()
    if direct and len(plain) == 1 and plain in _LETTERS:
        return AnswerLetter(plain)
    raise NotUnderstood(shortened(" ".join(text.split())))


def shortened(text: str) -> str:
    """The beginning of what somebody typed, cut at a word."""
    if len(text) <= LONGEST_ECHO:
        return text
    cut = text[: LONGEST_ECHO - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
