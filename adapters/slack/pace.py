"""How fast posts leave for Slack."""

from __future__ import annotations

from adapters.pace import Window, WindowPace

CHANNEL: tuple[Window, ...] = ((1, 1.0),)
"""One message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits)."""

WORKSPACE: tuple[Window, ...] = ((5, 1.0),)
"""Slack allows "several hundred messages per minute" in a workspace and does not say how many. Vendors hold
about 525; this is 300. Where it is too much, Slack says for how long the lane has to pause."""


def slack_pace() -> WindowPace:
    return WindowPace(CHANNEL, WORKSPACE)
