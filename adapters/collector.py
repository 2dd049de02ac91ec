"""How often Python looks for garbage that refers to itself."""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 20_000, 20, 20
"""Python's own 700, 10, 10 look every few messages through what is on its way anyway."""


def collect_seldom() -> None:
    """For a process that goes on for long: what is loaded by now stays, and is looked through no more.

    A tenth of what sending costs went into that.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
