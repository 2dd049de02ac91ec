"""What is decided where: the event loop is held up for moments only."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.local.people import FIRST_CHANNEL, WORKSPACE_ID
from adapters.settings import load_settings
from adapters.wiring import IDENTITIES_KEPT, Application, build
from bot.actions import Action, ListTeams, OpenHome, SendFirstIdea, ShowHelp, ShowMe, ShowSummary
from bot.cards import NOTHING, Reply
from bot.coach import Actor
from bot.ports import Transaction

ACTOR = Actor(WORKSPACE_ID, "somebody", "Somebody", FIRST_CHANNEL)


@pytest.fixture
async def application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Application]:
    monkeypatch.setenv("DATABASE_URL", str(tmp_path / "kindling.db"))
    async with build(load_settings(None), local=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("action", "is_apart"),
    [
        (ShowHelp(), False),
        (ShowMe(), False),
        (OpenHome(), True),
        (ListTeams(), True),
        (ShowSummary(1), True),
        (SendFirstIdea(1), True),
    ],
)
async def test_what_may_look_at_many_is_decided_apart(
    application: Application, monkeypatch: pytest.MonkeyPatch, action: Action, *, is_apart: bool
) -> None:
    threads: list[int] = []

    def act(*_: object) -> Reply:
        threads.append(threading.get_ident())
        return NOTHING

    monkeypatch.setattr(application.coach, "act", act)
    await application.act(ACTOR, "event", action)
    assert [thread != threading.get_ident() for thread in threads] == [is_apart]


async def test_identities_are_forgotten_bit_by_bit_until_none_is_old(application: Application) -> None:
    old = application.clock.now() - IDENTITIES_KEPT - timedelta(days=1)

    def keep(tx: Transaction) -> None:
        for number in range(12_000):
            tx.identities.keep("W", f"event-{number}", "", old)

    await application.store.decide(keep)
    assert await application.forget_identities() == 12_000
