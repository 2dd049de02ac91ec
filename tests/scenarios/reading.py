"""Whether what is seen says what a story says, and what was seen instead."""

from __future__ import annotations

from collections.abc import Sequence

from tests.scenarios.driver import Event, View

GAP = " … "
"""Stands in a story's line for anything in between."""


def plainly(text: str) -> str:
    """What is read, whatever marks and spaces a platform puts in."""
    return " ".join(text.replace("’", "'").replace("“", '"').replace("”", '"').split())


def says(view: View, text: str) -> bool:
    """Whether the pieces of `text`, which a gap separates, stand in the view in this order."""
    plain, at = plainly(view.text), 0
    for piece in plainly(text).split(GAP):
        found = plain.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def told(view: View | None) -> str:
    return (
        "\n".join(f"    {line}" for line in view.text.splitlines()) if view is not None else "    (nothing)"
    )


def listed(events: Sequence[Event]) -> str:
    return "\n".join(f"  {one.place}, {one.change}:\n{told(one.view)}" for one in events)


def others(events: Sequence[Event]) -> str:
    return f"; only:\n{listed(events)}" if events else ", nor anywhere else"
