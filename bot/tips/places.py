"""How far a team is in its programme, in a few letters that stand with the team."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from bot.tips.records import Tip

Had = frozenset[str]
"""Ids of tips."""

NOTHING: Had = frozenset()


class Places:
    """Names what a team has had if that is where a programme begins: so many tips, and which they are.

    A name from before the programme was changed at its beginning fits nothing, so that nobody is led astray.
    Answers are made once, and told from others by being the same set: the clock asks for every team.
    """

    def __init__(self, tips: Sequence[Tip]) -> None:
        ids = [tip.id for tip in tips]
        lengths = range(len(ids) + 1)
        self._left = tuple(tuple(tips[n:]) for n in lengths)
        self._had = (NOTHING, *(frozenset(ids[:n]) for n in lengths[1:]))
        self._names = tuple(f"{n}-{crc32(' '.join(ids[:n]).encode()):08x}" for n in lengths)
        self._had_at = dict(zip(self._names, self._had, strict=True))

    def had_at(self, name: str | None) -> Had | None:
        """What was had there; None for a name that fits nothing."""
        return None if name is None else self._had_at.get(name)

    def name_of(self, had: Had) -> str | None:
        """None if that is not where the programme begins."""
        n = len(had)
        return self._names[n] if n < len(self._had) and had == self._had[n] else None

    def left(self, had: Had) -> tuple[Tip, ...]:
        """What of the programme was not had, in order."""
        if self._is_place(had):
            return self._left[len(had)]
        return tuple(tip for tip in self._left[0] if tip.id not in had)

    def one_more(self, had: Had, tip_id: str) -> Had:
        """What was had, with that tip."""
        if self._is_place(had) and (left := self._left[len(had)]) and left[0].id == tip_id:
            return self._had[len(had) + 1]
        return had | {tip_id}

    def _is_place(self, had: Had) -> bool:
        return len(had) < len(self._had) and had is self._had[len(had)]
