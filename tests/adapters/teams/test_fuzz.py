"""Activities with anything in any place: each is answered, none breaks anything.

Every place of every payload is taken out or filled with something else once, by a fixed seed. It takes some
seconds, since each goes through the whole application.
"""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import random
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.adapters.teams.talk import PAYLOADS, Json, Talk, payload

MISSING = object()
DEEP: Any = "x"
for _ in range(200):
    DEEP = {"a": [DEEP]}
INSTEAD: tuple[Any, ...] = (
    MISSING,
    None,
    True,
    5,
    -1.5,
    10**30,
    "",
    " ",
    "x",
    "\x00",
    "\ud800",
    "\u202e<at>x</at>&#xD800;&#0;",
    "x" * 3000,
    [],
    [None],
    [[]],
    ["x"] * 300,
    [{"id": 5}, {"id": "28:22222222-2222-2222-2222-222222222222"}],
    {},
    {"id": None},
    {"id": "x", "type": "mention", "text": "<at>x</at>", "mentioned": 5},
    {"": ""},
    DEEP,
)
STANDING = {("channelId",), ("serviceUrl",)}
"""These decide whether it is let in, which has tests of its own."""

Path = tuple[Any, ...]


def places(found: Any, above: Path = ()) -> Iterator[Path]:
    """The way to each value, objects and lists too."""
    keys = found if isinstance(found, dict) else range(len(found)) if isinstance(found, list) else ()
    for key in keys:
        yield (*above, key)
        yield from places(found[key], (*above, key))


def changed(activity: Json, path: Path, value: Any) -> Json:
    fresh = copy.deepcopy(activity)
    place: Any = fresh
    for key in path[:-1]:
        place = place[key]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return fresh


def odd_activities() -> list[Json]:
    chance = random.Random(7)
    found = []
    for file in sorted(PAYLOADS.glob("*.json")):
        whole = payload(file.stem)
        ways = [path for path in places(whole) if path not in STANDING]
        found += [changed(whole, path, chance.choice(INSTEAD)) for path in ways]
    return found


async def test_whatever_is_in_an_activity_it_is_answered(
    there: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    odd = odd_activities()
    assert len(odd) > 800
    with capture_logs() as logs, caplog.at_level(logging.WARNING):
        statuses: dict[int, int] = {}
        for start in range(0, len(odd), 25):
            answers = await asyncio.gather(*map(there.tell, odd[start : start + 25]))
            for answer in answers:
                statuses[answer.status] = statuses.get(answer.status, 0) + 1
                assert answer.status < 500
        await there.settled()
    assert set(statuses) <= {200, 400, 403, 413}
    assert statuses[200] > len(odd) / 2
    assert [log for log in logs if log["log_level"] == "error"] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


async def test_what_a_megabyte_of_text_gets(there: Talk) -> None:
    huge = json.dumps(payload("message_personal", text="é" * 500_000), ensure_ascii=False)
    answer = await there.send(huge.encode(), {"Authorization": there.issuer.header()})
    assert answer.status == 413


@pytest.mark.parametrize(
    "text", ["x" * 60_000, "kudos " * 8_000, "<at>" * 20_000, "&#x41;" * 10_000, "\n" * 60_000]
)
async def test_long_messages_are_read(there: Talk, text: str) -> None:
    assert (await asyncio.wait_for(there.tell(payload("message_personal", text=text)), 5)).status == 200
