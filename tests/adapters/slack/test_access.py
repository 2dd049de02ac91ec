"""Tokens: kept, sealed anew, renewed by one at a time; and what is lost with them ends sending."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from adapters.sealing import SealBroken, Sealer
from adapters.slack.clients import Clients
from bot.cards import Card, Text
from bot.errors import Refused, Unavailable, Unreachable
from bot.models import Installation
from tests.adapters.slack.desk import KEYS, Desk
from tests.fake_platform.rules import Fault
from tests.fake_slack import bot_token

CARD = Card("Look up when somebody comes in.", (Text(("Look up.",)),))
SEALER = Sealer(KEYS, "slack token")


async def installation(slack_desk: Desk) -> Installation:
    found = await slack_desk.store.read(lambda tx: tx.installations.get(slack_desk.id))
    assert found is not None
    return found


async def change(slack_desk: Desk, **values: object) -> None:
    changed = replace(await installation(slack_desk), **values)  # type: ignore[arg-type]
    await slack_desk.store.decide(lambda tx: tx.installations.put(changed))


async def install_lasting(slack_desk: Desk, left: timedelta) -> str:
    """As OAuth leaves it where tokens rotate, with so much of the token's time left. Answers the token."""
    slack_desk.slack.rotate(12 * 3600)
    given = await slack_desk.clients.grant(code=f"code-{slack_desk.id}")
    await change(
        slack_desk,
        sealed_token=SEALER.seal(given["access_token"]),
        sealed_refresh=SEALER.seal(given["refresh_token"]),
        expires_at=datetime.now(UTC) + left,
    )
    return str(given["access_token"])


def renewals(slack_desk: Desk) -> int:
    asked = (one["arguments"] for one in slack_desk.slack.calls("oauth.v2.access"))
    return sum(1 for one in asked if f"-{slack_desk.id}-" in one.get("refresh_token", ""))


async def test_a_client_is_kept_and_asks_slack_nothing_by_itself(slack_desk: Desk) -> None:
    first = await slack_desk.clients.of(slack_desk.id)
    assert await slack_desk.clients.of(slack_desk.id) is first
    await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    assert first.retry_handlers == []
    assert first.token == bot_token(slack_desk.id)
    assert slack_desk.asked("auth.test") == []


async def test_a_dropped_client_has_the_new_token(slack_desk: Desk) -> None:
    old = await slack_desk.clients.of(slack_desk.id)
    await change(slack_desk, sealed_token=SEALER.seal("xoxb-new"))
    assert await slack_desk.clients.of(slack_desk.id) is old
    slack_desk.clients.drop(slack_desk.id)
    assert (await slack_desk.clients.of(slack_desk.id)).token == "xoxb-new"


async def test_a_workspace_without_kindling_has_no_client(slack_desk: Desk) -> None:
    with pytest.raises(Unreachable) as fault:
        await slack_desk.clients.of("TELSEWHERE")
    assert fault.value.code == "not_installed"


async def test_the_token_of_the_settings_is_for_the_workspace_that_has_none_of_its_own(
    slack_desk: Desk,
) -> None:
    single = Clients(slack_desk.store, address=slack_desk.slack.api, token=SecretStr("xoxb-of-settings"))
    await change(slack_desk, sealed_token=None)
    assert (await single.of(slack_desk.id)).token == "xoxb-of-settings"
    with pytest.raises(Unavailable):
        await slack_desk.clients.of(slack_desk.id)
    await single.close()


async def test_what_an_old_key_sealed_is_sealed_anew_when_used(slack_desk: Desk) -> None:
    keys = SecretStr(f"{'n' * 32},{KEYS.get_secret_value()}")
    both = Clients(slack_desk.store, address=slack_desk.slack.api, sealer=Sealer(keys, "slack token"))
    assert (await both.of(slack_desk.id)).token == bot_token(slack_desk.id)
    new = Sealer(SecretStr("n" * 32), "slack token")
    only_new = Clients(slack_desk.store, address=slack_desk.slack.api, sealer=new)
    assert (await only_new.of(slack_desk.id)).token == bot_token(slack_desk.id)
    for one in (both, only_new):
        await one.close()


async def test_a_token_that_no_key_opens_waits_and_names_the_setting(slack_desk: Desk) -> None:
    other = Clients(
        slack_desk.store, address=slack_desk.slack.api, sealer=Sealer(SecretStr("o" * 32), "slack token")
    )
    with pytest.raises(Unavailable):
        await other.of(slack_desk.id)
    with pytest.raises(
        SealBroken, match=f"KINDLING_SECRET_KEY can't open the Slack token of workspace {slack_desk.id}"
    ):
        await other.tokens.check()
    await slack_desk.clients.tokens.check()
    await other.close()


async def test_a_token_that_ends_soon_is_renewed_by_the_clock_once(slack_desk: Desk) -> None:
    old = await install_lasting(slack_desk, timedelta(hours=1))
    await asyncio.gather(*(slack_desk.clients.tokens.renew_ending() for _ in range(4)))
    assert renewals(slack_desk) == 1
    kept = await installation(slack_desk)
    assert kept.expires_at is not None
    assert kept.expires_at > datetime.now(UTC) + timedelta(hours=11)
    assert kept.renewing_until is None
    assert (await slack_desk.clients.of(slack_desk.id)).token != old
    await slack_desk.clients.tokens.renew_ending()
    assert renewals(slack_desk) == 1
    await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)


async def test_a_token_that_the_clock_missed_is_renewed_before_it_is_used(slack_desk: Desk) -> None:
    old = await install_lasting(slack_desk, timedelta(minutes=-1))
    assert (await slack_desk.clients.of(slack_desk.id)).token != old
    assert renewals(slack_desk) == 1


async def test_one_renews_for_all_processes_and_the_others_go_on_with_the_old(slack_desk: Desk) -> None:
    old = await install_lasting(slack_desk, timedelta(minutes=10))
    await change(slack_desk, renewing_until=datetime.now(UTC) + timedelta(minutes=1))
    assert (await slack_desk.clients.of(slack_desk.id)).token == old
    await change(slack_desk, expires_at=datetime.now(UTC))
    slack_desk.clients.drop(slack_desk.id)
    with pytest.raises(Unavailable):
        await slack_desk.clients.of(slack_desk.id)
    assert renewals(slack_desk) == 0
    await change(slack_desk, renewing_until=datetime.now(UTC) - timedelta(seconds=1))
    assert (await slack_desk.clients.of(slack_desk.id)).token != old


async def test_who_installs_anew_while_it_is_renewed_keeps_the_new_token(slack_desk: Desk) -> None:
    await install_lasting(slack_desk, timedelta(hours=1))
    fresh = SEALER.seal("xoxb-fresh")
    renewing = asyncio.create_task(slack_desk.clients.tokens.renew_ending())
    await change(slack_desk, sealed_token=fresh, sealed_refresh=None, expires_at=None)
    await renewing
    assert (await installation(slack_desk)).sealed_token == fresh


async def test_without_an_app_of_its_own_nothing_can_be_granted(slack_desk: Desk) -> None:
    single = Clients(slack_desk.store, address=slack_desk.slack.api, token=SecretStr("xoxb-1"))
    with pytest.raises(Refused):
        await single.grant(code="code-T")
    await single.close()


async def test_a_revoked_token_ends_the_workspace_and_no_conversation(slack_desk: Desk) -> None:
    slack_desk.slack.revoke(slack_desk.id)
    posts = [slack_desk.messenger.send(slack_desk.room, CARD, f"tip/{number}", None) for number in range(5)]
    outcomes = await asyncio.gather(*posts, return_exceptions=True)
    assert [type(one) for one in outcomes] == [Unavailable] * 5
    workspace = await slack_desk.store.read(lambda tx: tx.workspaces.get(slack_desk.id))
    room = await slack_desk.store.read(lambda tx: tx.conversations.get(slack_desk.room.id))
    assert workspace is not None
    assert workspace.ended_at == slack_desk.clock.now()
    assert await slack_desk.store.read(lambda tx: tx.installations.get(slack_desk.id)) is None
    assert room is not None
    assert room.ended is None
    assert len(slack_desk.asked("auth.test")) <= 1


async def test_a_token_that_slack_takes_after_all_ends_nothing(slack_desk: Desk) -> None:
    slack_desk.slack.put_token(slack_desk.id, "xoxb-other", refused="invalid_auth")
    await change(slack_desk, sealed_token=SEALER.seal("xoxb-other"))
    await slack_desk.clients.of(slack_desk.id)
    await change(slack_desk, sealed_token=SEALER.seal(bot_token(slack_desk.id)))
    with pytest.raises(Unavailable):
        await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)
    workspace = await slack_desk.store.read(lambda tx: tx.workspaces.get(slack_desk.id))
    assert workspace is not None
    assert workspace.ended_at is None
    await slack_desk.messenger.send(slack_desk.room, CARD, "tip/1", None)


async def test_a_question_is_asked_again_until_slack_answers(slack_desk: Desk) -> None:
    slack_desk.slack.script(
        slack_desk.id, "users.info", [Fault.DROP_BEFORE, Fault.THROTTLE, Fault.ERROR_BEFORE]
    )
    found = await slack_desk.calls.ask(slack_desk.id, "users.info", {"user": "UADA"})
    assert found["user"]["id"] == "UADA"
    assert len(slack_desk.asked("users.info")) == 4
