"""What may be shown of a team's figures: every output of answers and resolves passes here. Pure.

The rules are those that a search for single answers could not break for teams of five to sixty
(tests/bot/summaries/test_guard_attack.py): whoever knows who is in the team, and one answer, their own,
can tell nobody else's. Three things make that so.

- The outer words cover all but one and all but two, or one and two: who knows of one person that they did
  not answer still cannot tell that all others did.
- Whether a word is shown, or how fine it is, may hang on how many answered only in a roster larger than
  that number; else the word would say that everybody answered.
- Nothing is computed from two counts: longer periods show the middle one of what their weeks have shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.models import QuizResult


class Share(StrEnum):
    """A share in a word. The outer words that are used include all, or none, so that they tell nobody's."""

    NEARLY_ALL = "nearly-all"
    MOST = "most"
    HALF = "half"
    FEWER = "fewer"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a share: its word, and from twenty on the share rounded to ten per cent."""

    word: Share
    percent: int | None = None

    @property
    def level(self) -> int:
        """For comparing what was shown: the share rounded, or the middle of what the word covers."""
        return _LEVELS[self.word] if self.percent is None else self.percent


_LEVELS = {Share.NEARLY_ALL: 93, Share.MOST: 72, Share.HALF: 50, Share.FEWER: 28, Share.FEW: 7}


class Fineness(IntEnum):
    """How exactly a share is told: three words, five, or rounded to ten per cent between the outer words."""

    THREE_WORDS = 3
    FIVE_WORDS = 5
    TENS = 10


FEWEST = 5
FEWEST_IN_CHANNEL = 6
FIVE_WORDS_FROM = 14
TENS_FROM = 20
ROSTER_FOR_ACCURACY = 8
"""With fewer, either that a word is shown or which one it is would tell that everybody answered."""

_SPARE = 2


def shown_part(count: int, roster: int) -> Shown | None:
    """How many of the roster did something: answered, resolved to try, were reached or thanked."""
    return _shown(count, roster, _fineness(roster)) if roster >= FEWEST else None


def shown_accuracy(result: QuizResult, *, in_channel: bool = False) -> Shown | None:
    """How many of those who answered were right. In the channel, whose readers answered too, six at least."""
    fewest = FEWEST_IN_CHANNEL if in_channel else FEWEST
    if result.roster < ROSTER_FOR_ACCURACY or result.answered < fewest:
        return None
    return _shown(result.right, result.answered, _fineness(min(result.answered, result.roster - _SPARE)))


def _fineness(people: int) -> Fineness:
    if people >= TENS_FROM:
        return Fineness.TENS
    return Fineness.FIVE_WORDS if people >= FIVE_WORDS_FROM else Fineness.THREE_WORDS


def _shown(count: int, of: int, fineness: Fineness) -> Shown:
    hundred = count * 100
    if fineness is not Fineness.THREE_WORDS and hundred >= 85 * of:
        return Shown(Share.NEARLY_ALL)
    if fineness is not Fineness.THREE_WORDS and hundred <= 15 * of:
        return Shown(Share.FEW)
    if fineness is Fineness.TENS:
        percent = (20 * count + of) // (2 * of) * 10
        return Shown(_word(percent, 100), percent)
    return Shown(_word(count, of))


def _word(count: int, of: int) -> Share:
    if count * 100 >= 60 * of:
        return Share.MOST
    return Share.FEWER if count * 100 <= 40 * of else Share.HALF


def middle(shown: Iterable[Shown | None]) -> Shown | None:
    """The typical one of what was shown, the lower of two: what a longer period shows of its weeks."""
    known = sorted((one for one in shown if one is not None), key=lambda one: one.level)
    return known[(len(known) - 1) // 2] if known else None


def shown_number(people: int) -> int | None:
    """A number of people, which is never one under five."""
    return people if people >= FEWEST else None
