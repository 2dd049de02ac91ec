"""What a team's figures are, and what may be shown of them: one function guards every output."""

from __future__ import annotations

from enum import StrEnum


class Share(StrEnum):
    """A share in a word. The outer words include all and none, so that they tell nobody's answer."""

    NEARLY_ALL = "nearly-all"
    MOST = "most"
    HALF = "half"
    FEWER = "fewer"
    FEW = "few"


_AT_LEAST = ((85, Share.NEARLY_ALL), (60, Share.MOST), (40, Share.HALF), (15, Share.FEWER))
FEWEST = 5
FEWEST_IN_CHANNEL = 6


def share_word(count: int, of: int) -> Share:
    """DESIGN section 3, "What may be shown": the word for a share of at least one person."""
    return next((word for percent, word in _AT_LEAST if count * 100 >= percent * of), Share.FEW)


def shown_share(count: int, answered: int, roster: int, *, in_channel: bool = False) -> Share | None:
    """The word that may be shown, or None.

    `roster` is the team besides its managers. In the channel one person more is needed, since each
    reader knows an answer of their own.
    """
    fewest = FEWEST_IN_CHANNEL if in_channel else FEWEST
    if roster < FEWEST or answered < fewest:
        return None
    return share_word(count, answered)
