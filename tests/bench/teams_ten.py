"""Twenty Teams tenants at ten o'clock, against a Teams that enforces Microsoft's windows.

Two busy threads with 120 posts each, which every window of a thread but that of an hour holds up (of sixty,
the window of 60 in 30 s would hold up none), and sixty places with one.
"""

from __future__ import annotations

from adapters.pace import WindowPace
from adapters.teams.outgoing import A_THREAD, teams_pace
from tests.bench.at_ten import Ten, least, measure
from tests.bench.lines import Line
from tests.crash.platforms import CHOICES

BUSY = 120
POSTS = {"busy-1": BUSY, "busy-2": BUSY} | {f"C{number:02}": 1 for number in range(60)}
A_TENANT = ((50, 1.0),)
"""What Microsoft lets one bot send to one tenant in a second, and what Kindling keeps to by itself."""


def run() -> list[Line]:
    total = max(least(A_THREAD, BUSY), least(A_TENANT, sum(POSTS.values())))
    return measure(Ten("Teams", CHOICES["teams"], _pace, POSTS, A_THREAD, A_TENANT, total, runs=1))


def _pace() -> WindowPace:
    ((messages, _),) = A_TENANT
    return teams_pace(messages)
