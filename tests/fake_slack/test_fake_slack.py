"""The fake Slack answers the real SDK as Slack's reference says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fake_platform.rules import Fault, Rules
from tests.fake_slack import FakeSlack, bot_token, channel, person

BLOCKS = [{"type": "section", "text": {"type": "mrkdwn", "text": "Look up."}}]
MARK = {"event_type": "kindling", "event_payload": {"key": "a"}}


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    platform = FakeSlack.start()
    yield platform
    platform.stop()


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[AsyncWebClient]:
    slack.forget()
    slack.open_workspace(
        "T1",
        people=[person("U1", "Ada"), person("U2", "Marta")],
        channels=[channel("C1", "front-desk", ["U1"]), channel("C2", "elsewhere", ["U2"], bot=False)],
    )
    slack.set_up("T1", Rules())
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(bot_token("T1"), base_url=slack.api, session=session, retry_handlers=[])


async def refusal(asked: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await asked
    return str(refused.value.response["error"])


async def test_a_message_is_seen_by_who_is_there_changed_and_taken_back(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C1", text="Look up.", blocks=BLOCKS, metadata=MARK)
    assert [one["text"] for one in slack.seen_by("T1", "U1")["rooms"]["C1"]] == ["Look up."]
    assert slack.seen_by("T1", "U2")["rooms"] == {"C2": []}
    assert slack.record().keys() == ["a"]
    await client.chat_update(channel="C1", ts=posted["ts"], text="Look up and nod.")
    assert [one["text"] for one in slack.seen_by("T1", "U1")["rooms"]["C1"]] == ["Look up and nod."]
    await client.chat_delete(channel="C1", ts=posted["ts"])
    assert slack.seen_by("T1", "U1")["rooms"]["C1"] == []
    assert await refusal(client.chat_update(channel="C1", ts=posted["ts"], text="?")) == "message_not_found"


async def test_metadata_is_told_whole_only_where_it_is_asked_for(client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C1", text="Look up.", metadata=MARK)
    plain = await client.conversations_history(channel="C1")
    whole = await client.conversations_history(channel="C1", include_all_metadata=True)
    assert plain["messages"][0]["metadata"] == {"event_type": "kindling"}
    assert whole["messages"][0]["metadata"] == MARK


async def test_where_the_bot_is_not_it_may_not_write_or_look(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    assert await refusal(client.chat_postMessage(channel="C2", text="x")) == "not_in_channel"
    await client.conversations_join(channel="C2")
    await client.chat_postMessage(channel="C2", text="x")
    slack.open_workspace("T1", channels=[channel("C3", "private", ["U1"], bot=False, is_private=True)])
    assert await refusal(client.chat_postMessage(channel="C3", text="x")) == "channel_not_found"
    assert await refusal(client.chat_postMessage(channel="C9", text="x")) == "channel_not_found"


async def test_a_direct_conversation_is_opened_and_closed_with_the_account(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    opened = await client.conversations_open(users="U2")
    await client.chat_postMessage(channel=opened["channel"]["id"], text="Hello")
    assert [one["text"] for one in slack.seen_by("T1", "U2")["rooms"]["DU2"]] == ["Hello"]
    slack.open_workspace("T1", people=[person("U2", "Marta", deleted=True)])
    assert await refusal(client.conversations_open(users="U2")) == "user_disabled"
    assert await refusal(client.chat_postMessage(channel="DU2", text="Hello")) == "is_archived"


async def test_blocks_that_slack_would_not_take_are_refused(client: AsyncWebClient) -> None:
    long = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    assert await refusal(client.chat_postMessage(channel="C1", text="x", blocks=long)) == "invalid_blocks"
    assert (
        await refusal(client.chat_postMessage(channel="C1", text="x", blocks=BLOCKS * 51)) == "invalid_blocks"
    )


async def test_a_modal_takes_one_fresh_trigger_and_an_update_the_last_hash(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Kudos"}, "blocks": BLOCKS}
    trigger = slack.press("T1", "U1")["trigger_id"]
    opened = (await client.views_open(trigger_id=trigger, view=view))["view"]
    assert await refusal(client.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
    late = slack.press("T1", "U1", lasts=0.0)["trigger_id"]
    assert await refusal(client.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    await client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
    stale = client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
    assert await refusal(stale) == "hash_conflict"
    assert [one["id"] for one in slack.seen_by("T1", "U1")["modals"]] == [opened["id"]]


async def test_a_response_url_works_five_times(slack: FakeSlack, client: AsyncWebClient) -> None:
    url = slack.press("T1", "U1", "C1")["response_url"]
    async with aiohttp.ClientSession() as session:
        statuses = [(await session.post(url, json={"text": str(number)})).status for number in range(6)]
    assert statuses == [200] * 5 + [404]
    assert [one["text"] for one in slack.seen_by("T1", "U1")["ephemerals"]] == ["0", "1", "2", "3", "4"]


async def test_too_fast_is_told_with_when_to_come_back(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.set_up("T1", Rules(channel=((1, 30.0),), methods={"users.list": ((1, 60.0),)}))
    await client.chat_postMessage(channel="C1", text="x")
    await client.users_list(limit=200)
    for again in (client.users_list(limit=200), client.chat_postMessage(channel="C1", text="x")):
        with pytest.raises(SlackApiError) as refused:
            await again
        assert refused.value.response.status_code == 429
        assert float(refused.value.response.headers["Retry-After"]) > 25


async def test_what_happens_to_posts_happens_to_posts(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.script("T1", "C1", [Fault.DROP_AFTER, Fault.DROP_BEFORE, Fault.THROTTLE])
    for _ in range(2):
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await client.chat_postMessage(channel="C1", text="x")
    assert await refusal(client.chat_postMessage(channel="C1", text="x")) == "ratelimited"
    assert len(slack.record().posts) == 1


async def test_oauth_grants_tokens_that_rotate(slack: FakeSlack, client: AsyncWebClient) -> None:
    slack.rotate(3600)
    # The SDK's own method for it makes a BasicAuth, which aiohttp has deprecated.
    about = {"client_id": "1.2", "client_secret": "s"}
    first = await client.api_call("oauth.v2.access", data={"code": "code-T1", **about})
    assert (first["team"]["id"], first["expires_in"]) == ("T1", 3600)
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **about}
    second = await client.api_call("oauth.v2.access", data=again)
    assert second["access_token"] != first["access_token"]
    assert await refusal(client.api_call("oauth.v2.access", data=again)) == "invalid_refresh_token"
    slack.rotate(None)


async def test_tokens_end_are_revoked_and_may_not_do_everything(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    slack.put_token("T1", "xoxb-short", lasts=0)
    assert await refusal(client.auth_test(token="xoxb-short")) == "token_expired"
    slack.put_token("T1", "xoxb-poor", scopes=["commands"])
    poor = client.chat_postMessage(token="xoxb-poor", channel="C1", text="x")
    assert await refusal(poor) == "missing_scope"
    slack.put_token("T1", "xoxb-gone", refused="token_revoked")
    assert await refusal(client.auth_test(token="xoxb-gone")) == "token_revoked"
    assert await refusal(client.auth_test(token="xoxb-nobody")) == "invalid_auth"


async def test_an_envelope_goes_over_the_socket_and_its_acknowledgement_comes_back(
    slack: FakeSlack, client: AsyncWebClient
) -> None:
    assert slack.send_event({"envelope_id": "e0", "type": "events_api"}) == {"error": "no connection"}
    url = (await client.apps_connections_open(app_token="xapp-1"))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        sent = asyncio.create_task(
            asyncio.to_thread(slack.send_event, {"envelope_id": "e1", "type": "slash_commands"})
        )
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hello"}})
        assert await sent == {"envelope_id": "e1", "payload": {"text": "Hello"}}
        slack.disconnect()
        assert (await socket.receive_json())["type"] == "disconnect"
