"""How fast a platform lets posts leave: sliding windows for each conversation and for each workspace."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.models import Conversation

Window = tuple[int, float]
"""So many posts in so many seconds, as platforms write their limits."""

MARGIN = 0.02
"""By how much a window that counts from when posts are taken is kept longer, as a part of it: posts don't all
travel equally long.
"""

LEAST_MARGIN = 0.015
"""The same in seconds; and for a window that counts from their answers, all that is needed."""

ON_ITS_WAY = 10.0
"""Seconds that a post without an answer is waited for, where windows count from the answer."""

ENOUGH = 10_000
FORGETS_EVERY = 1_000


class Windows:
    """When posts left, as far back as the windows look."""

    def __init__(self, windows: tuple[Window, ...], margin: float = MARGIN) -> None:
        self._windows = [(count, seconds + max(seconds * margin, LEAST_MARGIN)) for count, seconds in windows]
        self._left_at: deque[float] = deque(maxlen=max((count for count, _ in windows), default=1))

    def free_at(self) -> float:
        """From when on one more may leave."""
        times, had = sorted(self._left_at), len(self._left_at)  # Answers come in any order.
        return max((times[-count] + seconds for count, seconds in self._windows if had >= count), default=0.0)

    def room(self, now: float) -> int:
        """How many may leave together now."""
        most = ENOUGH
        for count, seconds in self._windows:
            recent = sum(1 for at in self._left_at if at + seconds > now)
            most = min(most, count - recent)
        return max(most, 0)

    def took(self, now: float) -> None:
        self._left_at.append(now)

    def moved(self, before: float, now: float) -> None:
        """What counted from then counts from now on."""
        with suppress(ValueError):
            self._left_at.remove(before)
        self._left_at.append(now)

    @property
    def last(self) -> float:
        """When the last one that left did so."""
        return self._left_at[-1]

    def is_empty(self, now: float) -> bool:
        """Whether nothing that left is remembered by any window."""
        longest = max((seconds for _, seconds in self._windows), default=0.0)
        return not self._left_at or self._left_at[-1] + longest <= now


@dataclass(slots=True)
class _Place:
    """A workspace: its own windows, its conversations', and from when on each closed one is free.

    `counts`: as from when the post of each conversation counts that is not answered yet, where windows are
    exact.
    """

    windows: Windows
    conversations: dict[int, Windows] = field(default_factory=dict)
    closed: dict[int, float] = field(default_factory=dict)
    counts: dict[int, float] = field(default_factory=dict)
    forgets_at: int = FORGETS_EVERY


class WindowPace:
    """The Pace port. Several windows hold at once, such as 7 in 1 s and 60 in 30 s.

    Who asks may send at once as many as there is room for: nothing is spread out that the platform would
    let in together. A platform counts a post somewhere between its leaving and its answer. A conversation's
    windows count from the answer, since nothing more leaves for there before it; a workspace's only where
    they are `exact`, the platform's own and not a part of them, since that costs the answers' time.
    """

    def __init__(
        self,
        conversation: tuple[Window, ...] = (),
        workspace: tuple[Window, ...] = (),
        steady: Callable[[], float] = time.monotonic,
        *,
        exact: bool = False,
    ) -> None:
        margin = 0.0 if exact else MARGIN
        self._conversation = conversation
        self._exact = exact
        self._steady = steady
        self._places: defaultdict[str, _Place] = defaultdict(lambda: _Place(Windows(workspace, margin)))

    def room(self, workspace_id: str) -> int:
        return self._places[workspace_id].windows.room(self._steady())

    def cooling(self, workspace_id: str) -> list[int]:
        place, now = self._places[workspace_id], self._steady()
        place.closed = {one: free_at for one, free_at in place.closed.items() if free_at > now}
        return list(place.closed)

    def wait(self, workspace_id: str) -> float:
        place, now = self._places[workspace_id], self._steady()
        whole = place.windows.free_at()
        if whole > now:
            return whole - now
        return max(min(place.closed.values(), default=now) - now, 0.0)

    def took(self, conversation: Conversation) -> None:
        now, place = self._steady(), self._places[conversation.workspace_id]
        if self._exact:
            place.counts[conversation.id] = now + ON_ITS_WAY
        place.windows.took(place.counts.get(conversation.id, now))
        if not self._conversation:
            return
        windows = place.conversations.setdefault(conversation.id, Windows(self._conversation, 0.0))
        windows.took(now)
        if (free_at := windows.free_at()) > now:
            place.closed[conversation.id] = free_at
        if len(place.conversations) > place.forgets_at:
            _forget(place, now)

    def landed(self, conversation: Conversation) -> None:
        now, place = self._steady(), self._places[conversation.workspace_id]
        if (counts := place.counts.pop(conversation.id, None)) is not None:
            place.windows.moved(counts, now)
        if (windows := place.conversations.get(conversation.id)) is None:
            return
        windows.moved(windows.last, now)
        if (free_at := windows.free_at()) > now:
            place.closed[conversation.id] = free_at


def _forget(place: _Place, now: float) -> None:
    """Conversations in which nothing left as far back as the windows look."""
    place.conversations = {
        one: windows for one, windows in place.conversations.items() if not windows.is_empty(now)
    }
    place.forgets_at = 2 * len(place.conversations) + FORGETS_EVERY
