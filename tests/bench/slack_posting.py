"""Posts to Slack through its SDK, against the same posts from bare aiohttp, in the same run.

For information: the outbox's own bars stand with `posting`.
"""

from __future__ import annotations

from collections.abc import Callable

from adapters.slack.render import message_of
from tests.bench.lines import Line
from tests.bench.through import Request, Through, measure
from tests.crash.platforms import CHOICES
from tests.fake_platform.owing import CARD
from tests.fake_platform.process import FakePlatform
from tests.fake_slack import bot_token

CHANNELS = 100


def run() -> list[Line]:
    return measure(Through("Slack's SDK", CHOICES["slack"], _bare, CHANNELS))


def _bare(slack: FakePlatform) -> Callable[[str, str, int], Request]:
    def request(workspace: str, channel: str, number: int) -> Request:
        metadata = {"event_type": "bare", "event_payload": {"key": f"bare/{number}"}}
        body = {"channel": channel, **message_of(CARD), "unfurl_links": False, "metadata": metadata}
        headers = {"Authorization": f"Bearer {bot_token(workspace)}"}
        return f"{slack.address}/api/chat.postMessage", headers, body

    return request
