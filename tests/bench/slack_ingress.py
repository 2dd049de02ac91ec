"""Slack's requests through the whole application, durable before they are acknowledged.

The ratio is the server's CPU for the same signed requests: of a bare aiohttp handler that checks the HMAC to
that of the application, with all that it does behind the answer (a modal is opened, or the answer sent). What
of that is spent in Bolt, and what Bolt as it comes costs with one listener a kind, is printed beside. Then
10,000 answers in an open loop, a tenth of them sent twice.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import cast

from adapters.loop import run_long
from adapters.slack.app import bolt_app, dispatch
from adapters.slack.door import read_payload
from adapters.slack.lines import Json
from adapters.slack.listeners import Answer, Listeners
from tests.bench.ingress.load import Heard, Request, running, send_all, send_at
from tests.bench.ingress.slack_desk import answered, answers, commands, open_desk
from tests.bench.lines import Line
from tests.fake_slack import FakeSlack

ROUNDS = 5
REQUESTS = 1_200
"""A round: the system counts processor time in hundredths of a second."""
IN_FLIGHT = 20
PATH = "/slack/events"
BAR = 0.15
OPEN_LOOP, REPEATED, A_SECOND = 10_000, 1_000, 1_000
WARMING = 200
"""Answers before it, so that what is measured is no process that has only just begun."""

P99_BAR, LONGEST_BAR = 0.075, 1.0


def run() -> list[Line]:
    slack = FakeSlack.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return [*_ratios(slack, Path(folder)), *_open_loop(slack, Path(folder))]
    finally:
        slack.stop()


def _ratios(slack: FakeSlack, folder: Path) -> list[Line]:
    file = folder / "ratios.db"
    packed = open_desk(slack, file, ROUNDS * REQUESTS)
    rounds = [range(one * REQUESTS, (one + 1) * REQUESTS) for one in range(ROUNDS)]
    with running("hmac") as bare, running("bolt") as bolt, running("slack", str(file), slack.address) as ours:
        lines = []
        for name, made in (
            ("quiz answers", [answers(slack, packed, people) for people in rounds]),
            ("slash commands", [commands(slack, people) for people in rounds]),
        ):
            cpus = [
                [_cpu(run_long(send_all(one, PATH, requests, IN_FLIGHT))) for one in (bare, bolt, ours)]
                for requests in made
            ]
            body, headers = made[0][0]
            payload = read_payload(headers["Content-Type"], body)
            lines.append(_ratio_line(name, cpus, asyncio.run(_in_bolt(payload))))
    return lines


def _cpu(heard: Heard) -> float:
    if set(heard.statuses) != {200}:
        raise RuntimeError(f"not every request was taken: {sorted(set(heard.statuses))}")
    return heard.cpu / len(heard.statuses)


class _Nobody:
    """In the listeners' place, so that what remains is Bolt's."""

    async def hear(self, _payload: Json, _came_at: float) -> Answer:
        return Answer()


async def _in_bolt(payload: Json) -> float:
    """Seconds of processor time that a request spends in Bolt, on its way to the listeners and back."""
    app = bolt_app(cast("Listeners", _Nobody()))
    before = time.thread_time()
    for _ in range(REQUESTS):
        await dispatch(app, payload, 0.0)
    return (time.thread_time() - before) / REQUESTS


def _ratio_line(name: str, cpus: Sequence[Sequence[float]], in_bolt: float) -> Line:
    ratio = median(bare / ours for bare, _, ours in cpus)
    bare, bolt, ours = (median(column) * 1e6 for column in zip(*cpus, strict=True))
    return Line(
        f"Slack {name}, whole application, by server CPU",
        f"{ratio:.2f} ({ours:.0f} µs, {in_bolt * 1e6:.0f} of them in Bolt)",
        f"HMAC alone: {bare:.0f} µs, Bolt as it comes: {bolt:.0f} µs",
        f">= {BAR}",
        met=ratio >= BAR,
    )


def _open_loop(slack: FakeSlack, folder: Path) -> list[Line]:
    file, once = folder / "loop.db", OPEN_LOOP - REPEATED
    packed = open_desk(slack, file, once + WARMING)
    requests: list[Request] = answers(slack, packed, range(once))
    first = answers(slack, packed, range(once, once + WARMING))
    chance = random.Random(1)
    requests += chance.sample(requests, REPEATED)
    chance.shuffle(requests)
    with running("hmac") as bare, running("slack", str(file), slack.address) as ours:
        for server in (bare, ours):
            run_long(send_all(server, PATH, first, IN_FLIGHT))
        alone = run_long(send_at(bare, PATH, requests, A_SECOND))
        heard = run_long(send_at(ours, PATH, requests, A_SECOND))
    stored, people = (count - WARMING for count in answered(file))
    lost, doubled = once - people, stored - people
    failed = sum(status != 200 for status in heard.statuses)
    p99, longest = quantiles(heard.took, n=100)[-1], max(heard.took)
    base = (
        f"HMAC alone: p99 {quantiles(alone.took, n=100)[-1] * 1e3:.0f} ms, max {max(alone.took) * 1e3:.0f} ms"
    )
    return [
        Line(
            f"{OPEN_LOOP:,} signed answers at {A_SECOND:,} a second, a tenth repeated",
            f"{lost} lost, {doubled} doubled, {failed} failed",
            f"{once:,} people answered once",
            "0 lost, 0 doubled",
            met=lost == doubled == failed == 0,
        ),
        Line(
            "the same: until it is acknowledged",
            f"p99 {p99 * 1e3:.0f} ms, max {longest * 1e3:.0f} ms",
            base,
            f"p99 <= {P99_BAR * 1e3:.0f} ms, max <= {LONGEST_BAR * 1e3:.0f} ms",
            met=p99 <= P99_BAR and longest <= LONGEST_BAR,
        ),
    ]
