"""Posting to Teams: over real HTTP to the fake, with each of its answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.errors import (
    CannotAsk,
    OutcomeUnknown,
    RateLimited,
    Refused,
    SendingFault,
    Unavailable,
    Unreachable,
)
from bot.models import Reference
from tests.adapters.teams.desk import AT, CHANNEL, MARTA, TENANT, TeamsDesk, card, open_desk
from tests.fake_platform.rules import Fault, Rules
from tests.fake_teams.process import FakeTeams


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeTeams]:
    started = FakeTeams.start()
    yield started
    started.stop()


@pytest.fixture
async def desk(fake: FakeTeams, tmp_path: Path) -> AsyncIterator[TeamsDesk]:
    fake.forget()
    fake.tokens()
    fake.set_up(TENANT, Rules(late=0.05, stall=1.0, retry_after=7))
    opened = await open_desk(fake, tmp_path, patience=0.5)
    yield opened
    await opened.close()


async def test_a_tip_is_posted_its_question_stands_under_it_and_both_can_be_edited(desk: TeamsDesk) -> None:
    messenger = desk.way.messenger
    tip = await messenger.send(desk.channel, card("tip"), "tip", None)
    question = await messenger.send(desk.channel, card("quiz"), "quiz", tip)
    await messenger.edit(desk.channel, question, card("closed"))
    await messenger.edit(desk.channel, tip, card("tip again"))
    first, second = desk.fake.record().posts
    assert (first["channel"], first["thread"], first["edits"]) == (CHANNEL, None, 1)
    assert (second["channel"], second["thread"], second["edits"]) == (CHANNEL, first["id"], 1)
    assert second["activity"]["summary"].endswith("closed")
    attachment = second["activity"]["attachments"][0]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"


async def test_what_stands_under_a_reply_stands_in_the_same_thread(desk: TeamsDesk) -> None:
    messenger = desk.way.messenger
    tip = await messenger.send(desk.channel, card("tip"), "tip", None)
    reply = await messenger.send(desk.channel, card("one"), "one", tip)
    await messenger.send(desk.channel, card("two"), "two", reply)
    assert [post["thread"] for post in desk.fake.record().posts] == [None, tip, tip]


async def test_a_conversation_with_somebody_is_opened_once_and_kept(desk: TeamsDesk) -> None:
    messenger = desk.way.messenger
    await asyncio.gather(*(messenger.send(desk.marta, card(str(n)), str(n), None) for n in range(5)))
    assert len(desk.fake.ask("record")["calls"]) == 1
    assert {channel for channel, _ in desk.texts()} == {f"a:29:{MARTA}"}
    kept = await desk.store.read(lambda tx: tx.references.get(desk.marta.id))
    assert kept == Reference(desk.marta.id, f"a:29:{MARTA}", desk.fake.service_url(TENANT), f"29:{MARTA}")


async def test_nobody_is_written_to_who_has_no_id_for_the_bot(desk: TeamsDesk) -> None:
    with pytest.raises(Unreachable):
        await desk.way.messenger.send(desk.stranger, card("a"), "a", None)
    assert desk.texts() == []


async def test_a_token_goes_to_no_address_but_the_clouds(desk: TeamsDesk) -> None:
    def lead_away(tx: object) -> None:
        tx.references.put(Reference(desk.channel.id, CHANNEL, "https://smba.trafficmanager.net.evil.test/"))  # type: ignore[attr-defined]

    await desk.store.decide(lead_away)
    with pytest.raises(Unreachable) as fault:
        await desk.way.messenger.send(desk.channel, card("a"), "a", None)
    assert fault.value.code == "foreign-service-url"
    assert desk.fake.ask("record")["tokens"] == 0


@pytest.mark.parametrize(
    ("fault", "outcome", "lands"),
    [
        (Fault.THROTTLE, RateLimited(7.0), 0),
        (Fault.ERROR_BEFORE, OutcomeUnknown(), 0),
        (Fault.ERROR_AFTER, OutcomeUnknown(), 1),
        (Fault.DROP_BEFORE, OutcomeUnknown(), 0),
        (Fault.DROP_AFTER, OutcomeUnknown(), 1),
        (Fault.LAND_LATE, OutcomeUnknown(), 1),
        (Fault.STALL, OutcomeUnknown(), 1),
        (Fault.ARCHIVE, Unreachable("ConversationNotFound"), 0),
    ],
)
async def test_each_trouble_is_told_for_what_is_known_of_it(
    desk: TeamsDesk, fault: Fault, outcome: SendingFault, lands: int
) -> None:
    desk.fake.script(TENANT, CHANNEL, [fault])
    with pytest.raises(type(outcome)) as raised:
        await desk.way.messenger.send(desk.channel, card("a"), "a", None)
    assert vars(raised.value) == vars(outcome)
    if fault is Fault.STALL:
        await asyncio.sleep(0.7)  # the fake posts it once it has stalled
    assert len(desk.fake.record().posts) == lands


async def test_who_blocked_kindling_is_unreachable(desk: TeamsDesk) -> None:
    desk.fake.open_tenant(TENANT, blocked=[f"29:{MARTA}"])
    with pytest.raises(Unreachable) as fault:
        await desk.way.messenger.send(desk.marta, card("a"), "a", None)
    assert fault.value.code == "MessageWritesBlocked"


async def test_teams_can_not_be_asked(desk: TeamsDesk) -> None:
    with pytest.raises(CannotAsk):
        await desk.way.messenger.look_up(desk.channel, "a", AT, None)


async def test_one_token_is_fetched_for_all_and_again_when_it_was_revoked(desk: TeamsDesk) -> None:
    messenger = desk.way.messenger
    await asyncio.gather(*(messenger.send(desk.channel, card(str(n)), str(n), None) for n in range(9)))
    assert desk.fake.ask("record")["tokens"] == 1
    desk.fake.tokens(revoke=True)
    with pytest.raises(Unavailable):
        await messenger.send(desk.channel, card("a"), "a", None)
    await messenger.send(desk.channel, card("b"), "b", None)
    assert desk.fake.ask("record")["tokens"] == 2


async def test_a_refused_secret_is_told_by_its_setting_and_asked_with_again_later(
    desk: TeamsDesk,
) -> None:
    desk.fake.tokens(status=401, error="invalid_client")
    with capture_logs() as lines:
        for _ in range(2):
            with pytest.raises(Unavailable):
                await desk.way.messenger.send(desk.channel, card("a"), "a", None)
    assert desk.fake.ask("record")["tokens"] == 1
    (line,) = [one["event"] for one in lines]
    assert line.startswith("TEAMS_APP_PASSWORD: Microsoft refused it (invalid_client)")


async def test_the_clock_renews_a_token_before_it_ends(desk: TeamsDesk) -> None:
    desk.fake.tokens(lives=20 * 60)
    await desk.way.messenger.send(desk.channel, card("a"), "a", None)
    desk.fake.tokens()
    for _ in range(2):
        await desk.way.tokens.renew()
    assert desk.fake.ask("record")["tokens"] == 2


async def test_a_message_that_is_too_large_is_refused(desk: TeamsDesk) -> None:
    with pytest.raises(Refused) as fault:
        await desk.way.connector.request(
            "POST",
            desk.fake.service_url(TENANT),
            f"/v3/conversations/{CHANNEL}/activities",
            {"text": "x" * 60_000},
        )
    assert fault.value.code == "MessageSizeTooBig"
