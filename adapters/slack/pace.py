"""How fast posts leave for Slack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from adapters.pace import Window, WindowPace, Windows
from bot.errors import NotYet, RateLimited

CHANNEL: tuple[Window, ...] = ((1, 1.0),)
"""One message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits)."""

WORKSPACE: tuple[Window, ...] = ((5, 1.0),)
"""Slack allows "several hundred messages per minute" in a workspace and does not say how many. Vendors hold
about 525; this is 300. Where it is too much, Slack says for how long the lane has to pause."""


def slack_pace() -> WindowPace:
    return WindowPace(CHANNEL, WORKSPACE)


class MethodRooms:
    """Room for calls that Slack limits by themselves: where there is none only they wait, not the lane."""

    def __init__(self, windows: tuple[Window, ...], steady: Callable[[], float]) -> None:
        self._steady = steady
        self._taken: defaultdict[tuple[str, str], Windows] = defaultdict(lambda: Windows(windows))

    @contextmanager
    def one(self, workspace_id: str, method: str) -> Iterator[None]:
        """Raises NotYet where there is no room, and where Slack says so."""
        taken, now = self._taken[workspace_id, method], self._steady()
        if (free_at := taken.free_at()) > now:
            raise NotYet(free_at - now)
        taken.took(now)
        try:
            yield
        except RateLimited as fault:
            raise NotYet(fault.retry_after) from fault
