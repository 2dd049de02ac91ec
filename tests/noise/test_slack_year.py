"""A busy year on Slack: through its SDK to a Slack at the network, every post drawn, taken and settled."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from adapters.slack.calls import Calls
from adapters.slack.clients import Clients
from adapters.slack.messenger import SlackMessenger
from adapters.slack.render import message_of
from bot.models import Delivery, DeliveryState, Platform
from tests.crash.platforms import CHOICES, SEALER, SIGNER
from tests.fake_slack import FakeSlack, channel, person
from tests.noise.budget import breaches
from tests.noise.facts import Log
from tests.noise.year import NAMES, Year

SEED = 4
ROOMS = ("desk", "phones", "returns")
LONGEST_TEXT = 4000
"""What Slack advises for a message's text."""


@pytest.mark.slow
async def test_a_busy_year_on_slack_ends_with_every_post_there_once_and_valid(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    slack = FakeSlack.start()
    try:
        log, owed = await live(slack, tmp_path)
        posts = slack.record().posts
    finally:
        slack.stop()
    assert breaches(log) == []
    assert [one.key for one in owed if one.state not in {DeliveryState.SENT, DeliveryState.DEAD}] == []
    assert [one.reason for one in owed if "refused" in (one.reason or "")] == []
    sent = [one for one in owed if one.state is DeliveryState.SENT and one.edits is None]
    assert Counter(post["key"] for post in posts) == Counter(SIGNER.mark(one.key) for one in sent)
    assert {post["id"] for post in posts} == {one.message_id for one in sent}
    assert len(posts) > 400
    assert sum(post["edits"] for post in posts) > 50
    assert [wrong for post in posts if (wrong := faults(post))] == []


async def live(slack: FakeSlack, folder: Path) -> tuple[Log, list[Delivery]]:
    slack.open_workspace(
        "local",
        people=[person(one, one.capitalize()) for one in NAMES],
        channels=[channel(one, one, NAMES) for one in ROOMS],
    )
    year = await Year.make(SEED, folder, Platform.SLACK)
    await year.store.decide(lambda tx: CHOICES["slack"].install(tx, ["local"]))
    clients = Clients(year.store, address=slack.api, sealer=SEALER)
    calls = Calls(clients, year.store, year.clock)
    year.chat.beyond = SlackMessenger(calls, year.store, SIGNER, message_of, year.steady)
    log = await year.live()
    owed = await year.store.read(lambda tx: tx.deliveries.find(limit=1_000_000))
    await clients.close()
    await year.store.close()
    return log, owed


def faults(post: dict[str, Any]) -> list[str]:
    """What Slack would have against a message as it stands, and what people who hear it would miss."""
    found = [] if 0 < len(post["text"]) <= LONGEST_TEXT else [f"text of {len(post['text'])}"]
    for block in post["blocks"]:
        parsed = Block.parse(block)
        if parsed is None:
            found.append(f"no block: {block['type']}")
        else:
            parsed.validate_json()
            found += [] if block["type"] != "image" or block.get("alt_text") else ["an image without words"]
    return found
