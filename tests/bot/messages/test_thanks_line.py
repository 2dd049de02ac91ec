"""Thanks in a summary, in words: those that say something, and apart from them the small ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.cards import plain_line
from bot.messages import translator
from bot.messages.summary import thanks_line
from bot.summaries.figures import Thanks

MANY = Thanks(7, 5, 6, None, (), 0)


@pytest.mark.parametrize(
    ("thanks", "line"),
    [
        (replace(MANY, gifts=0), "none this time"),
        (MANY, "7, from 5 people to 6"),
        (replace(MANY, givers=None), "7"),
        (replace(MANY, small=12), "7, from 5 people to 6, and 12 small thanks"),
        (replace(MANY, receivers=None, small=1), "7, and 1 small thank-you"),
        (replace(MANY, gifts=0, small=12), "none in words, and 12 small thanks"),
    ],
)
def test_thanks_and_small_thanks_are_told_apart(thanks: Thanks, line: str) -> None:
    assert plain_line(thanks_line(translator("en"), thanks)) == line
