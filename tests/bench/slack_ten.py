"""Twenty Slack workspaces at ten o'clock, against a Slack that enforces its limits.

A hundred posts each, through the outbox and Slack's SDK. The fake lets one a second into a channel, to the
millisecond, and 525 a minute into a workspace: Slack says "several hundred", and that is what a vendor holds.
Kindling keeps to five a second, and the least time is by that.
"""

from __future__ import annotations

from adapters.slack.pace import CHANNEL, WORKSPACE, slack_pace
from tests.bench.at_ten import Ten, least, measure
from tests.bench.lines import Line
from tests.crash.platforms import CHOICES

POSTS = {f"C{number:02}": 2 for number in range(50)}
HELD_BY_OTHERS = ((525, 60.0),)


def run() -> list[Line]:
    total = least(WORKSPACE, sum(POSTS.values()))
    return measure(Ten("Slack", CHOICES["slack"], slack_pace, POSTS, CHANNEL, HELD_BY_OTHERS, total))
