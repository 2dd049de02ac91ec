"""Words, help, and the end of a private view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.actions.fields import entered


@dataclass(frozen=True, slots=True)
class SayWords:
    """Words typed to Kindling. Never packed into a button.

    `mentions` are the people named in it, in order: the text of the mention as it stands in `text`
    (for example "@Jonas"), and the platform id.
    """

    verb: ClassVar[str] = "say"
    text: str = entered("")
    mentions: tuple[tuple[str, str], ...] = entered(())


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """A letter typed in a direct conversation: an answer to the latest question of the member's team."""

    verb: ClassVar[str] = "letter"
    letter: str


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """What Kindling is, and what one can say to it."""

    verb: ClassVar[str] = "help"


@dataclass(frozen=True, slots=True)
class Done:
    """Closes a private view with a last kind line."""

    verb: ClassVar[str] = "done"


TalkAction = SayWords | AnswerLetter | ShowHelp | Done
