"""How far a team is in its programme, in a few letters that stand with the team."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

Had = frozenset[str]
"""Ids of tips."""


class Places:
    """Names what a team has had if that is where a programme begins: so many tips, and which they are.

    A name from before the programme was changed at its beginning fits nothing, so that nobody is led astray.
    """

    def __init__(self, tip_ids: Sequence[str]) -> None:
        lengths = range(len(tip_ids) + 1)
        self._tip_ids = tuple(tip_ids)
        self._had = tuple(frozenset(tip_ids[:n]) for n in lengths)
        self._names = tuple(f"{n}-{crc32(' '.join(tip_ids[:n]).encode()):08x}" for n in lengths)
        self._had_at = dict(zip(self._names, self._had, strict=True))

    def had_at(self, name: str | None) -> Had | None:
        """What was had there; None for a name that fits nothing."""
        return None if name is None else self._had_at.get(name)

    def name_of(self, had: Had) -> str | None:
        """None if that is not where the programme begins."""
        n = len(had)
        return self._names[n] if n < len(self._had) and had == self._had[n] else None

    def one_more(self, had: Had, tip_id: str) -> Had:
        """What was had, with that tip; no new set where it is the next one."""
        n = len(had)
        if n < len(self._tip_ids) and self._tip_ids[n] == tip_id and had is self._had[n]:
            return self._had[n + 1]
        return had | {tip_id}
